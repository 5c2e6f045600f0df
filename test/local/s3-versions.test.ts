import { createHash } from 'node:crypto';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documents, fault, openScene, type Scene } from './s3-scene.ts';

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

describe('versions', () => {
  test('each stay readable, and the latest is what the key gives', async () => {
    const first = await put('v', 'one');
    const second = await put('v', 'two');
    expect(first.VersionId).not.toBe(second.VersionId);
    expect(await text('v')).toBe('two');
    expect(await text('v', { VersionId: first.VersionId })).toBe('one');
    expect(await fault(text('v', { VersionId: 'x'.repeat(32) }))).toMatchObject({ name: 'NoSuchVersion' });
  });

  test('are hidden by a delete marker and come back without it', async () => {
    const first = await put('gone', 'one');
    const marker = await all.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    expect(marker).toMatchObject({ DeleteMarker: true, VersionId: expect.any(String) });
    expect(await fault(text('gone'))).toMatchObject({ name: 'NoSuchKey' });
    expect(await fault(text('gone', { VersionId: marker.VersionId }))).toMatchObject({
      name: 'MethodNotAllowed',
      ...status(405),
    });
    expect(await text('gone', { VersionId: first.VersionId })).toBe('one');
    await all.send(new DeleteObjectCommand({ Bucket, Key: 'gone', VersionId: marker.VersionId }));
    expect(await text('gone')).toBe('one');
    await all.send(new DeleteObjectCommand({ Bucket, Key: 'gone', VersionId: first.VersionId }));
    expect(await fault(text('gone'))).toMatchObject({ name: 'NoSuchKey' });
    expect(scene.events.slice(-2).map((event) => [event['detail-type'], event.detail])).toMatchObject([
      [
        'Object Deleted',
        { reason: 'DeleteObject', 'deletion-type': 'Permanently Deleted', object: { 'version-id': marker.VersionId } },
      ],
      ['Object Deleted', { 'deletion-type': 'Permanently Deleted', object: { 'version-id': first.VersionId } }],
    ]);
  });

  test('do not exist in a bucket without versioning, where the last write counts', async () => {
    const web = 'hubang-web';
    expect((await all.send(new PutObjectCommand({ Bucket: web, Key: 'a', Body: '1' }))).VersionId).toBeUndefined();
    await all.send(new PutObjectCommand({ Bucket: web, Key: 'a', Body: '2' }));
    expect(await (await all.send(new GetObjectCommand({ Bucket: web, Key: 'a' }))).Body?.transformToString()).toBe('2');
    await all.send(new DeleteObjectCommand({ Bucket: web, Key: 'a' }));
    expect(await fault(all.send(new GetObjectCommand({ Bucket: web, Key: 'a' })))).toMatchObject({ name: 'NoSuchKey' });
    expect(scene.events.every(({ resources }) => !resources.includes(`arn:aws-cn:s3:::${web}`))).toBe(true);
  });
});

describe('a copy', () => {
  test('is of the version it names, though its key has a later one', async () => {
    const scanned = await put('quarantine/x', 'scanned', { ContentType: 'application/pdf', Metadata: { by: 'us' } });
    await put('quarantine/x', 'swapped after the scan');
    const CopySource = `${documents}/quarantine/x?versionId=${scanned.VersionId}`;
    const copied = await all.send(
      new CopyObjectCommand({ Bucket, Key: 'documents/x', CopySource, ChecksumAlgorithm: 'SHA256' }),
    );
    expect(copied).toMatchObject({
      CopySourceVersionId: scanned.VersionId,
      VersionId: expect.any(String),
      CopyObjectResult: { ETag: scanned.ETag, ChecksumSHA256: createHash('sha256').update('scanned').digest('base64') },
    });
    const found = await all.send(new GetObjectCommand({ Bucket, Key: 'documents/x' }));
    expect(await found.Body?.transformToString()).toBe('scanned');
    expect(found).toMatchObject({ ContentType: 'application/pdf', Metadata: { by: 'us' } });
    expect(scene.events.at(-1)).toMatchObject({
      'detail-type': 'Object Created',
      detail: { reason: 'CopyObject', object: { key: 'documents/x' } },
    });
  });

  test('takes metadata and tags along, or new ones', async () => {
    await put('from', '1', { ContentType: 'text/plain', Metadata: { a: '1' }, Tagging: 'state=new' });
    const CopySource = `/${documents}/from`;
    await all.send(new CopyObjectCommand({ Bucket, Key: 'same', CopySource }));
    await all.send(
      new CopyObjectCommand({
        Bucket,
        Key: 'other',
        CopySource,
        MetadataDirective: 'REPLACE',
        ContentType: 'text/html',
        TaggingDirective: 'REPLACE',
        Tagging: 'state=clean',
      }),
    );
    expect(await all.send(new HeadObjectCommand({ Bucket, Key: 'same' }))).toMatchObject({
      ContentType: 'text/plain',
      Metadata: { a: '1' },
    });
    expect(await all.send(new HeadObjectCommand({ Bucket, Key: 'other' }))).toMatchObject({
      ContentType: 'text/html',
      Metadata: {},
    });
    const tags = async (Key: string) => (await all.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet;
    expect([await tags('same'), await tags('other')]).toEqual([
      [{ Key: 'state', Value: 'new' }],
      [{ Key: 'state', Value: 'clean' }],
    ]);
    expect(await fault(all.send(new CopyObjectCommand({ Bucket, Key: 'from', CopySource })))).toMatchObject({
      name: 'InvalidRequest',
    });
  });

  test('needs both ends: reading the source with its key and writing the target', async () => {
    await put('secret', '1');
    const CopySource = `${documents}/secret`;
    const copy = (role: string, Key: string) =>
      fault(scene.as(role).send(new CopyObjectCommand({ Bucket, Key, CopySource })));
    expect(await copy('Reader', 'quarantine/y')).toMatchObject({ name: 'AccessDenied' });
    expect(await copy('Uploader', 'quarantine/y')).toMatchObject({ name: 'AccessDenied' });
    expect(await copy('CopierWithoutKey', 'quarantine/y')).toMatchObject({ name: 'AccessDenied' });
    expect(await copy('All', 'quarantine/y')).toEqual({ name: 'none' });
  });
});
