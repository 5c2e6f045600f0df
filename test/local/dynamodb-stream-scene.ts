import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import * as z from 'zod/mini';
import { openDynamodb } from '#infra/local/dynamodb/open';
import { streamArn } from '#infra/local/dynamodb/tables';
import type { Invocation, Resource } from '#infra/local/engine';
import { newPlace, region, serve } from './dynamodb-scene.ts';

export const TableName = 'hubang-test';
const Event = z.object({
  Records: z.array(
    z.looseObject({
      eventName: z.string(),
      eventID: z.string(),
      awsRegion: z.string(),
      eventSourceARN: z.string(),
      userIdentity: z.optional(z.unknown()),
      dynamodb: z.looseObject({
        ApproximateCreationDateTime: z.number(),
        Keys: z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) }),
        SequenceNumber: z.string(),
        NewImage: z.optional(z.record(z.string(), z.record(z.string(), z.unknown()))),
      }),
    }),
  ),
});
export type Seen = z.output<typeof Event>['Records'][number];
export const keys = (records: readonly Seen[]) => records.map(({ dynamodb: { Keys } }) => `${Keys.pk.S}/${Keys.sk.S}`);

type Answer = (records: readonly Seen[], calls: number) => Invocation | Promise<Invocation>;
export const fine: Invocation = { ok: true, payload: null };
export const broken: Invocation = { ok: false, errorType: 'Error', errorMessage: 'broken' };

export const tableResource: Resource = {
  id: 'data.Table',
  type: 'AWS::DynamoDB::GlobalTable',
  properties: {
    TableName,
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    Replicas: [{ Region: region, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
  },
};

let cleanUp: (() => unknown)[] = [];

/** For afterEach: stops what runs and removes its files. */
export async function cleanScenes() {
  for (const clean of cleanUp.reverse()) await clean();
  cleanUp = [];
}

export const newScene = () => {
  const scene = newPlace();
  cleanUp.push(scene.remove);
  return scene;
};
type Scene = ReturnType<typeof newScene>;

/** Starts the engine with one mapping onto a function that answers as told, and notes what it got. */
export async function start(
  answer: Answer,
  properties: Readonly<Record<string, unknown>> = {},
  scene: Scene = newScene(),
) {
  const mapping: Resource = {
    id: 'data.Mapping',
    type: 'AWS::Lambda::EventSourceMapping',
    properties: {
      EventSourceArn: streamArn(scene.place, TableName),
      FunctionName: 'outbox',
      StartingPosition: 'TRIM_HORIZON',
      ...properties,
    },
  };
  const dynamodb = await openDynamodb({
    ...scene,
    resources: [tableResource, mapping],
    urlSuffix: 'services.example',
    onCrash: (message) => expect.unreachable(message),
  });
  const batches: (readonly Seen[])[] = [];
  const queued: { readonly arn: string; readonly body: unknown }[] = [];
  dynamodb.startMappings(
    async (arn, payload) => {
      expect(arn).toBe('arn:aws-cn:lambda:cn-north-1:111122223333:function:outbox');
      const { Records } = Event.parse(payload);
      batches.push(Records);
      return answer(Records, batches.length);
    },
    (arn, body) => void queued.push({ arn, body: JSON.parse(body) }),
  );
  const { client, close } = await serve(dynamodb.engine, scene.place);
  const stop = async () => {
    await close();
    await dynamodb.stop();
  };
  cleanUp.push(() => stop());
  const forget = () => {
    cleanUp = cleanUp.filter((clean) => clean === scene.remove);
  };
  return { scene, client, batches, queued, clock: scene.place.clock, stop: () => stop().then(forget) };
}

export const put = (client: DynamoDBClient, pk: string, sk: string, rest = {}) =>
  client.send(new PutCommand({ TableName, Item: { pk, sk, ...rest } }));

/** Records that one transaction writes are read together. */
export const putTogether = (client: DynamoDBClient, pk: string, sks: readonly string[]) =>
  client.send(new TransactWriteCommand({ TransactItems: sks.map((sk) => ({ Put: { TableName, Item: { pk, sk } } })) }));
