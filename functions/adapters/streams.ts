import { type Kind, lifeCycle } from '#shared/domain/life-cycle';
import { keysOf } from '#shared/kernel/const-table';
import { rows } from '#shared/table/access-patterns';
import type { Readable, Source } from '#shared/table/aggregates';

const firstWord = (key: string) => key.slice(0, key.indexOf('#'));
const kinds: ReadonlyMap<string, Kind> = new Map(keysOf(lifeCycle).map((kind) => [firstWord(rows[kind].pk), kind]));

/** The kind of record that a stream of events belongs to: a stream is the record's own partition key. */
export function kindOf(stream: string): Kind {
  const kind = kinds.get(firstWord(stream));
  if (!kind) throw new Error(`${firstWord(stream)} begins no stream of events`);
  return kind;
}

/** A record found by its stream, as the bus names it, in place of its ids. */
export const byStream = <Value>({ read }: Readable<Value>): Source<string, Value> => ({
  read,
  key: (stream) => ({ pk: stream, sk: 'STATE' }),
});
