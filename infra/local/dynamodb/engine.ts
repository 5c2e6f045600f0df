import * as z from 'zod/mini';
import { type AwsAnswer, AwsFault, type Engine, type Meter, type Place } from '../engine.ts';
import { count } from './capacity.ts';
import { type Backend, supported } from './operations.ts';
import type { TableDefinition } from './tables.ts';
import type { Wire, WireAnswer } from './wire.ts';
import type { Written } from './writes.ts';

export type DynamodbEngine = Engine & {
  /** Hears of every item that a call wrote, before the caller gets its answer. */
  readonly onWrite: (listener: WriteListener) => void;
};
type WriteListener = (written: readonly Written[]) => void;

type Options = {
  readonly place: Place;
  readonly meter: Meter;
  readonly tables: readonly TableDefinition[];
  readonly wire: Wire;
};

/** DynamoDB remembers the token of a transaction for that long. */
const TOKEN_LIFE_MS = 10 * 60 * 1000;

/** DynamoDB behind the door: passes calls on, counts their units, and tells who listens what was written. */
export function dynamodbEngine({ place, meter, tables, wire }: Options): DynamodbEngine {
  const backend: Backend = {
    place,
    wire,
    tables: new Map(tables.map((table) => [table.name, table])),
    isReplay: rememberTokens(),
  };
  const listeners: WriteListener[] = [];

  const handle = async (operation: string, body: Buffer) => {
    const { answer, costs, consumed, asked, written = [] } = await supported(operation).handle(backend, body);
    count(meter, costs);
    if (written.length > 0) for (const listener of listeners) listener(written);
    return toCaller(answer, asked === 'NONE' ? undefined : consumed);
  };

  return {
    service: 'dynamodb',
    needs: ({ operation, body }) => supported(operation).needs(backend, body),
    answer: async ({ operation, body }) => {
      try {
        return await handle(operation, body);
      } catch (cause) {
        if (cause instanceof AwsFault) throw cause;
        throw Object.assign(new AwsFault('InternalServerError', 'DynamoDB does not answer', 500), { cause });
      }
    },
    onWrite: (listener) => void listeners.push(listener),
  };
}

const headers = { 'content-type': 'application/x-amz-json-1.0' };

function toCaller({ status, body }: WireAnswer, ConsumedCapacity: unknown): AwsAnswer {
  if (status !== 200 || ConsumedCapacity === undefined) return { status, headers, body };
  const answer = z.parse(z.record(z.string(), z.unknown()), JSON.parse(body));
  return { status, headers, body: JSON.stringify({ ...answer, ConsumedCapacity }) };
}

/** Tells whether a token was seen before, while DynamoDB would still know it. */
function rememberTokens() {
  const seen = new Map<string, number>();
  return (token: string | undefined) => {
    if (token === undefined) return false;
    const now = performance.now();
    for (const [old, at] of seen) {
      if (now - at < TOKEN_LIFE_MS) break;
      seen.delete(old);
    }
    const isReplay = seen.has(token);
    if (!isReplay) seen.set(token, now);
    return isReplay;
  };
}
