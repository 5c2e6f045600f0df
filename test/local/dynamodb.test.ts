import {
  ConditionalCheckFailedException,
  DescribeTableCommand,
  ScanCommand,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openDynamodb } from '#infra/local/dynamodb/open';
import { tableDefinitions } from '#infra/local/dynamodb/tables';
import type { Need, Resource } from '#infra/local/engine';
import { newPlace, region, serve } from './dynamodb-scene.ts';

const TableName = 'hubang-test';
const table: Resource = {
  id: 'data.Table',
  type: 'AWS::DynamoDB::GlobalTable',
  properties: {
    TableName,
    AttributeDefinitions: ['pk', 'sk', 'gsi1pk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: [
      {
        IndexName: 'gsi1',
        KeySchema: [{ AttributeName: 'gsi1pk', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    SSESpecification: { SSEEnabled: true },
    Replicas: [{ Region: region, DeletionProtectionEnabled: true, Tags: [{ Key: 'a', Value: 'b' }] }],
  },
};

const open = (scene: ReturnType<typeof newPlace>, resources: readonly Resource[] = [table]) =>
  openDynamodb({
    ...scene,
    resources,
    urlSuffix: 'services.example',
    onCrash: (message) => expect.unreachable(message),
  });

const scene = newPlace();
const dynamodb = await open(scene);
let refused: (need: Need) => boolean = () => false;
const { client, needs, close } = await serve(dynamodb.engine, scene.place, (need) => refused(need));

beforeEach(() => {
  needs.length = 0;
  refused = () => false;
});
afterAll(async () => {
  await close();
  await dynamodb.stop();
  scene.remove();
});

const tableArn = `arn:aws-cn:dynamodb:cn-north-1:111122223333:table/${TableName}`;
const need = (action: string, ...keys: readonly string[]) => ({
  action: `dynamodb:${action}`,
  resource: tableArn,
  context: { 'dynamodb:LeadingKeys': keys },
});
const key = (pk: string) => ({ TableName, Key: { pk, sk: 'A' } });
const putItem = (pk: string, rest = {}) => ({ TableName, Item: { pk, sk: 'A', ...rest } });

describe('the permission that a call needs', () => {
  test('names the table and the partition key of each item', async () => {
    await client.send(new GetCommand(key('G')));
    await client.send(new PutCommand(putItem('P')));
    await client.send(
      new UpdateCommand({ ...key('U'), UpdateExpression: 'SET a = :a', ExpressionAttributeValues: { ':a': 1 } }),
    );
    await client.send(new DeleteCommand(key('D')));
    await client.send(
      new BatchGetCommand({
        RequestItems: {
          [TableName]: {
            Keys: [
              { pk: 'B', sk: 'A' },
              { pk: 'C', sk: 'A' },
            ],
          },
        },
      }),
    );
    expect(needs).toEqual([
      need('GetItem', 'G'),
      need('PutItem', 'P'),
      need('UpdateItem', 'U'),
      need('DeleteItem', 'D'),
      need('BatchGetItem', 'B', 'C'),
    ]);
  });

  test('is judged item by item in a transaction, and one refusal refuses all of it', async () => {
    const Put = putItem('T1');
    const TransactItems = [
      { Put },
      { Update: { ...key('T2'), UpdateExpression: 'SET a = :a', ExpressionAttributeValues: { ':a': 1 } } },
      { Delete: key('T3') },
      { ConditionCheck: { ...key('T4'), ConditionExpression: 'attribute_not_exists(pk)' } },
    ];
    refused = ({ action }) => action === 'dynamodb:ConditionCheckItem';
    await expect(client.send(new TransactWriteCommand({ TransactItems }))).rejects.toThrow('ConditionCheckItem');
    const { Item } = await client.send(new GetCommand(key('T1')));
    expect(Item).toBeUndefined();
    refused = () => false;
    needs.length = 0;
    await client.send(new TransactWriteCommand({ TransactItems }));
    await client.send(new TransactGetCommand({ TransactItems: [{ Get: key('T1') }, { Get: key('T5') }] }));
    expect(needs).toEqual([
      need('PutItem', 'T1'),
      need('UpdateItem', 'T2'),
      need('DeleteItem', 'T3'),
      need('ConditionCheckItem', 'T4'),
      need('GetItem', 'T1'),
      need('GetItem', 'T5'),
    ]);
  });

  test('names the index and its key in a query of one', async () => {
    await client.send(
      new QueryCommand({
        TableName,
        IndexName: 'gsi1',
        KeyConditionExpression: '#g = :g',
        ExpressionAttributeNames: { '#g': 'gsi1pk' },
        ExpressionAttributeValues: { ':g': 'CALL#1' },
      }),
    );
    await client.send(
      new QueryCommand({
        TableName: tableArn,
        KeyConditionExpression: 'begins_with(sk, :s) AND pk = :p',
        ExpressionAttributeValues: { ':p': 'FUND#1', ':s': 'ENTRY#' },
      }),
    );
    expect(needs).toEqual([
      { ...need('Query', 'CALL#1'), resource: `${tableArn}/index/gsi1` },
      need('Query', 'FUND#1'),
    ]);
  });
});

describe('a call', () => {
  test('answers in the shapes of the SDK, errors among them', async () => {
    await client.send(new PutCommand(putItem('E', { a: 1 })));
    const again = new PutCommand({
      ...putItem('E'),
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    await expect(client.send(again)).rejects.toMatchObject({ Item: { a: { N: '1' } } });
    await expect(client.send(again)).rejects.toBeInstanceOf(ConditionalCheckFailedException);
    const { Attributes } = await client.send(new DeleteCommand({ ...key('E'), ReturnValues: 'ALL_OLD' }));
    expect(Attributes).toEqual({ pk: 'E', sk: 'A', a: 1 });
    const transaction = new TransactWriteCommand({
      TransactItems: [
        { Put: putItem('E1') },
        { ConditionCheck: { ...key('E2'), ConditionExpression: 'attribute_exists(pk)' } },
      ],
    });
    const error = await client.send(transaction).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect(error).toMatchObject({ CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }] });
  });

  test('gives the values that an update was asked for, and no others', async () => {
    const update = (ReturnValues: 'NONE' | 'UPDATED_NEW' | 'ALL_OLD' | 'ALL_NEW' | undefined) =>
      client.send(
        new UpdateCommand({
          ...key('V'),
          UpdateExpression: 'ADD fen :f',
          ExpressionAttributeValues: { ':f': 5 },
          ...(ReturnValues && { ReturnValues }),
        }),
      );
    const answers = [];
    for (const asked of [undefined, 'NONE', 'UPDATED_NEW', 'ALL_OLD', 'ALL_NEW'] as const) {
      answers.push((await update(asked)).Attributes);
    }
    const item = (fen: number) => ({ pk: 'V', sk: 'A', fen });
    expect(answers).toEqual([undefined, undefined, { fen: 15 }, item(15), item(25)]);
  });

  test('is refused when it is a Scan, an operation of the past, or carries what is not known', async () => {
    const { engine } = dynamodb;
    await expect(client.send(new ScanCommand({ TableName }))).rejects.toThrow('No Scan is made by this platform');
    const call = (operation: string, body: unknown) => () =>
      engine.needs({
        service: 'dynamodb',
        operation,
        method: 'POST',
        path: '/',
        query: new URLSearchParams(),
        headers: {},
        body: Buffer.from(JSON.stringify(body)),
        principal: undefined,
      });
    expect(call('ExecuteStatement', {})).toThrow('ExecuteStatement is not supported by the local run');
    expect(call('PutItem', { ...putItem('X'), Expected: {} })).toThrow('Expected');
    expect(
      call('Query', { TableName, KeyConditionExpression: 'sk = :s', ExpressionAttributeValues: { ':s': { S: 'A' } } }),
    ).toThrow('missed key schema element: pk');
  });

  test('describes the table as one of the place', async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableArn: tableArn,
      LatestStreamArn: `${tableArn}/stream/2026-01-01T00:00:00.000`,
      LatestStreamLabel: '2026-01-01T00:00:00.000',
      GlobalSecondaryIndexes: [{ IndexArn: `${tableArn}/index/gsi1` }],
    });
  });

  test('counts a projected read and a filtered query by what lies there', async () => {
    for (const sk of ['1', '2', '3']) {
      await client.send(new PutCommand({ TableName, Item: { pk: 'W', sk, body: 'x'.repeat(3000), kind: sk } }));
    }
    scene.meter.reset();
    const { Items } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: '#pk = :pk',
        FilterExpression: '#kind = :kind',
        ProjectionExpression: 'sk',
        ExpressionAttributeNames: { '#pk': 'pk', '#kind': 'kind' },
        ExpressionAttributeValues: { ':pk': 'W', ':kind': '2' },
        ConsistentRead: true,
      }),
    );
    expect(Items).toEqual([{ sk: '2' }]);
    expect(scene.meter.read().readUnits).toBe(3);
  });
});

describe('the tables of a template', () => {
  const changed = (change: object): Resource => ({ ...table, properties: { ...table.properties, ...change } });

  test('keep their items over a restart, and get the indexes that are new', async () => {
    const place = newPlace();
    const first = await open(place);
    const one = await serve(first.engine, place.place);
    await one.client.send(new PutCommand(putItem('K', { gsi2pk: 'found' })));
    await one.close();
    await first.stop();
    const gsi2 = {
      IndexName: 'gsi2',
      KeySchema: [{ AttributeName: 'gsi2pk', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    };
    const grown = changed({
      AttributeDefinitions: ['pk', 'sk', 'gsi2pk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      GlobalSecondaryIndexes: [gsi2],
    });
    const second = await open(place, [grown]);
    const two = await serve(second.engine, place.place);
    const { Items } = await two.client.send(
      new QueryCommand({
        TableName,
        IndexName: 'gsi2',
        KeyConditionExpression: 'gsi2pk = :g',
        ExpressionAttributeValues: { ':g': 'found' },
      }),
    );
    expect(Items).toEqual([{ pk: 'K', sk: 'A', gsi2pk: 'found' }]);
    await two.close();
    await second.stop();
    await expect(open(place, [changed({ KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] })])).rejects.toThrow(
      'npm run reset',
    );
    place.remove();
  });

  for (const [what, change, words] of [
    ['a local index', { LocalSecondaryIndexes: [] }, 'LocalSecondaryIndexes'],
    ['provisioned capacity', { BillingMode: 'PROVISIONED' }, 'PAY_PER_REQUEST'],
    ['a second replica', { Replicas: [{ Region: region }, { Region: 'cn-northwest-1' }] }, 'Replicas'],
    ['a replica elsewhere', { Replicas: [{ Region: 'cn-northwest-1' }] }, 'cn-northwest-1'],
    [
      'an export to Kinesis',
      { Replicas: [{ Region: region, KinesisStreamSpecification: {} }] },
      'KinesisStreamSpecification',
    ],
  ] as const) {
    test(`are refused with ${what}`, () => {
      expect(() => tableDefinitions([changed(change)], scene.place)).toThrow(words);
    });
  }
});
