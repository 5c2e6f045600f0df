import { TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, expect, test } from 'vitest';
import { region } from './dynamodb-scene.ts';
import {
  broken,
  cleanScenes,
  fine,
  keys,
  newScene,
  put,
  putTogether,
  start,
  TableName,
} from './dynamodb-stream-scene.ts';

afterEach(cleanScenes);

test('delivers each write to the function with both images, in order, before the clock is quiet', async () => {
  const { client, batches, clock } = await start(() => fine);
  await put(client, 'A', '1', { fen: 5 });
  await clock.quiet();
  await client.send(
    new UpdateCommand({
      TableName,
      Key: { pk: 'A', sk: '1' },
      UpdateExpression: 'SET fen = :f',
      ExpressionAttributeValues: { ':f': 6 },
    }),
  );
  await client.send(
    new TransactWriteCommand({
      TransactItems: [
        { Put: { TableName, Item: { pk: 'A', sk: '2' } } },
        { Delete: { TableName, Key: { pk: 'A', sk: '1' } } },
      ],
    }),
  );
  await clock.quiet();
  const all = batches.flat();
  expect(all.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'INSERT', 'REMOVE']);
  expect(all[1]).toMatchObject({
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    eventSourceARN: `arn:aws-cn:dynamodb:cn-north-1:111122223333:table/${TableName}/stream/2026-01-01T00:00:00.000`,
    dynamodb: { OldImage: { fen: { N: '5' } }, NewImage: { fen: { N: '6' } }, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  expect(all.map(({ userIdentity }) => userIdentity)).toEqual([undefined, undefined, undefined, undefined]);
});

test('delivers within some milliseconds of a write', async () => {
  const { client, clock } = await start(() => fine);
  await put(client, 'warm', '1');
  const before = performance.now();
  await put(client, 'A', '1');
  await clock.quiet();
  expect(performance.now() - before).toBeLessThan(200);
});

test('writes no record for a write that changes nothing', async () => {
  const { client, batches, clock } = await start(() => fine);
  await put(client, 'A', '1', { words: new Set(['a', 'b']) });
  await put(client, 'A', '1', { words: new Set(['b', 'a']) });
  await clock.quiet();
  expect(batches.flat()).toHaveLength(1);
});

test('stamps records with the time of the moved clock', async () => {
  const { client, batches, clock } = await start(() => fine);
  await clock.move(400 * 24 * 3600_000);
  await put(client, 'A', '1');
  await clock.quiet();
  const stamp = (batches[0]?.[0]?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000;
  expect(Math.abs(stamp - clock.now())).toBeLessThan(3000);
});

test('catches up after a restart with what was not handled, and with nothing else', async () => {
  const scene = newScene();
  const first = await start((_, calls) => (calls === 1 ? fine : broken), { BatchSize: 1 }, scene);
  await put(first.client, 'A', '1');
  await first.clock.quiet();
  await put(first.client, 'A', '2');
  await put(first.client, 'A', '3');
  await first.clock.quiet();
  await first.stop();
  const second = await start(() => fine, { BatchSize: 10 }, scene);
  await second.clock.quiet();
  expect(keys(second.batches.flat())).toEqual(['A/2', 'A/3']);
});

test('retries only from the first record that the function reports, in order', async () => {
  const { client, batches, clock } = await start(
    (records, calls) => {
      const itemIdentifier = records[2]?.dynamodb.SequenceNumber ?? '';
      return calls === 1 ? { ok: true, payload: { batchItemFailures: [{ itemIdentifier }] } } : fine;
    },
    { FunctionResponseTypes: ['ReportBatchItemFailures'] },
  );
  await putTogether(client, 'A', ['1', '2', '3', '4']);
  await clock.quiet();
  await clock.move(10_000);
  expect(batches.map(keys)).toEqual([
    ['A/1', 'A/2', 'A/3', 'A/4'],
    ['A/3', 'A/4'],
  ]);
});

test('takes an answer with a record that was not in the batch for a failure of all', async () => {
  const { client, batches, clock } = await start(
    (_, calls) => (calls === 1 ? { ok: true, payload: { batchItemFailures: [{ itemIdentifier: 'other' }] } } : fine),
    { FunctionResponseTypes: ['ReportBatchItemFailures'] },
  );
  await putTogether(client, 'A', ['1', '2']);
  await clock.quiet();
  await clock.move(10_000);
  expect(batches.map(keys)).toEqual([
    ['A/1', 'A/2'],
    ['A/1', 'A/2'],
  ]);
});

test('holds later records of the stream back while earlier ones are being retried', async () => {
  const { client, batches, clock } = await start((_, calls) => (calls < 3 ? broken : fine));
  await put(client, 'A', '1');
  await clock.quiet();
  await put(client, 'A', '2');
  await clock.move(10_000);
  expect(keys(batches.flat())).toEqual(['A/1', 'A/1', 'A/1', 'A/2']);
});

test('waits before it tries again, even when the failing function itself wrote', async () => {
  const { client, batches, clock } = await start(async (_, calls) => {
    if (calls === 1) await put(client, 'A', '2');
    return calls === 1 ? broken : fine;
  });
  await put(client, 'A', '1');
  await clock.quiet();
  expect(batches).toHaveLength(1);
  await clock.move(10_000);
  expect(batches.map(keys)).toEqual([['A/1'], ['A/1'], ['A/2']]);
});

test('goes back to whole batches, each with all its retries, once a failed one went through', async () => {
  const { client, batches, clock } = await start((_, calls) => ([1, 3].includes(calls) ? broken : fine), {
    MaximumRetryAttempts: 1,
  });
  await put(client, 'A', '1');
  await clock.quiet();
  await clock.move(10_000);
  await putTogether(client, 'B', ['1', '2']);
  await clock.quiet();
  await clock.move(10_000);
  expect(batches.map(keys)).toEqual([['A/1'], ['A/1'], ['B/1', 'B/2'], ['B/1', 'B/2']]);
});

test('gives up after the day for which a stream keeps its records', async () => {
  const { client, batches, clock } = await start((records) => (keys(records).includes('A/1') ? broken : fine));
  await put(client, 'A', '1');
  await clock.quiet();
  await put(client, 'A', '2');
  await clock.move(25 * 3600_000);
  expect(batches.at(-1)?.map(({ dynamodb }) => dynamodb.Keys.sk.S)).toEqual(['2']);
});

test('halves a batch that fails until the record in question is alone, then hands that to the queue', async () => {
  const queue = 'arn:aws-cn:sqs:cn-north-1:111122223333:failed';
  const { client, batches, queued, clock } = await start((records) => (keys(records).includes('A/3') ? broken : fine), {
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 2,
    DestinationConfig: { OnFailure: { Destination: queue } },
  });
  await putTogether(client, 'A', ['1', '2', '3', '4']);
  await clock.quiet();
  await clock.move(60_000);
  expect(batches.map((records) => keys(records).join())).toEqual([
    'A/1,A/2,A/3,A/4',
    'A/1,A/2',
    'A/3,A/4',
    'A/3',
    'A/3',
    'A/3',
    'A/4',
  ]);
  const sequence = batches[3]?.[0]?.dynamodb.SequenceNumber;
  expect(queued).toMatchObject([
    {
      arn: queue,
      body: {
        requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
        DDBStreamBatchInfo: { batchSize: 1, startSequenceNumber: sequence, endSequenceNumber: sequence },
      },
    },
  ]);
});

test('gives up records that grew older than the mapping allows', async () => {
  const { client, batches, queued, clock } = await start(() => broken, {
    MaximumRecordAgeInSeconds: 3600,
    DestinationConfig: { OnFailure: { Destination: 'arn:aws-cn:sqs:cn-north-1:111122223333:failed' } },
  });
  await put(client, 'A', '1');
  await clock.quiet();
  await clock.move(2 * 3600_000);
  expect(batches.length).toBeGreaterThan(5);
  expect(queued).toMatchObject([{ body: { requestContext: { condition: 'RecordAgeExceeded' } } }]);
});

test('delivers what a filter lets through, and passes by the rest for good', async () => {
  const scene = newScene();
  const FilterCriteria = {
    Filters: [
      { Pattern: JSON.stringify({ eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'EVENT#' }] } } } }) },
    ],
  };
  const first = await start(() => fine, { FilterCriteria }, scene);
  await put(first.client, 'A', 'STATE');
  await put(first.client, 'A', 'EVENT#1');
  await put(first.client, 'A', 'EVENT#1', { changed: true });
  await first.clock.quiet();
  expect(keys(first.batches.flat())).toEqual(['A/EVENT#1']);
  await first.stop();
  const second = await start(() => fine, {}, scene);
  await second.clock.quiet();
  expect(second.batches).toEqual([]);
});

test('begins behind what is there when a mapping starts at the latest record', async () => {
  const scene = newScene();
  const first = await start(() => fine, { Enabled: false }, scene);
  await put(first.client, 'A', 'old');
  await first.stop();
  const second = await start(() => fine, { StartingPosition: 'LATEST' }, scene);
  await second.clock.quiet();
  await put(second.client, 'A', 'new');
  await second.clock.quiet();
  expect(keys(second.batches.flat())).toEqual(['A/new']);
});

for (const [what, properties, words] of [
  [
    'a filter on numbers',
    { FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"NewImage":{"a":{"N":[{"numeric":[">",1]}]}}}}' }] } },
    'never match',
  ],
  [
    'an unknown matcher',
    { FilterCriteria: { Filters: [{ Pattern: '{"eventName":[{"cidr":"10.0.0.0/8"}]}' }] } },
    'not support',
  ],
  ['a tumbling window', { TumblingWindowInSeconds: 30 }, 'TumblingWindowInSeconds'],
  ['a topic for failures', { DestinationConfig: { OnFailure: { Destination: 'arn:aws-cn:sns:x' } } }, 'only a queue'],
] as const) {
  test(`refuses ${what} at start`, async () => {
    await expect(start(() => fine, properties)).rejects.toThrow(words);
  });
}
