import * as z from 'zod/mini';
import { AwsFault, type Clock, type Invoke } from '#infra/local/engine';
import { atomically, type Store } from '#infra/local/queues/atomically';
import type { QueuesEngine } from '#infra/local/queues/queues-engine';

/** Where something accepted has to go: a queue or a function, for a rule or a schedule. */
export type Destination = {
  readonly key: string;
  readonly arn: string;
  /** The rule or schedule, as the attributes of a dead letter name it. */
  readonly origin: { readonly attribute: 'RULE_ARN' | 'SCHEDULE_ARN'; readonly arn: string };
  /** Throws an AwsFault when the rule or schedule may not do that. */
  readonly permit: (action: string, resourceArn: string) => void;
  readonly retries: number;
  readonly maxAgeMs: number;
  readonly deadLetterArn: string | undefined;
};

export type Parcel = { readonly key: string; readonly payload: string };

type Row = z.output<typeof Row>;
const Row = z.object({
  id: z.int(),
  key: z.string(),
  payload: z.string(),
  acceptedAt: z.int(),
  dueAt: z.int(),
  attempts: z.int(),
});

const schema = `
  CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, payload TEXT NOT NULL,
    acceptedAt INTEGER NOT NULL, dueAt INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0
  ) STRICT;`;

/** Functions are invoked at most so many at once; the others wait in the store. */
const MOST_AT_ONCE = 20;
/** Lambda runs an asynchronous invocation again one minute, then two minutes after the function failed. */
const FUNCTION_RETRIES = 2;
const RETRY_STEP_MS = 60_000;

/** The function ran and failed: a matter between Lambda and the function, of which the caller hears nothing. */
class FunctionFailed extends Error {}

type Options = {
  readonly store: Store;
  readonly clock: Clock;
  readonly name: string;
  readonly destinations: ReadonlyMap<string, Destination>;
  readonly sendToQueue: QueuesEngine['send'];
  readonly invoke: Invoke;
};

/** What was accepted, kept until it is delivered: after a crash something may arrive twice, but nothing is lost. */
export function createDeliveries({ store, clock, name, destinations, sendToQueue, invoke }: Options) {
  const rows = rowsIn(store);
  let active = 0;
  let isRunning = false;

  const attempt = async (row: Row, destination: Destination) => {
    const { arn, permit } = destination;
    if (isQueue(arn)) {
      permit('sqs:SendMessage', arn);
      sendToQueue(arn, row.payload);
      return;
    }
    permit('lambda:InvokeFunction', arn);
    const outcome = await invoke(arn, JSON.parse(row.payload));
    if (!outcome.ok) throw new FunctionFailed(`${outcome.errorType}: ${outcome.errorMessage}`);
  };

  const deliver = async (row: Row) => {
    const destination = destinations.get(row.key);
    try {
      if (!destination) throw new Error(`${row.key} is no longer in the template.`);
      await attempt(row, destination);
      rows.finish(row);
    } catch (error) {
      const dueAt = destination && retryAt(row, destination, error, clock.now());
      if (dueAt !== undefined) rows.postpone(row, dueAt);
      else giveUp(row, destination, error);
    }
  };

  const giveUp = (row: Row, destination: Destination | undefined, cause: unknown) => {
    const hasDeadLetter =
      destination && !(cause instanceof FunctionFailed) && buryIn(destination, row, cause, sendToQueue);
    if (!hasDeadLetter) console.error(new Error(`${name} dropped what was for ${row.key}: ${row.payload}`, { cause }));
    rows.finish(row);
  };

  const one = async (row: Row) => {
    try {
      await deliver(row);
    } finally {
      active -= 1;
      // Before this piece of work ends, so that nobody who waits for quiet sees a gap.
      pump();
    }
  };

  const pump = () => {
    while (isRunning && active < MOST_AT_ONCE) {
      const row = rows.next(clock.now());
      if (!row) break;
      active += 1;
      clock.work(() => one(row)).catch((cause: unknown) => console.error(new Error(`${name} failed.`, { cause })));
    }
    plan();
  };

  const plan = () => {
    const nextAt = rows.nextAt();
    if (!isRunning || nextAt === Number.POSITIVE_INFINITY) clock.clear(name);
    else clock.set(name, Math.max(nextAt, clock.now() + 1), pump);
  };

  return {
    /** Accepts all or none, together with what `alongside` writes; durable when it returns. */
    accept: (parcels: readonly Parcel[], alongside: () => void = () => undefined) => {
      const added = atomically(store, () => {
        alongside();
        return parcels.map(({ key, payload }) => rows.add(key, payload, clock.now()));
      });
      rows.keep(added);
      pump();
    },
    start: () => {
      isRunning = true;
      pump();
    },
    stop: () => {
      isRunning = false;
      clock.clear(name);
    },
  };
}

/** The store is read once: what waits is also in memory, where a schedule that runs 40,000 times finds it for free. */
function rowsIn(store: Store) {
  store.exec(schema);
  const add = store.prepare('INSERT INTO deliveries (key, payload, acceptedAt, dueAt) VALUES (?, ?, ?, ?) RETURNING *');
  const finish = store.prepare('DELETE FROM deliveries WHERE id = ?');
  const postpone = store.prepare('UPDATE deliveries SET dueAt = ?, attempts = ? WHERE id = ?');
  const all = store.prepare('SELECT * FROM deliveries ORDER BY dueAt, id').all();
  const ready: Row[] = [];
  const later = new Map<number, Row>(all.map((row) => z.parse(Row, row)).map((row) => [row.id, row]));
  return {
    add: (key: string, payload: string, now: number) => z.parse(Row, add.get(key, payload, now, now)),
    /** Once the transaction that added them has committed. */
    keep: (rows: readonly Row[]) => void ready.push(...rows),
    next: (now: number): Row | undefined => {
      for (const row of later.values()) {
        if (row.dueAt > now) continue;
        later.delete(row.id);
        ready.push(row);
      }
      return ready.shift();
    },
    nextAt: () => later.values().reduce((least, { dueAt }) => Math.min(least, dueAt), Number.POSITIVE_INFINITY),
    finish: ({ id }: Row) => void finish.run(id),
    postpone: (row: Row, dueAt: number) => {
      postpone.run(dueAt, row.attempts + 1, row.id);
      later.set(row.id, { ...row, dueAt, attempts: row.attempts + 1 });
    },
  };
}

/** When to try again, or undefined when that is over. A missing permission is never tried again. */
function retryAt(row: Row, { retries, maxAgeMs }: Destination, error: unknown, now: number): number | undefined {
  if (error instanceof AwsFault) return undefined;
  if (error instanceof FunctionFailed) {
    return row.attempts < FUNCTION_RETRIES ? now + RETRY_STEP_MS * (row.attempts + 1) : undefined;
  }
  const dueAt = now + Math.min(2 ** row.attempts * 1000, 5 * RETRY_STEP_MS);
  return row.attempts < retries && dueAt - row.acceptedAt <= maxAgeMs ? dueAt : undefined;
}

function buryIn(destination: Destination, row: Row, cause: unknown, sendToQueue: QueuesEngine['send']): boolean {
  const { arn, deadLetterArn, origin, permit } = destination;
  if (deadLetterArn === undefined) return false;
  try {
    permit('sqs:SendMessage', deadLetterArn);
    sendToQueue(deadLetterArn, row.payload, {
      [origin.attribute]: text(origin.arn),
      TARGET_ARN: text(arn),
      ERROR_CODE: text(cause instanceof AwsFault ? cause.code : 'SDK_CLIENT_ERROR'),
      ERROR_MESSAGE: text(cause instanceof Error && cause.message ? cause.message : String(cause)),
      RETRY_ATTEMPTS: { DataType: 'Number', StringValue: String(row.attempts) },
    });
    return true;
  } catch (error) {
    console.error(new Error(`The dead letter of ${row.key} could not be sent.`, { cause: error }));
    return false;
  }
}

const text = (StringValue: string) => ({ DataType: 'String', StringValue });
export const isQueue = (arn: string) => arn.split(':')[2] === 'sqs';
export const isFunction = (arn: string) => arn.split(':')[2] === 'lambda';
