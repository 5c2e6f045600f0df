import * as z from 'zod/mini';
import { type Readable, row } from './aggregates.ts';
import { type Upcast, upcasted } from './upcast.ts';

/** By the type of an event: what leads an older version of it to the next. The row stays as it was hashed. */
export const eventUpcasters: Readonly<Record<string, readonly Upcast[]>> = {};

const Kept = z.looseObject({ event: z.looseObject({ type: z.string() }) });

/** Rows of events, read for what the schema asks of them, each event in the newest version of its type. */
export const eventsAs = <Value>(schema: z.ZodMiniType<Value>, upcasters = eventUpcasters): Readable<Value> => {
  const { read } = row('event', schema);
  return {
    read: (item) => {
      const found = z.parse(Kept, item);
      const { type } = found.event;
      return read({ ...found, event: upcasted(type, upcasters[type] ?? [], found.event) });
    },
  };
};
