import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Once } from '#functions/runtime/action';
import type { RejectionCode } from '#shared/contracts/rejections';
import { msOf } from '#shared/kernel/instant';
import { fail, ok } from '#shared/kernel/result';
import type { Write } from './changes.ts';
import { isUnavailable } from './reader.ts';
import { onces } from './rows.ts';
import type { Table } from './table.ts';

type Commit<Code extends RejectionCode, Reply> = {
  readonly changes: readonly (readonly Write<Code>[])[];
  readonly once: Once | undefined;
  readonly reply: Reply;
};
export type Committer = ReturnType<typeof committer>;

const keptSeconds = 48 * 3600;
/** Five seconds before the gateway gives up at 29: what has not gone through by then is answered with 503. */
const patienceMs = 24_000;

function remembered(once: Once, reply: unknown): Write<'request.running' | 'request.key-reused'> {
  const nowSeconds = Math.floor(msOf(once.at) / 1000);
  const { fingerprint, route } = once;
  return {
    put: { ...onces.key(once), fingerprint, route, reply, expiresOn: nowSeconds + keptSeconds },
    // A row that has expired but was not swept yet counts as none.
    condition: 'attribute_not_exists(pk) OR expiresOn <= :now',
    values: { ':now': nowSeconds },
    otherwise: 'request.running',
  };
}

export const committer = ({ client, TableName }: Table) => {
  const itemOf = (write: Write<RejectionCode>) => {
    const {
      condition: ConditionExpression,
      values: ExpressionAttributeValues,
      names: ExpressionAttributeNames,
    } = write;
    const guard = { TableName, ConditionExpression, ExpressionAttributeValues, ExpressionAttributeNames };
    if ('put' in write) return { Put: { ...guard, Item: write.put } };
    if (write.update) return { Update: { ...guard, Key: write.key, UpdateExpression: write.update } };
    return { ConditionCheck: { ...guard, Key: write.key } };
  };

  /** One token for all tries, so that a try whose answer was lost is not done twice. */
  const send = async (writes: readonly Write<RejectionCode>[]) => {
    const ClientRequestToken = randomUUID();
    const startedMs = performance.now();
    for (let tries = 0; ; tries += 1) {
      try {
        return await client.send(new TransactWriteCommand({ TransactItems: writes.map(itemOf), ClientRequestToken }));
      } catch (error) {
        const waitMs = Math.random() * Math.min(1000, 20 * 2 ** tries);
        if (!isPassing(error) || performance.now() - startedMs + waitMs > patienceMs) throw error;
        await pause(waitMs);
      }
    }
  };

  /** All of it or none of it, in one transaction; the reply is kept in the same one, for a caller who asks again. */
  const commit = async <Code extends RejectionCode, const Reply>({ changes, once, reply }: Commit<Code, Reply>) => {
    const writes: readonly Write<Code | 'request.running' | 'request.key-reused'>[] = [
      ...(once ? [remembered(once, reply)] : []),
      ...changes.flat(),
    ];
    if (writes.length > 100) throw new Error(`A transaction takes 100 rows, not ${writes.length}`);
    try {
      await send(writes);
      return ok(reply);
    } catch (error) {
      const code = refusalIn(error, writes);
      if (code) return fail({ code });
      throw new Error('The transaction failed', { cause: error });
    }
  };

  return { commit };
};

const reasonsOf = (error: unknown) =>
  error instanceof TransactionCanceledException ? (error.CancellationReasons?.map(({ Code }) => Code ?? '') ?? []) : [];

/** Somebody else was writing the same row at that moment, or the table was over its limit: trying again may help. */
function isPassing(error: unknown) {
  if (isUnavailable(error)) return true;
  const reasons = reasonsOf(error);
  if (reasons.includes('ConditionalCheckFailed')) return false;
  return (
    reasons.some((reason) => reason === 'TransactionConflict' || reason === 'ThrottlingError') || isInProgress(error)
  );
}

const isInProgress = (error: unknown) => error instanceof Error && error.name === 'TransactionInProgressException';

/** DynamoDB gives one reason for each row, in the order of the rows. */
function refusalIn<Code extends RejectionCode>(error: unknown, writes: readonly Write<Code>[]) {
  const reasons = reasonsOf(error);
  return writes[reasons.indexOf('ConditionalCheckFailed')]?.otherwise;
}
