import * as z from 'zod/mini';
import { canonical } from './attribute-value.ts';
import type { IndexDefinition, TableDefinition } from './tables.ts';
import { type Wire, WireError } from './wire.ts';

const KeySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }));
const Described = z.object({
  Table: z.object({
    TableStatus: z.string(),
    AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
    KeySchema,
    GlobalSecondaryIndexes: z.optional(
      z.array(
        z.object({
          IndexName: z.string(),
          IndexStatus: z.optional(z.string()),
          KeySchema,
          Projection: z.object({ ProjectionType: z.string(), NonKeyAttributes: z.optional(z.array(z.string())) }),
        }),
      ),
    ),
    StreamSpecification: z.optional(
      z.object({ StreamEnabled: z.optional(z.boolean()), StreamViewType: z.optional(z.string()) }),
    ),
  }),
});
type Existing = z.output<typeof Described>['Table'];

const keySchema = ({ partitionKey, sortKey }: Pick<TableDefinition, 'partitionKey' | 'sortKey'>) => [
  { AttributeName: partitionKey, KeyType: 'HASH' },
  ...(sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' }]),
];

const projection = ({ projected }: IndexDefinition) => {
  if (projected === 'all') return { ProjectionType: 'ALL' };
  return projected.length > 0
    ? { ProjectionType: 'INCLUDE', NonKeyAttributes: projected.toSorted() }
    : { ProjectionType: 'KEYS_ONLY' };
};

const index = (definition: IndexDefinition) => ({
  IndexName: definition.name,
  KeySchema: keySchema(definition),
  Projection: projection(definition),
});

const attributes = ({ attributeTypes }: TableDefinition) =>
  Object.entries(attributeTypes).map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }));

const stream = ({ streamViewType }: TableDefinition) =>
  streamViewType === undefined ? {} : { StreamEnabled: true, StreamViewType: streamViewType };

/** Makes the tables that are not there yet; a table of an earlier start keeps its items and gets the indexes that are new. */
export async function createTables(wire: Wire, definitions: readonly TableDefinition[]) {
  for (const definition of definitions) {
    const existing = await describe(wire, definition.name);
    if (existing) await adjust(wire, definition, existing);
    else await create(wire, definition);
    await settled(wire, definition.name);
  }
}

async function describe(wire: Wire, TableName: string) {
  try {
    return (await wire.ask('DescribeTable', { TableName }, Described)).Table;
  } catch (error) {
    if (error instanceof WireError && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

const create = (wire: Wire, table: TableDefinition) =>
  wire.ask(
    'CreateTable',
    {
      TableName: table.name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: attributes(table),
      KeySchema: keySchema(table),
      ...(table.indexes.length > 0 && { GlobalSecondaryIndexes: table.indexes.map(index) }),
      ...(table.streamViewType !== undefined && { StreamSpecification: stream(table) }),
    },
    z.unknown(),
  );

/** Indexes may come and go; keys and stream of a table with items in it may not. */
async function adjust(wire: Wire, table: TableDefinition, existing: Existing) {
  const wanted = [keySchema(table), stream(table)];
  const { StreamEnabled = false, StreamViewType } = existing.StreamSpecification ?? {};
  const found = [existing.KeySchema, StreamEnabled ? { StreamEnabled, StreamViewType } : {}];
  if (canonical(wanted) !== canonical(found)) {
    throw new Error(`Table ${table.name} was made with another key or stream than the template has now: npm run reset`);
  }
  const [old, now] = [foundIndexes(existing), table.indexes.map(index)];
  const missing = (from: readonly unknown[], { IndexName }: { IndexName: string }, its: unknown) =>
    !from.some((other) => canonical(other) === canonical(its)) && IndexName;
  for (const its of old.filter((its) => missing(now, its, its))) {
    await change(wire, table, { Delete: { IndexName: its.IndexName } });
  }
  for (const its of now.filter((its) => missing(old, its, its))) await change(wire, table, { Create: its });
}

const foundIndexes = ({ GlobalSecondaryIndexes = [] }: Existing) =>
  GlobalSecondaryIndexes.map(({ IndexName, KeySchema: keys, Projection: { ProjectionType, NonKeyAttributes } }) => ({
    IndexName,
    KeySchema: keys,
    Projection: {
      ProjectionType,
      ...(ProjectionType === 'INCLUDE' && { NonKeyAttributes: (NonKeyAttributes ?? []).toSorted() }),
    },
  }));

async function change(wire: Wire, table: TableDefinition, update: Readonly<Record<string, unknown>>) {
  const request = {
    TableName: table.name,
    AttributeDefinitions: attributes(table),
    GlobalSecondaryIndexUpdates: [update],
  };
  await wire.ask('UpdateTable', request, z.unknown());
  await settled(wire, table.name);
}

/** Endpoints build tables and indexes in the background. */
async function settled(wire: Wire, name: string) {
  for (let tries = 0; tries < 500; tries += 1) {
    const table = await describe(wire, name);
    const statuses = [table?.TableStatus, ...(table?.GlobalSecondaryIndexes ?? []).map((it) => it.IndexStatus)];
    if (statuses.every((status) => status === undefined || status === 'ACTIVE') && table) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Table ${name} does not become active`);
}
