import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import * as z from 'zod/mini';
import { Instant } from '#shared/kernel/instant';
import { kindOf } from './streams.ts';

/** What stands in an event row that the bus may know: no more than which event, of which record, when. */
export const EventRow = z.object({
  stream: z.string(),
  sequence: z.int(),
  event: z.object({ type: z.string(), at: Instant }),
});
type EventRow = z.output<typeof EventRow>;

/** What a message on the bus carries: ids only. Whoever gets it reads the record. */
export const Happened = z.object({
  stream: z.string(),
  sequence: z.int(),
  type: z.string(),
  kind: z.string(),
  eventId: z.string(),
});
export type Happened = z.output<typeof Happened>;

/** An event as EventBridge hands it to a queue. */
export const BusMessage = z.object({ source: z.literal('hubang'), 'detail-type': z.string(), detail: Happened });

export type Bus = ReturnType<typeof bus>;

/** EventBridge takes so many entries in one call. */
const batchSize = 10;

export const bus = (EventBusName: string) => {
  const client = new EventBridgeClient();

  const entryOf = ({ stream, sequence, event: { type, at } }: EventRow) => {
    const detail: Happened = { stream, sequence, type, kind: kindOf(stream), eventId: `${stream}#${sequence}` };
    return {
      EventBusName,
      Source: 'hubang',
      DetailType: type,
      Detail: JSON.stringify(detail),
      Resources: [],
      Time: new Date(at),
    };
  };

  /** How many of these, from the first on, the bus has accepted; the call can succeed although an entry failed. */
  const acceptedOf = async (batch: readonly EventRow[]) => {
    const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: batch.map(entryOf) }));
    const refused = Entries.findIndex(({ EventId }) => EventId === undefined);
    if (refused === -1) return Entries.length;
    console.error(`The bus refused an event: ${Entries[refused]?.ErrorCode}`);
    return refused;
  };

  /** Puts events on the bus in their order and stops at the first that it does not take; the answer is that one's index. */
  const publish = async (events: readonly EventRow[]) => {
    for (let from = 0; from < events.length; from += batchSize) {
      const batch = events.slice(from, from + batchSize);
      const accepted = await acceptedOf(batch).catch((error: unknown) => {
        console.error(error);
        return 0;
      });
      if (accepted < batch.length) return from + accepted;
    }
    return events.length;
  };

  return { publish };
};
