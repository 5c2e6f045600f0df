import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { afterAll, expect, it } from 'vitest';
import { isPassing } from '#functions/adapters/patience';
import { putRow } from '#functions/adapters/put-row';
import { serial } from '#functions/adapters/serial';
import { table } from '#functions/adapters/table';
import { openScene } from './scene.ts';

const scene = await openScene();
afterAll(scene.close);
const store = table('hubang-test');

const cancelled = (...codes: readonly string[]) =>
  new TransactionCanceledException({
    ...{ $metadata: {}, message: 'cancelled', CancellationReasons: codes.map((Code) => ({ Code })) },
  });

it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
  'a transaction that %s cancelled is tried again, unless a condition of it failed as well',
  (reason) => {
    expect(isPassing(cancelled('None', reason))).toBe(true);
    expect(isPassing(new Error('The transaction failed', { cause: cancelled(reason) }))).toBe(true);
    expect(isPassing(cancelled('ConditionalCheckFailed', reason))).toBe(false);
  },
);

it('gives every number once, though 60 % of the writes collide with another', async () => {
  scene.faults.change({ conflictRate: 0.6 });
  const numbers = await Promise.all(Array.from({ length: 8 }, () => serial(store).nextNumber('HB', 2026)));
  scene.faults.change({ conflictRate: 0 });
  expect(new Set(numbers).size).toBe(8);
});

it('writes a note of the platform though 60 % of the writes collide with another', async () => {
  scene.faults.change({ conflictRate: 0.6 });
  const keys = Array.from({ length: 8 }, (_, index) => ({ pk: `NOTE#${index}`, sk: 'NOTE' }));
  const written = await Promise.allSettled(keys.map((row) => putRow(store, row)));
  scene.faults.change({ conflictRate: 0 });
  expect(written.filter(({ status }) => status === 'rejected')).toEqual([]);
});
