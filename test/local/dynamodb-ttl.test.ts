import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { openCheckpoints } from '#infra/local/dynamodb/checkpoints';
import { createTables } from '#infra/local/dynamodb/create-tables';
import { startDynamodb } from '#infra/local/dynamodb/dynoxide-process';
import { tableDefinitions } from '#infra/local/dynamodb/tables';
import { expireItems } from '#infra/local/dynamodb/ttl';
import { createWire } from '#infra/local/dynamodb/wire';
import { cleanScenes, fine, keys, newScene, put, start, TableName, tableResource } from './dynamodb-stream-scene.ts';

afterEach(cleanScenes);

test('deletes an item whose time is over, as the service, and tells the stream so', async () => {
  const { client, batches, clock, scene } = await start(() => fine);
  scene.meter.reset();
  const inSeconds = (seconds: number) => Math.floor(clock.now() / 1000) + seconds;
  await put(client, 'short', '1', { expires: inSeconds(60) });
  await put(client, 'long', '1', { expires: inSeconds(48 * 3600) });
  await put(client, 'renewed', '1', { expires: inSeconds(60) });
  await put(client, 'renewed', '1', { expires: inSeconds(90 * 24 * 3600) });
  await put(client, 'text', '1', { expires: 'never' });
  await put(client, 'ancient', '1', { expires: 1 });
  const { writeUnits } = scene.meter.read();
  await clock.move(2 * 3600_000);
  const removed = () => batches.flat().filter(({ eventName }) => eventName === 'REMOVE');
  expect(keys(removed())).toEqual(['short/1']);
  expect(removed()[0]?.userIdentity).toEqual({ type: 'Service', principalId: 'dynamodb.services.example' });
  await clock.move(3 * 24 * 3600_000);
  expect(keys(removed())).toEqual(['short/1', 'long/1']);
  expect(scene.meter.read().writeUnits).toBe(writeUnits);
  await put(client, 'short', '1', { expires: inSeconds(60) });
  await client.send(new DeleteCommand({ TableName, Key: { pk: 'short', sk: '1' } }));
  await clock.quiet();
  expect(removed().at(-1)?.userIdentity).toBeUndefined();
});

test('finds what is to expire again after a restart', async () => {
  const scene = newScene();
  const first = await start(() => fine, {}, scene);
  await put(first.client, 'short', '1', { expires: Math.floor(first.clock.now() / 1000) + 60 });
  await first.clock.quiet();
  await first.stop();
  const second = await start(() => fine, {}, scene);
  await second.clock.move(2 * 3600_000);
  expect(second.batches.flat().map(({ eventName }) => eventName)).toEqual(['REMOVE']);
});

test('leaves an item alone whose time was put off without being noticed', async () => {
  const { place, remove } = newScene();
  const running = await startDynamodb(place, (message) => expect.unreachable(message));
  const wire = createWire(running.url, place.region);
  const tables = tableDefinitions([tableResource], place);
  await createTables(wire, tables);
  const Key = { pk: { S: 'renewed' }, sk: { S: '1' } };
  const inAnHour = (hours: number) => ({ N: String(Math.floor(place.clock.now() / 1000) + hours * 3600) });
  await wire.ask('PutItem', { TableName, Item: { ...Key, expires: inAnHour(1000) } }, z.unknown());
  const checkpoints = openCheckpoints(place);
  const expiry = expireItems({ place, wire, tables, checkpoints, onDelete: () => {} });
  for (const table of tables) expiry.note([{ table, key: Key, after: { ...Key, expires: inAnHour(1) } }]);
  await place.clock.move(5 * 3600_000);
  const found = await wire.ask(
    'GetItem',
    { TableName, Key, ConsistentRead: true },
    z.object({ Item: z.optional(z.unknown()) }),
  );
  expect(found.Item).toBeDefined();
  wire.close();
  checkpoints.close();
  await running.stop();
  remove();
});
