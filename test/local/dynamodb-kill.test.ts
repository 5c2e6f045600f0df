import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { findBinary, startDynamodb } from '#infra/local/dynamodb/dynoxide-process';
import { openDynamodb } from '#infra/local/dynamodb/open';
import { streamArn } from '#infra/local/dynamodb/tables';
import type { Resource } from '#infra/local/engine';
import { newPlace, region, serve } from './dynamodb-scene.ts';

const TableName = 'hubang-test';
const table: Resource = {
  id: 'data.Table',
  type: 'AWS::DynamoDB::Table',
  properties: {
    TableName,
    AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
  },
};
const Records = z.object({
  Records: z.array(
    z.object({ eventID: z.string(), dynamodb: z.object({ Keys: z.object({ sk: z.object({ S: z.string() }) }) }) }),
  ),
});

/** Two rows that must be there both or not at all. */
const pair = (writer: number, n: number) =>
  new TransactWriteCommand({
    TransactItems: ['LEFT', 'RIGHT'].map((pk) => ({
      Put: { TableName, Item: { pk, sk: `${writer}-${n}` }, ConditionExpression: 'attribute_not_exists(pk)' },
    })),
  });

async function allOf(client: DynamoDBClient, pk: string) {
  const found: string[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ExclusiveStartKey,
      }),
    );
    found.push(...(page.Items ?? []).map(({ sk }) => String(sk)));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return found.toSorted();
}

test('loses nothing that was acknowledged, and halves nothing, when the process is killed under its writers', async () => {
  const scene = newPlace();
  const { place } = scene;
  const crashes: string[] = [];
  const mapping: Resource = {
    id: 'data.Mapping',
    type: 'AWS::Lambda::EventSourceMapping',
    properties: {
      EventSourceArn: streamArn(place, TableName),
      FunctionName: 'outbox',
      StartingPosition: 'TRIM_HORIZON',
    },
  };
  const dynamodb = await openDynamodb({
    ...scene,
    resources: [table, mapping],
    urlSuffix: 'services.example',
    onCrash: (message) => crashes.push(message),
  });
  const delivered = new Map<string, string>();
  dynamodb.startMappings(
    async (_, payload) => {
      for (const {
        eventID,
        dynamodb: { Keys },
      } of Records.parse(payload).Records)
        delivered.set(eventID, Keys.sk.S);
      return { ok: true, payload: null };
    },
    () => expect.unreachable('nothing fails'),
  );
  const { client, close } = await serve(dynamodb.engine, place);

  const acknowledged: string[] = [];
  let isOver = false;
  const write = async (writer: number) => {
    for (let n = 0; !isOver; n += 1) {
      const done = await client.send(pair(writer, n)).then(
        () => true,
        () => false,
      );
      if (done) acknowledged.push(`${writer}-${n}`);
    }
  };
  const writers = [0, 1, 2, 3].map(write);
  const killed = new Set<number>();
  for (let kill = 0; kill < 3; kill += 1) {
    const before = acknowledged.length;
    await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(before + 20);
    const pid = Number(readFileSync(join(place.stateDir, 'dynamodb', 'pid'), 'utf8'));
    killed.add(pid);
    process.kill(pid, 'SIGKILL');
  }
  const before = acknowledged.length;
  await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(before);
  isOver = true;
  await Promise.all(writers);

  const [left, right] = [await allOf(client, 'LEFT'), await allOf(client, 'RIGHT')];
  expect(left).toEqual(right);
  expect(new Set(left)).toEqual(new Set([...left, ...acknowledged]));
  expect([killed.size, crashes.length]).toEqual([3, 3]);
  await place.clock.quiet();
  await place.clock.move(120_000);
  expect([...delivered.values()].toSorted()).toEqual([...left, ...right].toSorted());
  await close();
  await dynamodb.stop();
  scene.remove();
});

test('ends the engine that a killed run left behind, before it opens the same file', async () => {
  const { place, remove } = newPlace();
  const script = `
    import { startDynamodb } from '#infra/local/dynamodb/dynoxide-process';
    await startDynamodb(${JSON.stringify({ stateDir: place.stateDir, region })}, () => {});
    process.kill(process.pid, 'SIGKILL');`;
  spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: join(import.meta.dirname, '../..') });
  const pid = Number(readFileSync(join(place.stateDir, 'dynamodb', 'pid'), 'utf8'));
  expect(process.kill(pid, 0)).toBe(true);
  const endpoint = await startDynamodb(place, (message) => expect.unreachable(message));
  await expect.poll(() => isAlive(pid)).toBe(false);
  await endpoint.stop();
  remove();
});

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

test('says what to do where no engine is embedded', () => {
  expect(() => findBinary('sunos-sparc')).toThrow(/no embedded DynamoDB for sunos-sparc.*HUBANG_DYNAMODB_ENDPOINT=/);
});

test('takes the endpoint that the environment names instead of a process of its own', async () => {
  const { place, remove } = newPlace();
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers['x-amz-target']);
    response.end('{"TableNames":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.parse(z.object({ port: z.number() }), server.address());
  const url = `http://127.0.0.1:${port}`;
  const endpoint = await startDynamodb(place, expect.unreachable, { HUBANG_DYNAMODB_ENDPOINT: url });
  expect(endpoint.url).toBe(url);
  expect(asked).toEqual(['DynamoDB_20120810.ListTables']);
  server.closeAllConnections();
  server.close();
  remove();
});
