import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documents, fault, keyArn, openScene, type Scene } from './s3-scene.ts';

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

describe('an object', () => {
  test('comes back as it was put, with headers, metadata, checksum and the encryption of its bucket', async () => {
    const kept = await put('a/报告 1.txt', '你好', {
      ContentType: 'text/plain',
      CacheControl: 'no-store',
      Metadata: { kind: 'report' },
    });
    expect(kept).toMatchObject({
      ETag: `"${createHash('md5').update('你好').digest('hex')}"`,
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: keyArn,
      ChecksumCRC32: expect.any(String),
    });
    const found = await all.send(new GetObjectCommand({ Bucket, Key: 'a/报告 1.txt' }));
    expect(await found.Body?.transformToString()).toBe('你好');
    expect(found).toMatchObject({
      ContentType: 'text/plain',
      CacheControl: 'no-store',
      Metadata: { kind: 'report' },
      VersionId: kept.VersionId,
      ChecksumCRC32: kept.ChecksumCRC32,
      ContentLength: 6,
    });
  });

  test('may be sent as a stream, whose checksum follows after the last chunk', async () => {
    const body = Buffer.alloc(200_000, 'abc');
    const kept = await put('stream', '', {
      Body: Readable.from([body.subarray(0, 70_000), body.subarray(70_000)]),
      ContentLength: body.length,
      ContentEncoding: 'identity',
    });
    expect(kept.ChecksumCRC32).toEqual(expect.any(String));
    const found = await all.send(new GetObjectCommand({ Bucket, Key: 'stream' }));
    expect(Buffer.from((await found.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
    expect(found.ContentEncoding).toBe('identity');
  });

  test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'is checked against its %s',
    async (ChecksumAlgorithm) => {
      const kept = await put('sum', '123456789', { ChecksumAlgorithm });
      const known = {
        CRC32: 'y/Q5Jg==',
        CRC32C: '4waSgw==',
        CRC64NVME: 'rosUhgp5mIg=',
        SHA1: '98O8HYCOBHMq32eZ2zcoftt5Gd8='.length,
        SHA256: 'FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=',
      }[ChecksumAlgorithm];
      const name = `Checksum${ChecksumAlgorithm}` as const;
      if (typeof known === 'string') expect(kept[name]).toBe(known);
      const wrong = createHash('sha256')
        .update('else')
        .digest()
        .subarray(0, { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 }[ChecksumAlgorithm]);
      expect(await fault(put('sum', '123456789', { [name]: wrong.toString('base64') }))).toMatchObject({
        name: 'BadDigest',
        ...status(400),
      });
      expect(await fault(put('sum', '123456789', { [name]: 'AA==' }))).toMatchObject({
        name: 'InvalidRequest',
        ...status(400),
      });
    },
  );

  test('is checked against its Content-MD5', async () => {
    expect(
      await fault(put('md5', 'text', { ContentMD5: createHash('md5').update('else').digest('base64') })),
    ).toMatchObject({ name: 'BadDigest' });
    expect(await fault(put('md5', 'text', { ContentMD5: 'short' }))).toMatchObject({ name: 'InvalidDigest' });
    await put('md5', 'text', { ContentMD5: createHash('md5').update('text').digest('base64') });
  });

  test('is not put where one is, if asked not to', async () => {
    await put('once', '1', { IfNoneMatch: '*' });
    expect(await fault(put('once', '2', { IfNoneMatch: '*' }))).toMatchObject({
      name: 'PreconditionFailed',
      ...status(412),
    });
    expect(await text('once')).toBe('1');
  });

  test('is given in ranges', async () => {
    await put('range', '0123456789');
    const answer = await all.send(new GetObjectCommand({ Bucket, Key: 'range', Range: 'bytes=2-4' }));
    expect(await answer.Body?.transformToString()).toBe('234');
    expect(answer).toMatchObject({
      ContentRange: 'bytes 2-4/10',
      ContentLength: 3,
      $metadata: { httpStatusCode: 206 },
    });
    expect(await text('range', { Range: 'bytes=-3' })).toBe('789');
    expect(await text('range', { Range: 'bytes=7-' })).toBe('789');
    expect(await text('range', { Range: 'bytes=8-99' })).toBe('89');
    expect(await fault(text('range', { Range: 'bytes=10-' }))).toMatchObject({ name: 'InvalidRange', ...status(416) });
  });

  test('is not sent again to who has it', async () => {
    const { ETag } = await put('cached', 'text');
    expect(await fault(text('cached', { IfNoneMatch: ETag }))).toMatchObject(status(304));
    expect(await text('cached', { IfNoneMatch: '"else"' })).toBe('text');
    expect(await fault(text('cached', { IfMatch: '"else"' }))).toMatchObject({
      name: 'PreconditionFailed',
      ...status(412),
    });
  });

  test('that is not there is NoSuchKey, for who may list the bucket', async () => {
    expect(await fault(text('nothing'))).toMatchObject({ name: 'NoSuchKey', ...status(404) });
    expect(await fault(all.send(new HeadObjectCommand({ Bucket, Key: 'nothing' })))).toMatchObject({
      name: 'NotFound',
      ...status(404),
    });
    expect(await fault(scene.as('Reader').send(new GetObjectCommand({ Bucket, Key: 'nothing' })))).toMatchObject({
      name: 'AccessDenied',
      ...status(403),
    });
    expect(await fault(all.send(new GetObjectCommand({ Bucket: 'elsewhere', Key: 'a' })))).toMatchObject({
      name: 'NoSuchBucket',
    });
  });
});

test('tags are put and got as a whole, per version', async () => {
  const first = await put('tagged', '1');
  await put('tagged', '2');
  const TagSet = [
    { Key: 'a & b', Value: '<安全>' },
    { Key: 'scan', Value: '' },
  ];
  await all.send(
    new PutObjectTaggingCommand({ Bucket, Key: 'tagged', VersionId: first.VersionId, Tagging: { TagSet } }),
  );
  expect(
    (await all.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged', VersionId: first.VersionId }))).TagSet,
  ).toEqual(TagSet);
  expect((await all.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' }))).TagSet).toEqual([]);
  const twice = {
    TagSet: [
      { Key: 'a', Value: '1' },
      { Key: 'a', Value: '2' },
    ],
  };
  expect(await fault(all.send(new PutObjectTaggingCommand({ Bucket, Key: 'tagged', Tagging: twice })))).toMatchObject({
    name: 'InvalidTag',
  });
});

test('a list gives the keys under a prefix in order, page by page', async () => {
  for (const Key of ['list/c', 'list/a', 'list/é', 'list/b', 'listless', 'list/gone']) await put(Key, 'x');
  await all.send(new DeleteObjectCommand({ Bucket, Key: 'list/gone' }));
  const keys: (string | undefined)[] = [];
  let ContinuationToken: string | undefined;
  let pages = 0;
  do {
    const page = await all.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/', MaxKeys: 3, ContinuationToken }));
    keys.push(...(page.Contents ?? []).map(({ Key }) => Key));
    ContinuationToken = page.NextContinuationToken;
    pages++;
  } while (ContinuationToken !== undefined);
  expect({ keys, pages }).toEqual({ keys: ['list/a', 'list/b', 'list/c', 'list/é'], pages: 2 });
  expect(await fault(all.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' })))).toMatchObject({
    name: 'NotImplemented',
    ...status(501),
  });
});
