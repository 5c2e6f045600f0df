/**
 * Records what a DynamoDB endpoint says each request costs, as the fixture that the unit formula is tested against:
 * `HUBANG_DYNAMODB_ENDPOINT=http://127.0.0.1:8000 node infra/local/dynamodb/record-units.ts`, with Amazon's DynamoDB Local there.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { createTables } from './create-tables.ts';
import { itemSize } from './item-size.ts';
import type { TableDefinition } from './tables.ts';
import { createWire } from './wire.ts';

const table: TableDefinition = {
  name: 'Units',
  attributeTypes: { pk: 'S', sk: 'S', g1: 'S', g1sk: 'S', g2: 'S', g3: 'S' },
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: [
    { name: 'everything', partitionKey: 'g1', sortKey: 'g1sk', projected: 'all' },
    { name: 'keys', partitionKey: 'g2', projected: [] },
    { name: 'some', partitionKey: 'g3', projected: ['title'] },
  ],
};

type Request = Readonly<Record<string, unknown>>;
type Case = readonly [name: string, operation: string, request: Request];

const TableName = table.name;
const text = (value: string) => ({ S: value });
const fill = (bytes: number) => ({ S: 'x'.repeat(bytes) });
const key = (pk: string, sk = 'A') => ({ pk: text(pk), sk: text(sk) });
const get = (pk: string, rest: Request = {}): Request => ({ TableName, Key: key(pk), ...rest });
const put = (pk: string, rest: Request = {}, sk = 'A'): Request => ({ TableName, Item: { ...key(pk, sk), ...rest } });
const update = (pk: string, UpdateExpression: string, values?: Request): Request => ({
  TableName,
  Key: key(pk),
  UpdateExpression,
  ...(values && { ExpressionAttributeValues: values }),
});
const query = (name: string, value: string, rest: Request = {}): Request => ({
  TableName,
  KeyConditionExpression: `${name} = :v`,
  ExpressionAttributeValues: { ':v': text(value) },
  ...rest,
});
const mixed = {
  amountFen: { N: '720000000' },
  negative: { N: '-12.345' },
  yes: { BOOL: true },
  nothing: { NULL: true },
  list: { L: [{ S: 'one' }, { N: '2' }, { M: { inner: { S: '沪帮' } } }] },
  map: { M: { a: { S: 'b' }, c: { L: [] } } },
  words: { SS: ['a', 'bc', 'def'] },
  numbers: { NS: ['1', '20', '300'] },
  bytes: { B: Buffer.alloc(31, 7).toString('base64') },
};

/** If the formula is wrong about any type, the two puts around this size do not cost 1 and 2 units. */
const toOneKb = 1024 - 'p'.length - itemSize({ ...key('mixed'), ...mixed });

const writes: readonly Case[] = [
  ['a put without index keys', 'PutItem', put('plain', { title: text('t') })],
  ['a put of exactly 1 KB', 'PutItem', put('edge', { p: fill(1024 - 10) })],
  ['a put of one byte more', 'PutItem', put('edge+', { p: fill(1024 - 10) })],
  ['a put of every type, exactly 1 KB', 'PutItem', put('mixed', { ...mixed, p: fill(toOneKb) })],
  ['a put of every type, one byte more', 'PutItem', put('more', { ...mixed, p: fill(toOneKb + 2) })],
  ['a put into all indexes', 'PutItem', put('all', { g1: text('1'), g1sk: text('a'), g2: text('2'), g3: text('3') })],
  ['the same put again', 'PutItem', put('all', { g1: text('1'), g1sk: text('a'), g2: text('2'), g3: text('3') })],
  ['a smaller item over a larger one', 'PutItem', put('edge+', { p: fill(3) })],
  ['an index key without its sort key', 'PutItem', put('half', { g1: text('1') })],
  ['an update of what one index projects', 'UpdateItem', update('all', 'SET title = :t', { ':t': text('new') })],
  ['an update of what only ALL projects', 'UpdateItem', update('all', 'SET extra = :t', { ':t': fill(2000) })],
  ['an update that moves an index key', 'UpdateItem', update('all', 'SET g2 = :t', { ':t': text('22') })],
  ['an update that moves an index sort key', 'UpdateItem', update('all', 'SET g1sk = :t', { ':t': text('b') })],
  ['an update that leaves an index', 'UpdateItem', update('all', 'REMOVE g3')],
  ['an update that enters an index', 'UpdateItem', update('all', 'SET g3 = :t', { ':t': text('3') })],
  ['an update that shrinks', 'UpdateItem', update('all', 'SET extra = :t', { ':t': text('s') })],
  ['an update that changes nothing', 'UpdateItem', update('all', 'SET extra = :t', { ':t': text('s') })],
  ['an update that makes the item', 'UpdateItem', update('made', 'ADD fen :f', { ':f': { N: '5' } })],
  ['a counter', 'UpdateItem', update('made', 'ADD fen :f', { ':f': { N: '-5' } })],
  ['a delete from all indexes', 'DeleteItem', get('all')],
  ['a delete of nothing', 'DeleteItem', get('nowhere')],
];

const listed = Array.from(
  { length: 12 },
  (_, n): Case => [
    `a put of 1.5 KB into a list, ${n}`,
    'PutItem',
    put(
      'list',
      { g1: text('L'), g1sk: text(String(n).padStart(2, '0')), g2: text('L'), p: fill(1500) },
      `ITEM#${n + 10}`,
    ),
  ],
);

const reads: readonly Case[] = [
  ['a read', 'GetItem', get('plain')],
  ['a consistent read', 'GetItem', get('plain', { ConsistentRead: true })],
  ['a read of nothing', 'GetItem', get('nowhere')],
  ['a consistent read of nothing', 'GetItem', get('nowhere', { ConsistentRead: true })],
  ['a projected read', 'GetItem', get('big', { ProjectionExpression: 'title', ConsistentRead: true })],
  ['a query of everything in a partition', 'Query', query('pk', 'list', { ConsistentRead: true })],
  ['a query, eventually consistent', 'Query', query('pk', 'list')],
  ['a query with a limit', 'Query', query('pk', 'list', { Limit: 4 })],
  ['a query backwards', 'Query', query('pk', 'list', { Limit: 4, ScanIndexForward: false })],
  ['a query of nothing', 'Query', query('pk', 'nowhere')],
  ['a consistent query of nothing', 'Query', query('pk', 'nowhere', { ConsistentRead: true })],
  ['a count', 'Query', query('pk', 'list', { Select: 'COUNT' })],
  ['a query that filters all away', 'Query', query('pk', 'list', { FilterExpression: 'attribute_exists(absent)' })],
  ['a query that projects', 'Query', query('pk', 'list', { ProjectionExpression: 'sk' })],
  ['a query of an index that holds all', 'Query', query('g1', 'L', { IndexName: 'everything' })],
  ['a query of an index that holds keys', 'Query', query('g2', 'L', { IndexName: 'keys' })],
  [
    'a batch read',
    'BatchGetItem',
    { RequestItems: { [TableName]: { Keys: [key('plain'), key('big'), key('nowhere')] } } },
  ],
  [
    'a consistent batch read',
    'BatchGetItem',
    { RequestItems: { [TableName]: { ConsistentRead: true, Keys: [key('plain'), key('big'), key('nowhere')] } } },
  ],
  [
    'a transactional read',
    'TransactGetItems',
    { TransactItems: [{ Get: get('plain') }, { Get: get('big') }, { Get: get('nowhere') }] },
  ],
];

/**
 * DynamoDB Local 2.x counts equal costs within one transaction once and then times 4, so only pairs of equal cost come out
 * as AWS documents it (twice the ordinary units of every item). Hence pairs; the last two keep the difference on record.
 */
const transaction = (name: string, ...TransactItems: readonly Request[]): Case => [
  name,
  'TransactWriteItems',
  { TransactItems },
];
const transactions: readonly Case[] = [
  transaction(
    'a transaction of two items that touch an index',
    { Put: put('t1', { g2: text('T') }) },
    { Update: update('t2', 'SET g2 = :t', { ':t': text('T') }) },
  ),
  transaction(
    'a transaction of two items that move an index key',
    { Put: put('t1', { g2: text('U') }) },
    { Update: update('t2', 'SET g2 = :t', { ':t': text('V') }) },
  ),
  transaction(
    'a transaction of two items that grow',
    { Put: put('t1', { g2: text('U'), p: fill(2500) }) },
    { Update: update('t2', 'SET p = :p', { ':p': fill(2500) }) },
  ),
  transaction('a transaction of two deletes', { Delete: get('t1') }, { Delete: get('t2') }),
  transaction(
    'a transaction of a put and a check',
    { Put: put('t1') },
    { ConditionCheck: { ...get('plain'), ConditionExpression: 'attribute_exists(pk)' } },
  ),
  transaction('a transaction of one put', { Put: put('t1') }),
  transaction('a transaction of three puts', { Put: put('t1') }, { Put: put('t2') }, { Put: put('t3') }),
];

const cases: readonly Case[] = [
  ...writes,
  ...listed,
  ['a put of 5 KB', 'PutItem', put('big', { p: fill(5000), title: text('t'), g3: text('3') })],
  ...reads,
  ...transactions,
];

const Answer = z.object({ ConsumedCapacity: z.unknown() });

/** Sends every case in order, as later ones build on what earlier ones wrote, and notes what each cost. */
async function record(endpoint: string) {
  const wire = createWire(endpoint, 'local');
  await createTables(wire, [table]);
  const recorded: unknown[] = [];
  try {
    for (const [name, operation, request] of cases) {
      const { ConsumedCapacity } = await wire.ask(operation, { ...request, ReturnConsumedCapacity: 'INDEXES' }, Answer);
      recorded.push({ name, operation, request, consumed: ConsumedCapacity });
    }
  } finally {
    await wire.ask('DeleteTable', { TableName }, z.unknown());
    wire.close();
  }
  return recorded;
}

const endpoint = process.env['HUBANG_DYNAMODB_ENDPOINT'];
if (!endpoint) throw new Error('Set HUBANG_DYNAMODB_ENDPOINT to the endpoint to record from');
const file = fileURLToPath(import.meta.resolve('../../../test/local/fixtures/consumed-units.json'));
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify({ table, cases: await record(endpoint) })}\n`);
