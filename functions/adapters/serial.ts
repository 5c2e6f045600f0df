import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { patiently } from './patience.ts';
import { serials } from './rows.ts';
import type { Table } from './table.ts';

/** The next number of its kind in a year of Shanghai's calendar, such as `HB-2026-0007`. One ADD before the transaction: a gap is allowed, a double is not. */
export const serial = ({ client, TableName }: Table) => ({
  nextNumber: async (prefix: string, year: number) => {
    const kind = `${prefix}-${year}`;
    const add = new UpdateCommand({
      TableName,
      Key: serials.key({ kind }),
      UpdateExpression: 'SET v = if_not_exists(v, :v) ADD #last :one',
      ConditionExpression: 'attribute_not_exists(pk) OR #last >= :one',
      ExpressionAttributeNames: { '#last': 'last' },
      ExpressionAttributeValues: { ':one': 1, ':v': serials.v },
      ReturnValues: 'ALL_NEW',
    });
    const { Attributes } = await patiently(() => client.send(add));
    return `${kind}-${serials.read(Attributes).last.toString().padStart(4, '0')}`;
  },
});
export type Serial = ReturnType<typeof serial>;
