import { randomUUID } from 'node:crypto';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Once } from '#functions/runtime/action';
import type { RejectionCode } from '#shared/contracts/rejections';
import { msOf } from '#shared/kernel/instant';
import { fail, ok } from '#shared/kernel/result';
import type { Write } from './changes.ts';
import { patiently, reasonsOf } from './patience.ts';
import { onces } from './rows.ts';
import type { Table } from './table.ts';

type Commit<Code extends RejectionCode, Reply> = {
  readonly changes: readonly (readonly Write<Code>[])[];
  readonly once: Once | undefined;
  readonly reply: Reply;
};
export type Committer = ReturnType<typeof committer>;

const keptSeconds = 48 * 3600;
function remembered(once: Once, reply: unknown): Write<'request.running' | 'request.key-reused'> {
  const nowSeconds = Math.floor(msOf(once.at) / 1000);
  const { fingerprint, route } = once;
  return {
    put: onces.item(once, { fingerprint, route, reply, expiresOn: nowSeconds + keptSeconds }),
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
  const send = (writes: readonly Write<RejectionCode>[]) => {
    const ClientRequestToken = randomUUID();
    const TransactItems = writes.map(itemOf);
    return patiently(() => client.send(new TransactWriteCommand({ TransactItems, ClientRequestToken })));
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

/** DynamoDB gives one reason for each row, in the order of the rows. */
function refusalIn<Code extends RejectionCode>(error: unknown, writes: readonly Write<Code>[]) {
  const reasons = reasonsOf(error);
  return writes[reasons.indexOf('ConditionalCheckFailed')]?.otherwise;
}
