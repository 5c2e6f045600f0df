import * as z from 'zod/mini';
import { Item } from './attribute-value.ts';
import { type Cost, consumed, consumedByTable, consumedInTransaction } from './capacity.ts';
import { findIn, readItems } from './item-reader.ts';
import { itemSize } from './item-size.ts';
import { type Tables, tableNameOf } from './needs.ts';
import type { RequestOf } from './requests.ts';
import { none, type ReadMode, readUnits } from './units.ts';
import type { Wire, WireAnswer } from './wire.ts';

/** An answer to the caller, what the call cost, and how that is told if the caller asked. */
export type Handled = {
  readonly answer: WireAnswer;
  readonly costs: readonly Cost[];
  readonly consumed?: unknown;
};

type Backend = { readonly wire: Wire; readonly tables: Tables };

export const forward = (wire: Wire, operation: string, request: Readonly<Record<string, unknown>>) =>
  wire.send(operation, JSON.stringify({ ...request, ReturnConsumedCapacity: undefined }));

const modeOf = ({ ConsistentRead = false }: { readonly ConsistentRead?: boolean | undefined }): ReadMode =>
  ConsistentRead ? 'consistent' : 'eventual';
const sizeOf = (item: Item | undefined) => (item ? itemSize(item) : 0);
const readCost = (table: string, units: number): Cost => ({ table, kind: 'read', usage: { ...none, table: units } });

const Got = z.object({ Item: z.optional(Item) });

export async function getItem({ wire, tables }: Backend, request: RequestOf<'GetItem'>): Promise<Handled> {
  const { TableName, Key, ProjectionExpression, ReturnConsumedCapacity } = request;
  const answer = await forward(wire, 'GetItem', request);
  if (answer.status !== 200) return { answer, costs: [] };
  const address = { table: TableName, key: Key };
  const item =
    ProjectionExpression === undefined
      ? z.parse(Got, JSON.parse(answer.body)).Item
      : (await readItems(wire, tables, [address]))(address);
  const cost = readCost(TableName, readUnits(sizeOf(item), modeOf(request)));
  return { answer, costs: [cost], consumed: consumed(cost, ReturnConsumedCapacity) };
}

const Page = z.object({ Items: z.optional(z.array(Item)), ScannedCount: z.number() });

export async function query({ wire }: Backend, request: RequestOf<'Query'>): Promise<Handled> {
  const { TableName, IndexName, ReturnConsumedCapacity } = request;
  const answer = await forward(wire, 'Query', request);
  if (answer.status !== 200) return { answer, costs: [] };
  const page = z.parse(Page, JSON.parse(answer.body));
  const items = await wentThrough(wire, request, page);
  const bytes = items.reduce((sum, item) => sum + itemSize(item), 0);
  // Amazon's DynamoDB Local counts nothing for a query that finds nothing in its range.
  const units = items.length === 0 ? 0 : readUnits(bytes, modeOf(request));
  const usage = IndexName === undefined ? { ...none, table: units } : { table: 0, indexes: { [IndexName]: units } };
  const cost: Cost = { table: TableName, kind: 'read', usage };
  return { answer, costs: [cost], consumed: consumed(cost, ReturnConsumedCapacity) };
}

/** A query costs what it went through, not what was left of it by filter, projection or count: that is read again in full. */
async function wentThrough(
  wire: Wire,
  request: RequestOf<'Query'>,
  { Items = [], ScannedCount }: z.output<typeof Page>,
) {
  const { FilterExpression, ProjectionExpression, Select, KeyConditionExpression, ...rest } = request;
  if (FilterExpression === undefined && ProjectionExpression === undefined && Select !== 'COUNT') return Items;
  if (ScannedCount === 0) return [];
  const used = <Value>(all: Readonly<Record<string, Value>> = {}) =>
    Object.fromEntries(
      Object.entries(all).filter(([name]) => new RegExp(`${name}(?!\\w)`).test(KeyConditionExpression)),
    );
  const names = used(rest.ExpressionAttributeNames);
  const again = {
    ...rest,
    KeyConditionExpression,
    ExpressionAttributeNames: Object.keys(names).length > 0 ? names : undefined,
    ExpressionAttributeValues: used(rest.ExpressionAttributeValues),
    ReturnConsumedCapacity: undefined,
  };
  return (await wire.ask('Query', again, z.object({ Items: z.array(Item) }))).Items;
}

const Batch = z.object({
  Responses: z._default(z.record(z.string(), z.array(Item)), {}),
  UnprocessedKeys: z.optional(z.record(z.string(), z.object({ Keys: z.array(Item) }))),
});

export async function batchGetItem({ wire, tables }: Backend, request: RequestOf<'BatchGetItem'>): Promise<Handled> {
  const answer = await forward(wire, 'BatchGetItem', request);
  if (answer.status !== 200) return { answer, costs: [] };
  const { Responses, UnprocessedKeys = {} } = z.parse(Batch, JSON.parse(answer.body));
  const asked = Object.entries(request.RequestItems).flatMap(([name, table]) =>
    table.Keys.map((key) => ({ table: tableNameOf(name), key, mode: modeOf(table) })),
  );
  const isWhole = Object.values(request.RequestItems).every(({ ProjectionExpression: part }) => part === undefined);
  // What was answered in full need not be read again to know its size.
  const found = isWhole ? findIn(tables, Responses) : await readItems(wire, tables, asked);
  const left = new Set(Object.values(UnprocessedKeys).flatMap(({ Keys }) => Keys.map((key) => JSON.stringify(key))));
  const costs = asked
    .filter(({ key }) => !left.has(JSON.stringify(key)))
    .map((address) => readCost(address.table, readUnits(sizeOf(found(address)), address.mode)));
  return { answer, costs, consumed: consumedByTable(costs, request.ReturnConsumedCapacity) };
}

export async function transactGetItems(
  { wire, tables }: Backend,
  request: RequestOf<'TransactGetItems'>,
): Promise<Handled> {
  const answer = await forward(wire, 'TransactGetItems', request);
  if (answer.status !== 200) return { answer, costs: [] };
  const asked = request.TransactItems.map(({ Get }) => ({ table: Get.TableName, key: Get.Key }));
  const found = await readItems(wire, tables, asked);
  const costs = asked.map((address) => readCost(address.table, readUnits(sizeOf(found(address)), 'transactional')));
  return { answer, costs, consumed: consumedInTransaction(costs, request.ReturnConsumedCapacity) };
}
