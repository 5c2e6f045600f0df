import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { createTables } from '#infra/local/dynamodb/create-tables';
import { startDynamodb } from '#infra/local/dynamodb/dynoxide-process';
import { dynamodbEngine } from '#infra/local/dynamodb/engine';
import { itemSize } from '#infra/local/dynamodb/item-size';
import { createWire } from '#infra/local/dynamodb/wire';
import { callOf, newPlace } from './dynamodb-scene.ts';
import recorded from './fixtures/consumed-units.json' with { type: 'json' };

const scene = newPlace();
const running = await startDynamodb(scene.place, (message) => expect.unreachable(message));
const wire = createWire(running.url, scene.place.region);
const { sortKey, ...rest } = recorded.table;
const indexes = recorded.table.indexes.map(({ projected, ...index }) => ({
  ...index,
  projected: projected === 'all' ? ('all' as const) : z.parse(z.array(z.string()), projected),
}));
const table = { ...rest, sortKey, indexes };
const engine = dynamodbEngine({ ...scene, tables: [table], wire });

beforeAll(() => createTables(wire, [table]));
afterAll(async () => {
  wire.close();
  await running.stop();
  scene.remove();
});

/**
 * What AWS documents otherwise than DynamoDB Local counts: Local takes equal costs in a transaction once and then four
 * times, and asks nothing for the missing items of a batch.
 */
const documented: Readonly<Record<string, number>> = {
  'a batch read': 2,
  'a consistent batch read': 4,
  'a transaction of one put': 2,
  'a transaction of three puts': 6,
};

const ask = async (operation: string, request: unknown) => {
  const { status, body } = await engine.answer(callOf(operation, request));
  return { status, ...z.parse(z.record(z.string(), z.unknown()), JSON.parse(String(body))) };
};

const Consumed = z.object({ ConsumedCapacity: z.array(z.object({ CapacityUnits: z.number() })) });

for (const { name, operation, request, consumed } of recorded.cases) {
  test(`counts the units of ${name} as recorded`, async () => {
    scene.meter.reset();
    const answer = await ask(operation, { ...request, ReturnConsumedCapacity: 'INDEXES' });
    if (name in documented) {
      expect(z.parse(Consumed, answer).ConsumedCapacity[0]?.CapacityUnits).toBe(documented[name]);
      return;
    }
    expect(answer).toMatchObject({ status: 200, ConsumedCapacity: consumed });
    const units = [consumed].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
    const { readUnits, writeUnits } = scene.meter.read();
    expect(readUnits + writeUnits).toBe(units);
  });
}

test('counts a number by pairs of digits around its point, as recorded from DynamoDB Local', () => {
  const sizes = {
    '0': 1,
    '7': 2,
    '12': 2,
    '123': 3,
    '1000': 2,
    '-12': 3,
    '0.05': 2,
    '12.34': 3,
    '1.234': 4,
    '1e20': 2,
  };
  for (const [text, size] of Object.entries({ ...sizes, '7200000': 3, '7200001': 5, '123456789012345': 9 })) {
    expect([text, itemSize({ n: { N: text } })]).toEqual([text, 1 + size]);
  }
});

test('tells the units only to a caller who asks, and counts them anyway', async () => {
  scene.meter.reset();
  const answer = await ask('PutItem', {
    TableName: 'Units',
    Item: { pk: { S: 'quiet' }, sk: { S: 'A' }, g2: { S: 'q' } },
  });
  expect(answer).toEqual({ status: 200 });
  expect(scene.meter.read()).toMatchObject({ readUnits: 0, writeUnits: 2 });
});

test('charges a write whose condition failed by the item in its way', async () => {
  await ask('PutItem', { TableName: 'Units', Item: { pk: { S: 'way' }, sk: { S: 'A' }, p: { S: 'x'.repeat(2500) } } });
  scene.meter.reset();
  const answer = await ask('PutItem', {
    TableName: 'Units',
    Item: { pk: { S: 'way' }, sk: { S: 'A' } },
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  expect(answer).toMatchObject({ status: 400 });
  expect(scene.meter.read().writeUnits).toBe(3);
});

test('charges a transaction sent again with its token for reading only', async () => {
  const request = {
    TransactItems: [{ Put: { TableName: 'Units', Item: { pk: { S: 'again' }, sk: { S: 'A' } } } }],
    ClientRequestToken: 'one-and-the-same',
  };
  await ask('TransactWriteItems', request);
  scene.meter.reset();
  expect(await ask('TransactWriteItems', request)).toMatchObject({ status: 200 });
  expect(scene.meter.read()).toMatchObject({ readUnits: 2, writeUnits: 0 });
});
