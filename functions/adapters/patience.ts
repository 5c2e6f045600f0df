import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** Kept free at the end of a function's time, for one more try and for saying that it was in vain (503). */
const spareMs = 4000;
/** How long is tried where nobody waits for the answer. */
const patienceMs = 24_000;

const deadlines = new AsyncLocalStorage<number>();

/** Whatever a request has to wait for, all of it together ends in time for an answer. */
export const withinTime = <Value>(leftMs: number, answer: () => Promise<Value>) =>
  deadlines.run(performance.now() + leftMs - spareMs, answer);

/** Waits before another try, with full jitter and longer each time; false at once when there is no time for one. */
export function waiting() {
  const untilMs = deadlines.getStore() ?? performance.now() + patienceMs;
  let tries = 0;
  return async () => {
    const waitMs = Math.random() * Math.min(1000, 20 * 2 ** tries);
    tries += 1;
    if (performance.now() + waitMs > untilMs) return false;
    await pause(waitMs);
    return true;
  };
}

/** Writes, and writes again while somebody else is writing the same row or the table is over its limit. */
export async function patiently<Value>(write: () => Promise<Value>): Promise<Value> {
  const wait = waiting();
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isPassing(error) || !(await wait())) throw error;
    }
  }
}

export const reasonsOf = (error: unknown) =>
  error instanceof TransactionCanceledException ? (error.CancellationReasons?.map(({ Code }) => Code ?? '') ?? []) : [];

const passing = [
  ...['ThrottlingException', 'ProvisionedThroughputExceededException', 'TimeoutError', 'RequestLimitExceeded'],
  // DynamoDB's own faults, which it asks callers to try again.
  ...['InternalServerError', 'ServiceUnavailable'],
  // The same transaction is still under way, or the write of one row met a transaction on it.
  ...['TransactionInProgressException', 'TransactionConflictException'],
];

/** The same, as a transaction that was cancelled says it of one of its rows. */
const passingReasons = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/** An outage or a collision, as opposed to a bug: the caller may try again. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (passing.includes(error.name)) return true;
  const reasons = reasonsOf(error);
  if (reasons.includes('ConditionalCheckFailed')) return false;
  return reasons.some((reason) => passingReasons.includes(reason)) || isPassing(error.cause);
}
