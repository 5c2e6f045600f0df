import * as z from 'zod/mini';
import type { Place } from '../engine.ts';
import { Item } from './attribute-value.ts';
import type { Checkpoints } from './checkpoints.ts';
import { keyOf } from './item-reader.ts';
import { itemText } from './stream-event.ts';
import type { TableDefinition } from './tables.ts';
import { type Wire, WireError } from './wire.ts';
import type { Written } from './writes.ts';

type Options = {
  readonly place: Place;
  readonly wire: Wire;
  readonly tables: readonly TableDefinition[];
  readonly checkpoints: Checkpoints;
  /** Hears of a table in which items were deleted. */
  readonly onDelete: (table: string) => void;
};

/** AWS promises some days; an hour keeps a moving clock from stopping at each single item. */
const ROUND_MS = 60 * 60 * 1000;
/** DynamoDB lets items live whose time ended longer ago than that, as it takes that for a mistake. */
const OLDEST_MS = 5 * 365 * 24 * ROUND_MS;
const RETRY_MS = 60_000;
const MARKS_KEPT_MS = 7 * 24 * ROUND_MS;
const TIMER = 'dynamodb ttl';
const AT_ONCE = 16;

type Entry = { readonly table: TableDefinition; readonly key: Item; readonly expires: string };

const Page = z.object({ Items: z.array(Item), LastEvaluatedKey: z.optional(Item) });

/** Deletes items whose time attribute, in seconds, lies behind the shifted clock: at the next full hour. */
export function expireItems({ place, wire, tables, checkpoints, onDelete }: Options) {
  const { clock } = place;
  const rounds = roundsOfEntries();

  const plan = () => {
    const next = rounds.earliest();
    if (next !== undefined) clock.set(TIMER, Math.max(next, clock.now()), sweep);
  };

  const note = (written: readonly Written[]) => {
    for (const { table, key, after } of written) rounds.put(table, key, after);
    plan();
  };

  const sweep = async () => {
    const due = rounds.due(clock.now());
    try {
      checkpoints.forgetMarks(Date.now() - MARKS_KEPT_MS);
      const items = due.map(({ table, key, expires }) => ({ item: itemText(table.name, key), expires }));
      checkpoints.mark(items, Date.now());
      for (let from = 0; from < due.length; from += AT_ONCE) {
        await Promise.all(due.slice(from, from + AT_ONCE).map((entry) => remove(wire, entry)));
      }
    } catch (cause) {
      console.error(new Error('Expired items could not be deleted', { cause }));
      rounds.putBack(due);
      clock.set(TIMER, clock.now() + RETRY_MS, sweep);
      return;
    }
    for (const table of new Set(due.map(({ table: { name } }) => name))) onDelete(table);
    plan();
  };

  /** Finds what earlier runs left in the tables. */
  const start = () =>
    clock.work(async () => {
      for (const table of tables) if (table.ttlAttribute !== undefined) await load(wire, table, rounds.put);
      plan();
    });

  return { note, start, stop: () => clock.clear(TIMER) };
}

/** Entries by the hour in which they are to go. */
function roundsOfEntries() {
  const rounds = new Map<number, Map<string, Entry>>();
  const roundOf = new Map<string, number>();

  const drop = (item: string) => {
    const round = roundOf.get(item);
    if (round === undefined) return;
    roundOf.delete(item);
    rounds.get(round)?.delete(item);
    if (rounds.get(round)?.size === 0) rounds.delete(round);
  };
  const add = (item: string, entry: Entry) => {
    const round = Math.ceil((Number(entry.expires) * 1000) / ROUND_MS) * ROUND_MS;
    roundOf.set(item, round);
    const entries = rounds.get(round) ?? new Map<string, Entry>();
    rounds.set(round, entries.set(item, entry));
  };

  return {
    put: (table: TableDefinition, key: Item, after: Item | undefined) => {
      if (table.ttlAttribute === undefined) return;
      const item = itemText(table.name, key);
      drop(item);
      const expires = after?.[table.ttlAttribute]?.['N'];
      if (typeof expires === 'string') add(item, { table, key, expires });
    },
    putBack: (entries: readonly Entry[]) => {
      for (const entry of entries) add(itemText(entry.table.name, entry.key), entry);
    },
    earliest: () => (rounds.size === 0 ? undefined : Math.min(...rounds.keys())),
    /** Takes out the entries whose hour has come; those that expired too long ago are left alone. */
    due: (now: number): readonly Entry[] => {
      const due = [...rounds].filter(([round]) => round <= now).flatMap(([, entries]) => [...entries]);
      for (const [item] of due) drop(item);
      return due.map(([, entry]) => entry).filter(({ expires }) => Number(expires) * 1000 > now - OLDEST_MS);
    },
  };
}

/** On condition that the time is still the one that ran out: somebody may have given the item another since. */
async function remove(wire: Wire, { table, key, expires }: Entry) {
  const request = {
    TableName: table.name,
    Key: key,
    ConditionExpression: '#ttl = :expires',
    ExpressionAttributeNames: { '#ttl': table.ttlAttribute },
    ExpressionAttributeValues: { ':expires': { N: expires } },
  };
  try {
    await wire.ask('DeleteItem', request, z.unknown());
  } catch (error) {
    if (!(error instanceof WireError && error.code === 'ConditionalCheckFailedException')) throw error;
  }
}

async function load(wire: Wire, table: TableDefinition, put: (table: TableDefinition, key: Item, item: Item) => void) {
  const keys = [table.partitionKey, ...(table.sortKey === undefined ? [] : [table.sortKey])];
  const names = Object.fromEntries([...keys, table.ttlAttribute].map((name, index) => [`#a${index}`, name]));
  let ExclusiveStartKey: Item | undefined;
  do {
    const request = {
      TableName: table.name,
      FilterExpression: `attribute_type(#a${keys.length}, :number)`,
      ProjectionExpression: Object.keys(names).join(', '),
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ':number': { S: 'N' } },
      ExclusiveStartKey,
    };
    const page = await wire.ask('Scan', request, Page);
    for (const item of page.Items) put(table, keyOf(table, item), item);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}
