import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { credentialsFor } from '#infra/local/credentials';
import type { AwsCall, Principal } from '#infra/local/engine';
import type { RunningStack } from '#infra/local/stack';

type Row = Record<string, AttributeValue>;

const Item = z.record(
  z.string(),
  z.custom<AttributeValue>((value) => typeof value === 'object'),
);
const Names = z.optional(z.record(z.string(), z.string()));
const Put = z.object({ TableName: z.string(), Item });
const Update = z.object({
  TableName: z.string(),
  Key: Item,
  UpdateExpression: z.string(),
  ExpressionAttributeNames: Names,
  ExpressionAttributeValues: z.optional(Item),
});
const Check = z.object({ TableName: z.string(), Key: Item });
const Body = z.object({
  TransactItems: z.array(
    z.object({ Put: z.optional(Put), Update: z.optional(Update), ConditionCheck: z.optional(Check) }),
  ),
});
type Written = z.output<typeof Body>['TransactItems'][number];

/** Hears what the commands write at the door of the run, and writes the same again by itself. */
export function listenAtDoor({ faults, place, doorUrl }: RunningStack) {
  const credentials = credentialsFor(place.stateDir);
  let heard: AwsCall[] = [];
  const { next } = faults;
  // The door asks this for each call that it lets in; nothing else sees them all.
  Object.assign(faults, {
    next: (call: AwsCall) => {
      if (call.operation === 'TransactWriteItems') heard.push(call);
      return next(call);
    },
  });

  return {
    /** How long the command took, and the transaction that it made: the first, since what follows is the platform's own. */
    during: async <Value>(give: () => Promise<Value>) => {
      heard = [];
      const begun = performance.now();
      const value = await give();
      const ms = performance.now() - begun;
      const [call] = heard;
      if (!call?.principal) throw new Error('The command wrote nothing');
      const { TransactItems } = Body.parse(JSON.parse(call.body.toString()));
      return { value, ms, transaction: { by: call.principal, items: TransactItems } };
    },

    /** Milliseconds of one GetItem and one TransactWriteItems of these rows, in the name of the same function. */
    again: async ({ by, items }: { readonly by: Principal; readonly items: readonly Written[] }) => {
      const client = new DynamoDBClient({
        endpoint: doorUrl,
        region: place.region,
        credentials: credentials.of(by.roleId),
      });
      const [read, ...written] = [keyToRead(items), ...elsewhere(items)] as const;
      // The connection of the platform's function is open by now, so this one has to be as well.
      await client.send(new GetItemCommand(read));
      const begun = performance.now();
      await client.send(new GetItemCommand(read));
      await client.send(new TransactWriteItemsCommand({ TransactItems: written, ClientRequestToken: randomUUID() }));
      const ms = performance.now() - begun;
      client.destroy();
      return ms;
    },
  };
}

const keyOf = ({ pk, sk }: Row) => ({ ...(pk && { pk }), ...(sk && { sk }) });
const rowOf = ({ Put: put, Update: update, ConditionCheck: check }: Written) =>
  put
    ? { TableName: put.TableName, row: put.Item }
    : { TableName: (update ?? check)?.TableName, row: (update ?? check)?.Key };

/** The record itself is what a command reads; else the first row. */
function keyToRead(items: readonly Written[]) {
  const rows = items.map(rowOf);
  const { TableName, row = {} } = rows.find(({ row: each }) => each?.['sk']?.S === 'STATE') ?? rows[0] ?? {};
  return { TableName, Key: keyOf(row) };
}

/** The same rows beside the real ones, where no list, no stream filter and no condition of the platform meets them. */
function elsewhere(items: readonly Written[]): readonly TransactWriteItem[] {
  const mark = `BENCH#${randomUUID().slice(0, 8)}#`;
  const ConditionExpression = 'attribute_not_exists(bench)';
  const moved = (row: Row): Row =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) =>
        /^(sk|(gsi\d)?pk)$/.test(name) && value.S !== undefined ? [name, { S: mark + value.S }] : [name, value],
      ),
    );
  return items.map(({ Put: put, Update: update, ConditionCheck: check }) => {
    if (put) return { Put: { TableName: put.TableName, Item: moved(put.Item), ConditionExpression } };
    if (check) return { ConditionCheck: { TableName: check.TableName, Key: moved(check.Key), ConditionExpression } };
    if (!update) throw new Error('A transaction deletes nothing');
    const { UpdateExpression, ExpressionAttributeNames: names, ExpressionAttributeValues: values } = update;
    const used = <Value>(all: Readonly<Record<string, Value>> | undefined) =>
      Object.fromEntries(Object.entries(all ?? {}).filter(([name]) => new RegExp(`${name}\\b`).test(UpdateExpression)));
    const [usedNames, usedValues] = [used(names), used(values)];
    return {
      Update: {
        ...{ TableName: update.TableName, Key: moved(update.Key), UpdateExpression, ConditionExpression },
        ...(Object.keys(usedNames).length > 0 && { ExpressionAttributeNames: usedNames }),
        ...(Object.keys(usedValues).length > 0 && { ExpressionAttributeValues: usedValues }),
      },
    };
  });
}
