import { setTimeout as pause } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** Five seconds before the gateway gives up at 29: what has not gone through by then is answered with 503. */
const patienceMs = 24_000;

/** Writes, and writes again with full jitter while somebody else is writing the same row or the table is over its limit. */
export async function patiently<Value>(write: () => Promise<Value>): Promise<Value> {
  const startedMs = performance.now();
  for (let tries = 0; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      const waitMs = Math.random() * Math.min(1000, 20 * 2 ** tries);
      if (!isPassing(error) || performance.now() - startedMs + waitMs > patienceMs) throw error;
      await pause(waitMs);
    }
  }
}

export const reasonsOf = (error: unknown) =>
  error instanceof TransactionCanceledException ? (error.CancellationReasons?.map(({ Code }) => Code ?? '') ?? []) : [];

const passing = [
  ...['ThrottlingException', 'ProvisionedThroughputExceededException', 'TimeoutError', 'RequestLimitExceeded'],
  // The same transaction is still under way, or the write of one row met a transaction on it.
  ...['TransactionInProgressException', 'TransactionConflictException'],
];

/** An outage or a collision, as opposed to a bug: the caller may try again. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (passing.includes(error.name)) return true;
  const reasons = reasonsOf(error);
  if (reasons.includes('ConditionalCheckFailed')) return false;
  return (
    reasons.some((reason) => reason === 'TransactionConflict' || reason === 'ThrottlingError') || isPassing(error.cause)
  );
}
