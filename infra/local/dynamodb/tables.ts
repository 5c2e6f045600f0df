import * as z from 'zod/mini';
import type { Place, Resource } from '../engine.ts';
import { inEnglish } from './in-english.ts';

export type IndexDefinition = {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  /** Beside the keys of table and index. */
  readonly projected: 'all' | readonly string[];
};

export type TableDefinition = {
  readonly name: string;
  readonly attributeTypes: Readonly<Record<string, string>>;
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly indexes: readonly IndexDefinition[];
  readonly streamViewType?: string;
  readonly ttlAttribute?: string;
};

/** Properties of a template that this run knowingly leaves out, with the reason. */
const skipped = {
  PointInTimeRecoverySpecification: '2026-11: a copy of the state folder is the backup',
  SSESpecification: '2026-11: the files lie on the disk of whoever runs it',
  DeletionProtectionEnabled: '2026-11: nothing here deletes a table; reset removes the folder',
  Tags: '2026-11: nobody bills by tag here',
  ContributorInsightsSpecification: '2026-11: no metrics here',
  TableClass: '2026-11: a price only',
  WarmThroughput: '2026-11: no throttling by capacity here',
  OnDemandThroughput: '2026-11: no throttling by capacity here',
  WriteOnDemandThroughputSettings: '2026-11: no throttling by capacity here',
  ReadOnDemandThroughputSettings: '2026-11: no throttling by capacity here',
} as const satisfies Record<string, string>;
const skippable = Object.fromEntries(Object.keys(skipped).map((name) => [name, z.optional(z.unknown())]));

const KeySchema = z
  .array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }))
  .check(z.maxLength(2));

const Projection = z.strictObject({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: z.optional(z.array(z.string())),
});

const Index = z.strictObject({ ...skippable, IndexName: z.string(), KeySchema, Projection });

const StreamSpecification = z.strictObject({
  StreamViewType: z.enum(['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY']),
});

/** Global tables: the settings of the one replica are the table's own. */
const Replica = z.strictObject({
  ...skippable,
  Region: z.string(),
  GlobalSecondaryIndexes: z.optional(z.array(z.strictObject({ ...skippable, IndexName: z.string() }))),
});

const shape = {
  ...skippable,
  TableName: z.string(),
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema,
  BillingMode: z.literal('PAY_PER_REQUEST'),
  GlobalSecondaryIndexes: z.optional(z.array(Index)),
  StreamSpecification: z.optional(StreamSpecification),
  TimeToLiveSpecification: z.optional(z.strictObject({ AttributeName: z.optional(z.string()), Enabled: z.boolean() })),
};

const schemas = {
  'AWS::DynamoDB::Table': z.strictObject(shape),
  'AWS::DynamoDB::GlobalTable': z.strictObject({ ...shape, Replicas: z.array(Replica).check(z.length(1)) }),
} as const;
const isTable = (type: string): type is keyof typeof schemas => type in schemas;

/** As the template's resolver writes it: one stream for the life of the table, its ARN known before the table exists. */
const STREAM_LABEL = '2026-01-01T00:00:00.000';

export const tableArn = ({ partition, region, account }: Place, name: string) =>
  `arn:${partition}:dynamodb:${region}:${account}:table/${name}`;
export const streamArn = (place: Place, name: string) => `${tableArn(place, name)}/stream/${STREAM_LABEL}`;

const keysOf = (keys: z.output<typeof KeySchema>) => {
  const [partitionKey, ...others] = keys.filter(({ KeyType }) => KeyType === 'HASH').map((key) => key.AttributeName);
  const sortKey = keys.find(({ KeyType }) => KeyType === 'RANGE')?.AttributeName;
  if (partitionKey === undefined || others.length > 0) throw new Error('A key has exactly one HASH attribute');
  return { partitionKey, ...(sortKey !== undefined && { sortKey }) };
};

const indexOf = ({ IndexName, KeySchema: keys, Projection: projection }: z.output<typeof Index>): IndexDefinition => ({
  name: IndexName,
  ...keysOf(keys),
  projected: projection.ProjectionType === 'ALL' ? 'all' : (projection.NonKeyAttributes ?? []),
});

/** The tables of a template. Throws for a property that this run can neither do nor knowingly skip. */
export function tableDefinitions(resources: readonly Resource[], place: Place): readonly TableDefinition[] {
  return resources.flatMap((resource) =>
    isTable(resource.type) ? [definitionOf(resource, resource.type, place)] : [],
  );
}

function definitionOf(resource: Resource, type: keyof typeof schemas, place: Place): TableDefinition {
  const parsed = z.safeParse(schemas[type], resource.properties, inEnglish);
  if (!parsed.success) {
    throw new Error(`The local run cannot make ${resource.id} (${type}): ${z.prettifyError(parsed.error)}`, {
      cause: parsed.error,
    });
  }
  const table = parsed.data;
  const region = 'Replicas' in table ? table.Replicas[0]?.Region : place.region;
  if (region !== place.region)
    throw new Error(`${resource.id} has its replica in ${region}, the run is in ${place.region}`);
  const ttl = table.TimeToLiveSpecification;
  return {
    name: table.TableName,
    attributeTypes: Object.fromEntries(table.AttributeDefinitions.map((it) => [it.AttributeName, it.AttributeType])),
    ...keysOf(table.KeySchema),
    indexes: (table.GlobalSecondaryIndexes ?? []).map(indexOf),
    ...(table.StreamSpecification && { streamViewType: table.StreamSpecification.StreamViewType }),
    ...(ttl?.Enabled && ttl.AttributeName !== undefined && { ttlAttribute: ttl.AttributeName }),
  };
}
