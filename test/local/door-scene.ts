import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { createClock } from '#infra/local/clock';
import { credentialsFor } from '#infra/local/credentials';
import { openDoor } from '#infra/local/door';
import type { AwsAnswer, AwsCall, Engine, Need, Resource } from '#infra/local/engine';
import { createFaults } from '#infra/local/faults';
import { authorizer, policiesOf } from '#infra/local/permissions';

export const region = 'cn-north-1';
const table = (name: string) => `arn:aws-cn:dynamodb:${region}:111122223333:table/${name}`;
const key = `arn:aws-cn:kms:${region}:111122223333:key/k`;

const Item = z.object({ TableName: z.string(), Key: z.optional(z.object({ pk: z.object({ S: z.string() }) })) });
const Input = z.object({
  ...Item.shape,
  TableName: z.optional(z.string()),
  TransactItems: z.optional(z.array(z.object({ Update: Item }))),
});

/** An engine that keeps what reached it and answers with whatever the test put in. */
function fakeEngine(service: string, needs: (call: AwsCall) => readonly Need[]) {
  const calls: AwsCall[] = [];
  const script: { answer: (call: AwsCall) => Promise<AwsAnswer> } = {
    answer: async () => ({ status: 200, body: '{}' }),
  };
  const answer = async (call: AwsCall) => {
    calls.push(call);
    return script.answer(call);
  };
  const engine: Engine = { service, needs, answer };
  return { calls, script, engine };
}

function tableNeeds(call: AwsCall): readonly Need[] {
  const input = Input.parse(JSON.parse(call.body.toString()));
  const items = input.TransactItems?.map(({ Update }) => Update) ?? [Item.parse(input)];
  return items.map(({ TableName, Key }) => ({
    action: `dynamodb:${call.operation === 'TransactWriteItems' ? 'UpdateItem' : call.operation}`,
    resource: table(TableName),
    context: { 'dynamodb:LeadingKeys': Key === undefined ? [] : [Key.pk.S] },
  }));
}

const role = (id: string, ...Statement: unknown[]): Resource => ({
  id,
  type: 'AWS::IAM::Role',
  properties: { Policies: [{ PolicyName: 'own', PolicyDocument: { Statement } }] },
});
const policies = policiesOf([
  role(
    'Api.Fund',
    {
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:PutItem'],
      Resource: table('Grants'),
      Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['FUND#*'] } },
    },
    { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws-cn:s3:::docs/clean/*' },
    { Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: key },
    { Effect: 'Allow', Action: 'ses:SendEmail', Resource: '*' },
  ),
  role('Api.Other'),
]);

export type Scene = Awaited<ReturnType<typeof openScene>>;

/** A door before small engines of four services. `Api.Fund` may touch the table's items of funds and clean documents, `Api.Other` nothing. */
export async function openScene() {
  const stateDir = mkdtempSync(join(tmpdir(), 'door-'));
  const clock = createClock(stateDir);
  const credentials = credentialsFor(stateDir);
  const faults = createFaults(7);
  const dynamodb = fakeEngine('dynamodb', tableNeeds);
  const s3 = fakeEngine('s3', (call) => [
    { action: `s3:${call.method}`, resource: `arn:aws-cn:s3:::${call.path.slice(1)}` },
  ]);
  const kms = fakeEngine('kms', (call) => [{ action: `kms:${call.operation}`, resource: key }]);
  const ses = fakeEngine('ses', () => [{ action: 'ses:SendEmail', resource: '*' }]);
  const engines = [dynamodb, s3, kms, ses].map(({ engine }) => engine);
  const door = await openDoor({
    port: 0,
    engines,
    credentials,
    authorize: authorizer(policies),
    faults,
    clock,
    region,
  });
  const options = (roleId = 'Api.Fund', maxAttempts = 1) => ({
    endpoint: door.url,
    region,
    credentials: credentials.of(roleId),
    maxAttempts,
  });
  const close = async () => {
    await door.close();
    rmSync(stateDir, { recursive: true });
  };
  return { stateDir, clock, credentials, faults, door, dynamodb, s3, kms, ses, options, close };
}

export const getItem = (pk = 'FUND#1', TableName = 'Grants') =>
  new GetItemCommand({ TableName, Key: { pk: { S: pk } } });
export const transaction = (...pks: readonly string[]) =>
  new TransactWriteItemsCommand({
    TransactItems: pks.map((pk) => ({
      Update: { TableName: 'Grants', Key: { pk: { S: pk } }, UpdateExpression: 'SET a = :a' },
    })),
  });
const Failure = z.object({ name: z.string(), message: z.string() });
/** The name of the error that the client got. */
export const refusal = async (sent: Promise<unknown>) =>
  sent.then(
    () => ({ name: 'accepted', message: '' }),
    (error: unknown) => Failure.parse(error instanceof Error ? { name: error.name, message: error.message } : error),
  );
export const nameOf = async (sent: Promise<unknown>) => (await refusal(sent)).name;
