import * as z from 'zod/mini';
import { Item } from './attribute-value.ts';
import { type Cost, consumed, consumedInTransaction } from './capacity.ts';
import { keyOf, readItems } from './item-reader.ts';
import { itemSize } from './item-size.ts';
import type { Tables } from './needs.ts';
import { forward, type Handled } from './reads.ts';
import { type RequestOf, type TransactWrite, transactWrite } from './requests.ts';
import type { TableDefinition } from './tables.ts';
import { none, readUnits, refusedUnits, type Usage, writeUnits } from './units.ts';
import { refusalOf, type Wire, type WireAnswer } from './wire.ts';

type Backend = { readonly wire: Wire; readonly tables: Tables };

/** An item after a write that succeeded; nothing after a delete. */
export type Written = { readonly table: TableDefinition; readonly key: Item; readonly after: Item | undefined };
type HandledWrite = Handled & { readonly written: readonly Written[] };

const Attributes = z.object({ Attributes: z.optional(Item) });

/** The attributes that a write answered with, and the answer without them if the caller did not ask for them. */
function takeAttributes(answer: WireAnswer, isAskedFor: boolean) {
  const body = z.parse(z.record(z.string(), z.unknown()), JSON.parse(answer.body));
  const { Attributes: attributes } = z.parse(Attributes, body);
  const kept = isAskedFor ? answer : { ...answer, body: JSON.stringify({ ...body, Attributes: undefined }) };
  return { attributes, kept };
}

const writeCost = (table: TableDefinition, usage: Usage): Cost => ({ table: table.name, kind: 'write', usage });
const isConditionFailure = (answer: WireAnswer) => refusalOf(answer).code === 'ConditionalCheckFailedException';

type Single = RequestOf<'PutItem'> | RequestOf<'UpdateItem'> | RequestOf<'DeleteItem'>;

/** A write whose condition failed is charged by the item that stood in its way. */
async function refused(backend: Backend, table: TableDefinition, key: Item, answer: WireAnswer): Promise<HandledWrite> {
  if (!isConditionFailure(answer)) return { answer, costs: [], written: [] };
  const address = { table: table.name, key };
  const before = (await readItems(backend.wire, backend.tables, [address]))(address);
  return { answer, costs: [writeCost(table, refusedUnits(before))], written: [] };
}

type Images = { readonly key: Item; readonly before: Item | undefined; readonly after: Item | undefined };

function written(
  table: TableDefinition,
  request: Single,
  answer: WireAnswer,
  { key, before, after }: Images,
): HandledWrite {
  const cost = writeCost(table, writeUnits(table, before, after));
  return {
    answer,
    costs: [cost],
    consumed: consumed(cost, request.ReturnConsumedCapacity),
    written: [{ table, key, after }],
  };
}

/** The write that a table unknown to the template gets: the endpoint's own refusal. */
const unknownTable = async ({ wire }: Backend, operation: string, request: Single): Promise<HandledWrite> => ({
  answer: await forward(wire, operation, request),
  costs: [],
  written: [],
});

export async function putItem(backend: Backend, request: RequestOf<'PutItem'>): Promise<HandledWrite> {
  const table = backend.tables.get(request.TableName);
  if (!table) return unknownTable(backend, 'PutItem', request);
  const key = keyOf(table, request.Item);
  const answer = await forward(backend.wire, 'PutItem', { ...request, ReturnValues: 'ALL_OLD' });
  if (answer.status !== 200) return refused(backend, table, key, answer);
  const { attributes, kept } = takeAttributes(answer, request.ReturnValues === 'ALL_OLD');
  return written(table, request, kept, { key, before: attributes, after: request.Item });
}

export async function deleteItem(backend: Backend, request: RequestOf<'DeleteItem'>): Promise<HandledWrite> {
  const table = backend.tables.get(request.TableName);
  if (!table) return unknownTable(backend, 'DeleteItem', request);
  const answer = await forward(backend.wire, 'DeleteItem', { ...request, ReturnValues: 'ALL_OLD' });
  if (answer.status !== 200) return refused(backend, table, request.Key, answer);
  const { attributes, kept } = takeAttributes(answer, request.ReturnValues === 'ALL_OLD');
  return written(table, request, kept, { key: request.Key, before: attributes, after: undefined });
}

export async function updateItem(backend: Backend, request: RequestOf<'UpdateItem'>): Promise<HandledWrite> {
  const table = backend.tables.get(request.TableName);
  if (!table) return unknownTable(backend, 'UpdateItem', request);
  const { ReturnValues = 'NONE', Key: key } = request;
  const address = { table: table.name, key };
  const read = async () => (await readItems(backend.wire, backend.tables, [address]))(address);
  const before = await read();
  const asked = ReturnValues === 'NONE' ? 'ALL_NEW' : ReturnValues;
  const answer = await forward(backend.wire, 'UpdateItem', { ...request, ReturnValues: asked });
  if (answer.status !== 200) return refused(backend, table, key, answer);
  const { attributes, kept } = takeAttributes(answer, ReturnValues !== 'NONE');
  const after = asked === 'ALL_NEW' ? attributes : await read();
  return written(table, request, kept, { key, before, after });
}

type Part = { readonly write: TransactWrite; readonly table: TableDefinition; readonly key: Item };
const partOf = (backend: Backend, write: TransactWrite): readonly Part[] => {
  const table = backend.tables.get(write.table);
  return table ? [{ write, table, key: write.kind === 'Put' ? keyOf(table, write.item) : write.key }] : [];
};
const addressOf = ({ table, key }: Part) => ({ table: table.name, key });

export async function transactWriteItems(
  backend: Backend & { readonly isReplay: (token: string | undefined) => boolean },
  request: RequestOf<'TransactWriteItems'>,
): Promise<HandledWrite> {
  const { wire, tables } = backend;
  const parts = request.TransactItems.map(transactWrite).flatMap((write) => partOf(backend, write));
  const before = await readItems(wire, tables, parts.map(addressOf));
  const answer = await forward(wire, 'TransactWriteItems', request);
  if (answer.status !== 200) {
    const isCancelled = refusalOf(answer).code === 'TransactionCanceledException';
    const costs = parts.map((part) => writeCost(part.table, refusedUnits(before(addressOf(part)), true)));
    return { answer, costs: isCancelled ? costs : [], written: [] };
  }
  if (backend.isReplay(request.ClientRequestToken)) return replayed(request, answer, parts, before);
  const updates = parts.filter(({ write }) => write.kind === 'Update').map(addressOf);
  const updated = await readItems(wire, tables, updates);
  const images = parts.map((part) => ({
    ...part,
    before: before(addressOf(part)),
    after: afterOf(part, before, updated),
  }));
  const costs = images.map((image) => writeCost(image.table, writeUnits(image.table, image.before, image.after, true)));
  return {
    answer,
    costs,
    consumed: consumedInTransaction(costs, request.ReturnConsumedCapacity),
    written: images.filter(({ write }) => write.kind !== 'ConditionCheck'),
  };
}

type Found = Awaited<ReturnType<typeof readItems>>;

function afterOf(part: Part, before: Found, updated: Found) {
  const { write } = part;
  if (write.kind === 'Put') return write.item;
  if (write.kind === 'Delete') return undefined;
  return (write.kind === 'Update' ? updated : before)(addressOf(part));
}

/** A transaction sent again with its token changes nothing and costs only the reading that found out. */
function replayed(
  request: RequestOf<'TransactWriteItems'>,
  answer: WireAnswer,
  parts: readonly Part[],
  found: Found,
): HandledWrite {
  const costs = parts.map((part): Cost => {
    const item = found(addressOf(part));
    const units = readUnits(item ? itemSize(item) : 0, 'transactional');
    return { table: part.table.name, kind: 'read', usage: { ...none, table: units } };
  });
  return { answer, costs, consumed: consumedInTransaction(costs, request.ReturnConsumedCapacity), written: [] };
}
