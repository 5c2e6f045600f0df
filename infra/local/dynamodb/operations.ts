import type * as z from 'zod/mini';
import { AwsFault, type Need } from '../engine.ts';
import {
  batchGetNeeds,
  describeNeeds,
  needsOnKey,
  putNeeds,
  queryNeeds,
  type Scope,
  transactGetNeeds,
  transactWriteNeeds,
} from './needs.ts';
import { batchGetItem, getItem, type Handled, query, transactGetItems } from './reads.ts';
import { parseRequest, requests } from './requests.ts';
import { streamArn, tableArn } from './tables.ts';
import type { Wire } from './wire.ts';
import { deleteItem, putItem, transactWriteItems, updateItem, type Written } from './writes.ts';

/** What an operation needs beside its request. */
export type Backend = Scope & { readonly wire: Wire; readonly isReplay: (token: string | undefined) => boolean };
type Outcome = Handled & { readonly written?: readonly Written[] };
type Operation = {
  readonly needs: (scope: Scope, body: Buffer) => readonly Need[];
  readonly handle: (backend: Backend, body: Buffer) => Promise<Outcome & { readonly asked: string }>;
};
type Asking = { readonly ReturnConsumedCapacity?: string | undefined };

const operation = <Schema extends z.ZodMiniType<Asking>>(
  schema: Schema,
  needs: (scope: Scope, request: z.output<Schema>) => readonly Need[],
  handle: (backend: Backend, request: z.output<Schema>) => Promise<Outcome>,
): Operation => {
  // The permission check and the call itself read the same body.
  const parsed = new WeakMap<Buffer, z.output<Schema>>();
  const requestIn = (body: Buffer) => {
    const request = parsed.get(body) ?? parseRequest(schema, body);
    parsed.set(body, request);
    return request;
  };
  return {
    needs: (scope, body) => needs(scope, requestIn(body)),
    handle: async (backend, body) => {
      const request = requestIn(body);
      return { ...(await handle(backend, request)), asked: request.ReturnConsumedCapacity ?? 'NONE' };
    },
  };
};

/** Every operation that the platform makes. */
const operations: Readonly<Record<string, Operation>> = {
  GetItem: operation(requests.GetItem, needsOnKey('GetItem'), getItem),
  Query: operation(requests.Query, queryNeeds, query),
  BatchGetItem: operation(requests.BatchGetItem, batchGetNeeds, batchGetItem),
  TransactGetItems: operation(requests.TransactGetItems, transactGetNeeds, transactGetItems),
  PutItem: operation(requests.PutItem, putNeeds, putItem),
  UpdateItem: operation(requests.UpdateItem, needsOnKey('UpdateItem'), updateItem),
  DeleteItem: operation(requests.DeleteItem, needsOnKey('DeleteItem'), deleteItem),
  TransactWriteItems: operation(requests.TransactWriteItems, transactWriteNeeds, transactWriteItems),
  DescribeTable: operation(requests.DescribeTable, describeNeeds, async ({ wire, place }, { TableName }) => {
    const answer = await wire.send('DescribeTable', JSON.stringify({ TableName }));
    const [table, stream] = [tableArn(place, TableName), streamArn(place, TableName)];
    return { answer: { ...answer, body: located(answer.body, table, stream) }, costs: [] };
  }),
};

export function supported(name: string): Operation {
  const found = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (found) return found;
  const why = name === 'Scan' ? 'No Scan is made by this platform' : `${name} is not supported by the local run`;
  throw new AwsFault('UnknownOperationException', why);
}

/** The embedded engine names a region, an account and a stream label of its own. */
const located = (body: string, table: string, stream: string) =>
  body
    .replaceAll(/arn:[\w-]+:dynamodb:[\w-]+:\d+:table\/[\w.-]+/g, table)
    .replaceAll(/("LatestStreamArn":")[^"]+/g, `$1${stream}`)
    .replaceAll(/("LatestStreamLabel":")[^"]+/g, `$1${stream.replace(/^.*\/stream\//, '')}`);
