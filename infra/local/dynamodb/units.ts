import { type Item, pick, same } from './attribute-value.ts';
import { itemSize } from './item-size.ts';
import type { IndexDefinition, TableDefinition } from './tables.ts';

const READ_STEP_BYTES = 4096;
const WRITE_STEP_BYTES = 1024;

export type ReadMode = 'eventual' | 'consistent' | 'transactional';
const factorOf = { eventual: 0.5, consistent: 1, transactional: 2 } as const satisfies Record<ReadMode, number>;

/** Capacity units of one table and of each of its indexes that took part. */
export type Usage = { readonly table: number; readonly indexes: Readonly<Record<string, number>> };
export const none: Usage = { table: 0, indexes: {} };

export const total = ({ table, indexes }: Usage) =>
  table + Object.values(indexes).reduce((sum, units) => sum + units, 0);

export const plus = (one: Usage, other: Usage): Usage => {
  const indexes: Record<string, number> = { ...one.indexes };
  for (const [name, units] of Object.entries(other.indexes)) indexes[name] = (indexes[name] ?? 0) + units;
  return { table: one.table + other.table, indexes };
};

/** Read units for that many bytes read together: one item, or what a query went through. Nothing found costs as much as one step. */
export const readUnits = (sizeBytes: number, mode: ReadMode) =>
  Math.max(1, Math.ceil(sizeBytes / READ_STEP_BYTES)) * factorOf[mode];

const steps = (sizeBytes: number) => Math.max(1, Math.ceil(sizeBytes / WRITE_STEP_BYTES));
const sizeOf = (item: Item | undefined) => (item ? itemSize(item) : 0);

/** What an index holds of an item; nothing if the item lacks one of the index's keys. */
function entryOf(table: TableDefinition, index: IndexDefinition, item: Item | undefined): Item | undefined {
  const keys = [index.partitionKey, ...(index.sortKey === undefined ? [] : [index.sortKey])];
  if (!item || keys.some((key) => !(key in item))) return undefined;
  if (index.projected === 'all') return item;
  return pick(item, [...keyNames(table), ...keys, ...index.projected]);
}

const keyNames = ({ partitionKey, sortKey }: TableDefinition) => [
  partitionKey,
  ...(sortKey === undefined ? [] : [sortKey]),
];

/** Steps that a write costs in one index: none if its entry stays as it is, a delete and a put if the entry's key changes. */
function indexSteps(table: TableDefinition, index: IndexDefinition, before: Item | undefined, after: Item | undefined) {
  const [old, now] = [entryOf(table, index, before), entryOf(table, index, after)];
  if (!old || !now) return old || now ? steps(sizeOf(old ?? now)) : 0;
  const keys = [index.partitionKey, index.sortKey ?? ''];
  if (!same(pick(old, keys), pick(now, keys))) return steps(sizeOf(old)) + steps(sizeOf(now));
  return same(old, now) ? 0 : steps(Math.max(sizeOf(old), sizeOf(now)));
}

/** Write units of one put, update or delete, from the item before and after it. In a transaction everything counts twice. */
export function writeUnits(
  table: TableDefinition,
  before: Item | undefined,
  after: Item | undefined,
  transactional = false,
): Usage {
  const factor = transactional ? 2 : 1;
  const indexes: Record<string, number> = {};
  for (const index of table.indexes) {
    const units = indexSteps(table, index, before, after) * factor;
    if (units > 0) indexes[index.name] = units;
  }
  return { table: steps(Math.max(sizeOf(before), sizeOf(after))) * factor, indexes };
}

/** Write units of a write or check whose condition failed, or that was cancelled with its transaction: the table's alone. */
export const refusedUnits = (before: Item | undefined, transactional = false): Usage => ({
  table: steps(sizeOf(before)) * (transactional ? 2 : 1),
  indexes: {},
});
