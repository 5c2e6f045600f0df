import * as z from 'zod/mini';
import { AwsFault } from '../engine.ts';
import { Item } from './attribute-value.ts';
import { inEnglish } from './in-english.ts';

/** A table's name; callers may write its ARN. */
const TableName = z.pipe(
  z.string(),
  z.transform((name: string) => name.replace(/^arn:.*:table\//, '')),
);
const names = { ExpressionAttributeNames: z.optional(z.record(z.string(), z.string())) };
const values = { ...names, ExpressionAttributeValues: z.optional(Item) };
const capacity = { ReturnConsumedCapacity: z.optional(z.enum(['INDEXES', 'TOTAL', 'NONE'])) };
const projection = { ...names, ProjectionExpression: z.optional(z.string()) };
const read = { ...projection, ConsistentRead: z.optional(z.boolean()) };
const condition = {
  ...values,
  ConditionExpression: z.optional(z.string()),
  ReturnValuesOnConditionCheckFailure: z.optional(z.enum(['ALL_OLD', 'NONE'])),
};
/** Says something only about tables with local secondary indexes, which this platform has none of. */
const metrics = { ReturnItemCollectionMetrics: z.optional(z.enum(['SIZE', 'NONE'])) };
const ReturnsOld = z.optional(z.enum(['NONE', 'ALL_OLD']));

const put = { ...condition, TableName, Item };
const remove = { ...condition, TableName, Key: Item };
const update = { ...condition, TableName, Key: Item, UpdateExpression: z.optional(z.string()) };

const Write = z.strictObject({
  Put: z.optional(z.strictObject(put)),
  Update: z.optional(z.strictObject(update)),
  Delete: z.optional(z.strictObject(remove)),
  ConditionCheck: z.optional(z.strictObject(remove)),
});

/** What each operation that the platform makes may carry; the old parameters from before expressions are not among it. */
export const requests = {
  GetItem: z.strictObject({ ...capacity, ...read, TableName, Key: Item }),
  Query: z.strictObject({
    ...capacity,
    ...read,
    ...values,
    TableName,
    IndexName: z.optional(z.string()),
    KeyConditionExpression: z.string(),
    FilterExpression: z.optional(z.string()),
    Select: z.optional(z.enum(['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES', 'COUNT'])),
    Limit: z.optional(z.number()),
    ScanIndexForward: z.optional(z.boolean()),
    ExclusiveStartKey: z.optional(z.nullable(Item)),
  }),
  BatchGetItem: z.strictObject({
    ...capacity,
    RequestItems: z.record(z.string(), z.strictObject({ ...read, Keys: z.array(Item) })),
  }),
  TransactGetItems: z.strictObject({
    ...capacity,
    TransactItems: z.array(z.strictObject({ Get: z.strictObject({ ...projection, TableName, Key: Item }) })),
  }),
  PutItem: z.strictObject({ ...capacity, ...metrics, ...put, ReturnValues: ReturnsOld }),
  UpdateItem: z.strictObject({
    ...capacity,
    ...metrics,
    ...update,
    ReturnValues: z.optional(z.enum(['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'])),
  }),
  DeleteItem: z.strictObject({ ...capacity, ...metrics, ...remove, ReturnValues: ReturnsOld }),
  TransactWriteItems: z.strictObject({
    ...capacity,
    ...metrics,
    TransactItems: z.array(Write),
    ClientRequestToken: z.optional(z.string()),
  }),
  DescribeTable: z.strictObject({ TableName, ReturnConsumedCapacity: z.optional(z.never()) }),
} as const;

export type Operation = keyof typeof requests;
export type RequestOf<Name extends Operation> = z.output<(typeof requests)[Name]>;

/** The request in a body, or the refusal of a form that this run does not support. */
export function parseRequest<Schema extends z.ZodMiniType>(schema: Schema, body: Buffer): z.output<Schema> {
  const parsed = z.safeParse(schema, jsonOf(body), inEnglish);
  if (parsed.success) return parsed.data;
  const words = `Not supported by the local run in this form: ${z.prettifyError(parsed.error)}`;
  throw refusal('ValidationException', words, parsed.error);
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw refusal('SerializationException', 'The body is not JSON', cause);
  }
}

const refusal = (code: string, words: string, cause: unknown) => Object.assign(new AwsFault(code, words), { cause });

export type TransactWrite =
  | { readonly kind: 'Put'; readonly table: string; readonly item: Item }
  | { readonly kind: 'Update' | 'Delete' | 'ConditionCheck'; readonly table: string; readonly key: Item };

/** The one write or check that each entry of a transaction has to be. */
export function transactWrite(entry: z.output<typeof Write>): TransactWrite {
  const { Put, Update, Delete, ConditionCheck } = entry;
  if (Object.keys(entry).length === 1) {
    if (Put) return { kind: 'Put', table: Put.TableName, item: Put.Item };
    if (Update) return { kind: 'Update', table: Update.TableName, key: Update.Key };
    if (Delete) return { kind: 'Delete', table: Delete.TableName, key: Delete.Key };
    if (ConditionCheck) return { kind: 'ConditionCheck', table: ConditionCheck.TableName, key: ConditionCheck.Key };
  }
  throw new AwsFault('ValidationException', 'An entry of TransactItems is one of Put, Update, Delete, ConditionCheck');
}
