import { AwsFault, type Need, type Place } from '../engine.ts';
import type { Item } from './attribute-value.ts';
import { type RequestOf, transactWrite } from './requests.ts';
import { type TableDefinition, tableArn } from './tables.ts';

export type Tables = ReadonlyMap<string, TableDefinition>;
export type Scope = { readonly place: Place; readonly tables: Tables };

/** For a table that does not exist the permission is still judged first, as AWS does. */
function onKeys({ place, tables }: Scope, action: string, name: string, keys: readonly Item[]): Need {
  const table = tables.get(name);
  const leading = table ? keys.flatMap((key) => plain(key[table.partitionKey])) : [];
  return {
    action: `dynamodb:${action}`,
    resource: tableArn(place, name),
    context: { 'dynamodb:LeadingKeys': [...new Set(leading)] },
  };
}

/** A key's value without its type, as condition keys have it. */
const plain = (value: Item[string] | undefined) => Object.values(value ?? {}).map(String);

type OnKey = { readonly TableName: string; readonly Key: Item };

export const needsOnKey =
  (action: string) =>
  (scope: Scope, { TableName, Key }: OnKey) => [onKeys(scope, action, TableName, [Key])];

export const putNeeds = (scope: Scope, { TableName, Item: item }: RequestOf<'PutItem'>) => [
  onKeys(scope, 'PutItem', TableName, [item]),
];

export const batchGetNeeds = (scope: Scope, { RequestItems }: RequestOf<'BatchGetItem'>) =>
  Object.entries(RequestItems).map(([name, { Keys }]) => onKeys(scope, 'BatchGetItem', tableNameOf(name), Keys));

/** A transaction needs what each of its items would need alone. */
export const transactGetNeeds = (scope: Scope, { TransactItems }: RequestOf<'TransactGetItems'>) =>
  TransactItems.map(({ Get }) => onKeys(scope, 'GetItem', Get.TableName, [Get.Key]));

export const transactWriteNeeds = (scope: Scope, { TransactItems }: RequestOf<'TransactWriteItems'>) =>
  TransactItems.map(transactWrite).map((write) =>
    onKeys(scope, actionOf[write.kind], write.table, [write.kind === 'Put' ? write.item : write.key]),
  );

export const describeNeeds = ({ place }: Scope, { TableName }: RequestOf<'DescribeTable'>): readonly Need[] => [
  { action: 'dynamodb:DescribeTable', resource: tableArn(place, TableName) },
];

const actionOf = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
} as const;

export const tableNameOf = (nameOrArn: string) => nameOrArn.replace(/^arn:.*:table\//, '');

export function queryNeeds({ place, tables }: Scope, request: RequestOf<'Query'>): readonly Need[] {
  const { TableName, IndexName } = request;
  const table = tables.get(TableName);
  const index = IndexName === undefined ? undefined : table?.indexes.find(({ name }) => name === IndexName);
  if (table && IndexName !== undefined && !index) {
    throw new AwsFault('ValidationException', `The table does not have the specified index: ${IndexName}`);
  }
  const keyName = (index ?? table)?.partitionKey;
  const resource = tableArn(place, TableName) + (IndexName === undefined ? '' : `/index/${IndexName}`);
  const leading = keyName === undefined ? [] : partitionOf(request, keyName);
  return [{ action: 'dynamodb:Query', resource, context: { 'dynamodb:LeadingKeys': leading } }];
}

/** The value that a key condition names for the partition key. */
function partitionOf(request: RequestOf<'Query'>, keyName: string) {
  const { KeyConditionExpression, ExpressionAttributeNames = {}, ExpressionAttributeValues = {} } = request;
  for (const [, name = '', value = ''] of KeyConditionExpression.matchAll(/(#?[\w.-]+)\s*=\s*(:\w+)/g)) {
    if ((ExpressionAttributeNames[name] ?? name) === keyName) return plain(ExpressionAttributeValues[value]);
  }
  throw new AwsFault('ValidationException', `Query condition missed key schema element: ${keyName}`);
}
