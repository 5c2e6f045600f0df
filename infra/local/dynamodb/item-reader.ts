import * as z from 'zod/mini';
import { canonical, Item, pick } from './attribute-value.ts';
import { type Tables, tableNameOf } from './needs.ts';
import type { TableDefinition } from './tables.ts';
import { type Wire, WireError } from './wire.ts';

export type Address = { readonly table: string; readonly key: Item };

const BATCH = 100;
const Batch = z.object({
  Responses: z.record(z.string(), z.array(Item)),
  UnprocessedKeys: z.optional(z.record(z.string(), z.object({ Keys: z.array(Item) }))),
});

export const keyOf = ({ partitionKey, sortKey }: TableDefinition, item: Item) =>
  pick(item, sortKey === undefined ? [partitionKey] : [partitionKey, sortKey]);

const addressText = ({ table, key }: Address) => canonical([table, key]);

/**
 * Reads items for the unit formula, at the engine's own account. What the endpoint refuses is left out: the caller's
 * own call then gets the same refusal in its own words.
 */
export async function readItems(wire: Wire, tables: Tables, addresses: readonly Address[]) {
  const found = new Map<string, Item>();
  const wanted = [...new Map(addresses.map((address) => [addressText(address), address])).values()];
  try {
    for (let from = 0; from < wanted.length; from += BATCH) {
      await readBatch(wire, tables, wanted.slice(from, from + BATCH), found);
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
  }
  return (address: Address) => found.get(addressText(address));
}

/** Items as a batch answered them, by table name or ARN. */
export function findIn(tables: Tables, responses: Readonly<Record<string, readonly Item[]>>) {
  const found = new Map<string, Item>();
  for (const [name, items] of Object.entries(responses)) keep(found, tables.get(tableNameOf(name)), items);
  return (address: Address) => found.get(addressText(address));
}

async function readBatch(wire: Wire, tables: Tables, wanted: readonly Address[], found: Map<string, Item>) {
  let left = [...wanted];
  while (left.length > 0) {
    const RequestItems = Object.fromEntries(
      Map.groupBy(left, ({ table }) => table)
        .entries()
        .map(([table, all]) => [table, { ConsistentRead: true, Keys: all.map(({ key }) => key) }]),
    );
    const { Responses, UnprocessedKeys = {} } = await wire.ask('BatchGetItem', { RequestItems }, Batch);
    for (const [table, items] of Object.entries(Responses)) keep(found, tables.get(table), items);
    left = Object.entries(UnprocessedKeys).flatMap(([table, { Keys }]) => Keys.map((key) => ({ table, key })));
  }
}

function keep(found: Map<string, Item>, table: TableDefinition | undefined, items: readonly Item[]) {
  if (!table) return;
  for (const item of items) found.set(addressText({ table: table.name, key: keyOf(table, item) }), item);
}
