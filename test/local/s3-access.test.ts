import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documents, fault, openScene, pdf, region, type Scene, send } from './s3-scene.ts';

let scene: Scene;
let all: S3Client;
beforeAll(async () => {
  scene = await openScene();
  all = scene.as('All');
});
afterAll(() => scene.clear());

const Bucket = documents;
const put = (Key: string, Body: string | Buffer, more: Partial<PutObjectCommandInput> = {}) =>
  all.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const text = async (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
  (await all.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString();
const status = (httpStatusCode: number) => ({ metadata: { httpStatusCode } });

describe('permissions', () => {
  const get = (role: string, more: object = {}) =>
    fault(scene.as(role).send(new GetObjectCommand({ Bucket, Key: 'p', ...more })));

  test('are asked for each call: reading needs the key, a version an action of its own, a write a data key', async () => {
    const { VersionId } = await put('p', '1');
    expect(await get('Reader')).toEqual({ name: 'none' });
    expect(await get('ReaderWithoutKey')).toMatchObject({ name: 'AccessDenied', ...status(403) });
    expect(await get('Reader', { VersionId })).toMatchObject({ name: 'AccessDenied' });
    const write = (role: string, Key: string) =>
      fault(scene.as(role).send(new PutObjectCommand({ Bucket, Key, Body: '1' })));
    expect(await write('Uploader', 'quarantine/p')).toEqual({ name: 'none' });
    expect(await write('UploaderWithoutKey', 'quarantine/p')).toMatchObject({ name: 'AccessDenied' });
    expect(await write('Uploader', 'documents/p')).toMatchObject({ name: 'AccessDenied' });
    expect(await fault(scene.as('Reader').send(new ListObjectsV2Command({ Bucket })))).toMatchObject({
      name: 'AccessDenied',
    });
    expect(await fault(scene.as('Reader').send(new DeleteObjectCommand({ Bucket, Key: 'p' })))).toMatchObject({
      name: 'AccessDenied',
    });
  });

  test('are never given to who does not sign', async () => {
    await put('p', '1');
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? 'x' : null;
      expect((await fetch(`${scene.url}/${documents}/p`, { method, body })).status).toBe(403);
    }
    expect(await text('p')).toBe('1');
  });
});

test('an operation that is not supported says so by its name', async () => {
  const message = (promise: Promise<unknown>) =>
    promise.then(
      () => 'none',
      (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : ''),
    );
  expect(await message(all.send(new CreateMultipartUploadCommand({ Bucket, Key: 'a' })))).toMatch(
    /^NotImplemented: .*CreateMultipartUpload/,
  );
  expect(await message(all.send(new ListObjectsCommand({ Bucket })))).toMatch(/^NotImplemented: .*ListObjects/);
  expect(await message(all.send(new ListBucketsCommand({})))).toMatch(/^NotImplemented: .*ListBuckets/);
  expect(await message(put('a', '1', { StorageClass: 'GLACIER' }))).toMatch(/^NotImplemented: .*GLACIER/);
  expect(await message(put('a', '1', { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: new Date() }))).toMatch(
    /^NotImplemented: .*x-amz-object-lock/,
  );
});

test('a link gives one version as an attachment, until it expires', async () => {
  const { VersionId } = await put('documents/link', 'linked', { ContentType: 'application/pdf' });
  await put('documents/link', 'later');
  const command = new GetObjectCommand({
    Bucket,
    Key: 'documents/link',
    VersionId,
    ResponseContentDisposition: 'attachment; filename="a.pdf"',
    ResponseContentType: 'application/octet-stream',
  });
  const link = await getSignedUrl(all, command, { expiresIn: 60, signingDate: new Date(scene.clock.now()) });
  const answer = await fetch(link);
  expect(await answer.text()).toBe('linked');
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-disposition': 'attachment; filename="a.pdf"',
    'content-type': 'application/octet-stream',
  });
  expect((await fetch(link.replace('a.pdf', 'b.pdf'))).status).toBe(403);
  const old = await getSignedUrl(all, command, { expiresIn: 60, signingDate: new Date(scene.clock.now() - 61_000) });
  expect((await fetch(old)).status).toBe(403);
  const forbidden = await getSignedUrl(scene.as('Nobody'), new GetObjectCommand({ Bucket, Key: 'documents/link' }), {
    expiresIn: 60,
  });
  expect((await fetch(forbidden)).status).toBe(403);
});

test('a client that knows only AWS_ENDPOINT_URL addresses the bucket in the path, in calls, links and forms', async () => {
  process.env['AWS_ENDPOINT_URL'] = scene.url;
  const client = new S3Client({ region, credentials: scene.credentials.of('All') });
  try {
    await client.send(new PutObjectCommand({ Bucket, Key: 'env', Body: pdf }));
    const link = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'env' }));
    expect(link.startsWith(`${scene.url}/${documents}/env?`)).toBe(true);
    expect((await fetch(link)).status).toBe(200);
    const { url, fields } = await createPresignedPost(client, { Bucket, Key: 'env' });
    expect(url).toBe(`${scene.url}/${documents}`);
    expect((await send(url, fields)).status).toBe(204);
  } finally {
    delete process.env['AWS_ENDPOINT_URL'];
    client.destroy();
  }
});
