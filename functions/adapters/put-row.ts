import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { patiently } from './patience.ts';
import type { Table } from './table.ts';

/** A row of the platform's own that the newest writer may replace: it is a note, and the records are the truth. */
export const putRow = async ({ client, TableName }: Table, Item: Record<string, unknown>) => {
  const ConditionExpression = 'attribute_exists(pk) OR attribute_not_exists(pk)';
  await patiently(() => client.send(new PutCommand({ TableName, Item, ConditionExpression })));
};
