import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, describe, expect, test } from 'vitest';
import { credentialsFor } from '#infra/local/credentials';
import type { Resource } from '#infra/local/engine';
import { documents, documentsBucket, openScene, region, type Scene, webBucket } from './s3-scene.ts';

const Bucket = documents;
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'hubang-s3-'));
  undo.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
};
const open = async (options: Parameters<typeof openScene>[0] = {}) => {
  const scene = await openScene({ stateDir: folder(), ...options });
  undo.push(scene.close);
  return scene;
};
const get = async (scene: Scene, Key: string, VersionId?: string) =>
  (await scene.as('All').send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToString();

test('a killed process loses nothing that it acknowledged, and leaves nothing behind', async () => {
  const stateDir = folder();
  const child = spawn(process.execPath, [join(import.meta.dirname, 's3-victim.ts'), stateDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  undo.push(() => child.kill('SIGKILL'));
  const [line] = await once(child.stdout, 'data');
  const client = new S3Client({
    region,
    endpoint: String(line).trim(),
    credentials: credentialsFor(stateDir).of('All'),
    maxAttempts: 1,
  });
  undo.push(() => client.destroy());
  const kept: { key: string; body: string; versionId: string }[] = [];
  const writer = async (name: number) => {
    for (let round = 0; ; round++) {
      const [key, body] = [`k/${name % 3}`, `${name}-${round}`.repeat(500)];
      const { VersionId = '' } = await client.send(new PutObjectCommand({ Bucket, Key: key, Body: body }));
      kept.push({ key, body, versionId: VersionId });
    }
  };
  const writers = Promise.allSettled([0, 1, 2, 3].map(writer));
  while (kept.length < 40) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill('SIGKILL');
  await once(child, 'exit');
  await writers;

  const scene = await open({ stateDir });
  for (const { key, body, versionId } of kept) expect(await get(scene, key, versionId)).toBe(body);
  const { Contents = [] } = await scene.as('All').send(new ListObjectsV2Command({ Bucket }));
  expect(Contents.map(({ Key }) => Key)).toEqual(['k/0', 'k/1', 'k/2']);
  expect(readdirSync(join(stateDir, 's3', 'pending'))).toEqual([]);
  const files = readdirSync(join(stateDir, 's3', 'objects')).length;
  expect(files).toBeGreaterThanOrEqual(kept.length);
  expect(files).toBeLessThanOrEqual(kept.length + 4);
});

test('what a killed process wrote and never acknowledged is swept away at start', async () => {
  const stateDir = folder();
  for (const name of ['pending', 'objects']) {
    mkdirSync(join(stateDir, 's3', name), { recursive: true });
    writeFileSync(join(stateDir, 's3', name, 'orphan'), 'x');
  }
  await open({ stateDir });
  expect([readdirSync(join(stateDir, 's3', 'pending')), readdirSync(join(stateDir, 's3', 'objects'))]).toEqual([
    [],
    [],
  ]);
});

test('an event that did not reach the bus goes out at the next start', async () => {
  const stateDir = folder();
  const broken = await openScene({ stateDir, busDown: true });
  await expect(broken.as('All').send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }))).rejects.toThrow();
  await broken.close();
  const scene = await open({ stateDir });
  expect(scene.events).toMatchObject([{ 'detail-type': 'Object Created', detail: { object: { key: 'a' } } }]);
  await scene.close();
  undo.pop();
  expect((await open({ stateDir })).events).toEqual([]);
});

describe('lifecycle rules', () => {
  const dayMs = 86_400_000;
  const exists = async (scene: Scene, Key: string, VersionId?: string) => {
    // The clock has moved, so each look has a client that knows it.
    return scene
      .as('All')
      .send(new HeadObjectCommand({ Bucket, Key, VersionId }))
      .then(
        () => true,
        () => false,
      );
  };

  test('expire what is under their prefix at the midnight after its days, and nothing else', async () => {
    const scene = await open({ startAt: Date.parse('2027-03-01T10:00:00Z') });
    for (const Key of ['quarantine/a', 'documents/a'])
      await scene.as('All').send(new PutObjectCommand({ Bucket, Key, Body: '1' }));
    await scene.clock.move(7 * dayMs);
    expect(await exists(scene, 'quarantine/a')).toBe(true);
    await scene.clock.move(15 * 3_600_000);
    expect([await exists(scene, 'quarantine/a'), await exists(scene, 'documents/a')]).toEqual([false, true]);
    expect(scene.events.at(-1)).toMatchObject({
      'detail-type': 'Object Deleted',
      detail: {
        reason: 'Lifecycle Expiration',
        'deletion-type': 'Delete Marker Created',
        object: { key: 'quarantine/a' },
      },
    });
  });

  test('remove a replaced version so many days after it was replaced, also across a restart', async () => {
    const first = await open({ startAt: Date.parse('2027-03-01T10:00:00Z') });
    const { VersionId } = await first.as('All').send(new PutObjectCommand({ Bucket, Key: 'documents/a', Body: '1' }));
    await first.clock.move(20 * dayMs);
    await first.as('All').send(new PutObjectCommand({ Bucket, Key: 'documents/a', Body: '2' }));
    await first.clock.move(20 * dayMs);
    await first.close();
    undo.pop();
    const scene = await open({ stateDir: first.stateDir });
    expect(await exists(scene, 'documents/a', VersionId)).toBe(true);
    await scene.clock.move(11 * dayMs);
    expect([await exists(scene, 'documents/a', VersionId), await exists(scene, 'documents/a')]).toEqual([false, true]);
  });
});

describe('a bucket that is not supported is an error at start', () => {
  const withProperties = (properties: object): Resource => ({
    ...documentsBucket,
    properties: { ...documentsBucket.properties, ...properties },
  });
  const rule = (more: object) =>
    withProperties({ LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ...more }] } });
  test.each([
    ['WebsiteConfiguration', withProperties({ WebsiteConfiguration: { IndexDocument: 'index.html' } })],
    ['Transitions', rule({ Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 1 }] })],
    ['TagFilters', rule({ TagFilters: [{ Key: 'a', Value: 'b' }] })],
    ['VersioningConfiguration', withProperties({ VersioningConfiguration: { Status: 'Suspended' } })],
    ['NotificationConfiguration', withProperties({ NotificationConfiguration: { QueueConfigurations: [] } })],
    [
      'BlockPublicAcls',
      withProperties({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: false,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      }),
    ],
    [
      'ServerSideEncryptionByDefault',
      withProperties({
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms:dsse' } }],
        },
      }),
    ],
  ])('%s', async (name, bucket) => {
    await expect(openScene({ stateDir: folder(), buckets: [bucket] })).rejects.toThrow(name);
  });
});

describe('a built folder', () => {
  const built = () => {
    const path = folder();
    mkdirSync(join(path, 'assets'));
    for (const [name, text] of [
      ['index.html', '<p>'],
      ['assets/app.js', '1'],
      ['assets/app.css', 'a{}'],
    ] as const)
      writeFileSync(join(path, name), text);
    return path;
  };
  const web = async (scene: Scene) =>
    (await scene.as('All').send(new ListObjectsV2Command({ Bucket: 'hubang-web' }))).Contents ?? [];

  test('is copied with content types and metadata, and what it no longer has goes', async () => {
    const scene = await open();
    const source = built();
    scene.engine.deployFolder('hubang-web', source, {
      exclude: ['index.html'],
      prune: false,
      systemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
    });
    scene.engine.deployFolder('hubang-web', source, {
      exclude: ['*'],
      include: ['index.html'],
      prune: false,
      systemMetadata: { 'cache-control': 'no-cache' },
    });
    const head = (Key: string) => scene.as('All').send(new HeadObjectCommand({ Bucket: 'hubang-web', Key }));
    expect(await head('index.html')).toMatchObject({
      ContentType: 'text/html; charset=utf-8',
      CacheControl: 'no-cache',
    });
    expect(await head('assets/app.js')).toMatchObject({
      ContentType: 'text/javascript; charset=utf-8',
      CacheControl: 'public, max-age=31536000, immutable',
    });
    rmSync(join(source, 'assets/app.css'));
    scene.engine.deployFolder('hubang-web', source);
    expect((await web(scene)).map(({ Key }) => Key)).toEqual(['assets/app.js', 'index.html']);
  });

  test('that did not change writes nothing again', async () => {
    const scene = await open({
      buckets: [
        { ...webBucket, properties: { ...webBucket.properties, VersioningConfiguration: { Status: 'Enabled' } } },
      ],
    });
    const source = built();
    const version = async () =>
      (await scene.as('All').send(new HeadObjectCommand({ Bucket: 'hubang-web', Key: 'site/index.html' }))).VersionId;
    scene.engine.deployFolder('hubang-web', source, { prefix: 'site' });
    const first = await version();
    scene.engine.deployFolder('hubang-web', source, { prefix: 'site' });
    expect(await version()).toBe(first);
  });

  test('with a file of an unknown type is an error', async () => {
    const scene = await open();
    const source = built();
    writeFileSync(join(source, 'what.xyz'), '');
    expect(() => scene.engine.deployFolder('hubang-web', source)).toThrow('what.xyz');
  });
});
