import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, ResourceNotFoundException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GenerateDataKeyCommand, KMSClient, NotFoundException } from '@aws-sdk/client-kms';
import { GetObjectCommand, HeadObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { MessageRejected, SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { credentialsFor } from '#infra/local/credentials';
import { AwsFault } from '#infra/local/engine';
import { getItem, nameOf, openScene, refusal, type Scene, transaction } from './door-scene.ts';

const DAY_MS = 86_400_000;

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

describe('a call through the door', () => {
  it('reaches the engine of its service with operation, body and the role that signed', async () => {
    await new DynamoDBClient(scene.options()).send(getItem());
    const [call] = scene.dynamodb.calls;
    expect(call).toMatchObject({ service: 'dynamodb', operation: 'GetItem', method: 'POST', path: '/' });
    expect(call?.principal).toEqual({ roleId: 'Api.Fund', accessKeyId: scene.credentials.of('Api.Fund').accessKeyId });
    expect(JSON.parse(call?.body.toString() ?? '')).toMatchObject({ TableName: 'Grants' });

    scene.s3.script.answer = async () => ({ status: 200, headers: { etag: '"e"' } });
    const put = new PutObjectCommand({ Bucket: 'docs', Key: 'clean/沪.pdf', Body: '%PDF' });
    expect(await new S3Client(scene.options()).send(put)).toMatchObject({ ETag: '"e"' });
    expect(scene.s3.calls[0]).toMatchObject({ operation: '', method: 'PUT', path: '/docs/clean/%E6%B2%AA.pdf' });
    expect(scene.s3.calls[0]?.body.toString()).toBe('%PDF');
    expect(scene.s3.calls[0]?.query.get('x-id')).toBe('PutObject');
  });

  it('is refused without being let in when its key, its secret, its region or its service is another', async () => {
    const { accessKeyId } = scene.credentials.of('Api.Fund');
    const wrongSecret = { ...scene.options(), credentials: { accessKeyId, secretAccessKey: 'guessed' } };
    const stranger = { ...scene.options(), credentials: { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'x' } };
    expect(await nameOf(new DynamoDBClient(wrongSecret).send(getItem()))).toBe('InvalidSignatureException');
    expect(await nameOf(new DynamoDBClient(stranger).send(getItem()))).toBe('UnrecognizedClientException');
    const object = new GetObjectCommand({ Bucket: 'docs', Key: 'clean/a' });
    expect(await nameOf(new S3Client(wrongSecret).send(object))).toBe('SignatureDoesNotMatch');
    const elsewhere = await refusal(new DynamoDBClient({ ...scene.options(), region: 'eu-central-1' }).send(getItem()));
    expect(elsewhere.message).toContain('cn-north-1, not to eu-central-1');
    const unknown = await refusal(new SQSClient(scene.options()).send(new ListQueuesCommand()));
    expect(unknown.message).toBe('The local run has no service sqs, only dynamodb, s3, kms, ses.');
    expect([...scene.dynamodb.calls, ...scene.s3.calls]).toEqual([]);
  });

  it('is refused when the role is another, or the table, or one leading key of many', async () => {
    const fund = new DynamoDBClient(scene.options());
    expect(await nameOf(fund.send(getItem()))).toBe('accepted');
    expect(await nameOf(fund.send(transaction('FUND#1', 'FUND#2')))).toBe('accepted');
    const letIn = scene.dynamodb.calls.length;
    expect(await nameOf(new DynamoDBClient(scene.options('Api.Other')).send(getItem()))).toBe('AccessDeniedException');
    expect(await nameOf(new DynamoDBClient(scene.options('Api.Unheard')).send(getItem()))).toBe(
      'AccessDeniedException',
    );
    expect(await nameOf(fund.send(getItem('FUND#1', 'Other')))).toBe('AccessDeniedException');
    expect(await nameOf(fund.send(getItem('PERSON#1')))).toBe('AccessDeniedException');
    expect(await nameOf(fund.send(transaction('FUND#1', 'PERSON#1')))).toBe('AccessDeniedException');
    expect(scene.dynamodb.calls).toHaveLength(letIn);
    const other = new GetObjectCommand({ Bucket: 'docs', Key: 'quarantine/a' });
    expect(await nameOf(new S3Client(scene.options()).send(other))).toBe('AccessDenied');
  });

  it('without a signature goes to S3, without a principal, whatever its form', async () => {
    scene.s3.script.answer = async ({ headers }) => {
      throw new AwsFault('AccessDenied', `refused by the engine: ${headers['content-type'] ?? 'nothing'}`, 403);
    };
    const form = new FormData();
    form.set('key', 'quarantine/a');
    form.set('file', new Blob(['%PDF']));
    const posted = await fetch(`${scene.door.url}/docs`, { method: 'POST', body: form });
    expect(await posted.text()).toContain('<Message>refused by the engine: multipart/form-data');
    await fetch(`${scene.door.url}/docs`, { method: 'OPTIONS', headers: { origin: 'http://a' } });
    await fetch(`${scene.door.url}/docs/clean/a`);
    expect(scene.s3.calls.map(({ method, principal }) => [method, principal])).toEqual([
      ['POST', undefined],
      ['OPTIONS', undefined],
      ['GET', undefined],
    ]);
    expect(scene.s3.calls[0]?.body.toString()).toContain('%PDF');
    const anonymous = await fetch(scene.door.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem', 'content-type': 'application/x-amz-json-1.0' },
      body: '{}',
    });
    expect(await anonymous.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
    expect(scene.dynamodb.calls).toEqual([]);
  });

  it('has a link as its signature too, until the moved clock is past it', async () => {
    const get = new GetObjectCommand({ Bucket: 'docs', Key: 'clean/a' });
    const link = await getSignedUrl(new S3Client(scene.options()), get, { expiresIn: 3_600 });
    expect((await fetch(link)).status).toBe(200);
    const forbidden = await getSignedUrl(
      new S3Client(scene.options()),
      new GetObjectCommand({ Bucket: 'docs', Key: 'quarantine/a' }),
    );
    expect((await fetch(forbidden)).status).toBe(403);
    await scene.clock.move(2 * 3_600_000);
    const late = await fetch(link);
    expect(late.status).toBe(403);
    expect(await late.text()).toContain('Request has expired');
  });

  it('is work of the clock, which waits for its answer', async () => {
    let answered = false;
    scene.dynamodb.script.answer = async () => {
      await sleep(60);
      answered = true;
      return { status: 200, body: '{}' };
    };
    const sent = new DynamoDBClient(scene.options()).send(getItem());
    while (scene.dynamodb.calls.length === 0) await sleep(1);
    await scene.clock.quiet();
    expect(answered).toBe(true);
    await sent;
  });

  it('with a body that is too large is refused with the reason', async () => {
    const answer = await fetch(`${scene.door.url}/docs`, { method: 'POST', body: Buffer.alloc(65 * 1024 * 1024) });
    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain('<Code>EntityTooLarge</Code>');
  });
});

describe('an answer', () => {
  it('carries the date of the moved clock and an id, and a client that lags behind learns from it', async () => {
    await scene.clock.move(30 * DAY_MS);
    const answer = await fetch(`${scene.door.url}/docs/clean/a`);
    expect(Math.abs(Date.parse(answer.headers.get('date') ?? '') - scene.clock.now())).toBeLessThan(5_000);
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await nameOf(new DynamoDBClient(scene.options()).send(getItem()))).toBe('InvalidSignatureException');
    expect(await nameOf(new DynamoDBClient(scene.options('Api.Fund', 2)).send(getItem()))).toBe('accepted');
  });

  it("is an error in the service's own shape, which the client knows by its class", async () => {
    scene.dynamodb.script.answer = async () => {
      throw new AwsFault('TransactionCanceledException', 'cancelled', 400, {
        CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Item: { v: { N: '3' } } }],
      });
    };
    const cancelled = await new DynamoDBClient(scene.options())
      .send(transaction('FUND#1', 'FUND#2'))
      .catch((error: unknown) => error);
    expect(cancelled).toBeInstanceOf(TransactionCanceledException);
    expect(cancelled).toMatchObject({
      message: 'cancelled',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Item: { v: { N: '3' } } }],
    });
    const failing = (code: string, status: number) => async () => {
      throw new AwsFault(code, `<${code}> & more`, status);
    };
    scene.dynamodb.script.answer = failing('ResourceNotFoundException', 400);
    await expect(new DynamoDBClient(scene.options()).send(getItem())).rejects.toBeInstanceOf(ResourceNotFoundException);
    scene.kms.script.answer = failing('NotFoundException', 400);
    const dataKey = new GenerateDataKeyCommand({ KeyId: 'k', KeySpec: 'AES_256' });
    await expect(new KMSClient(scene.options()).send(dataKey)).rejects.toBeInstanceOf(NotFoundException);
    scene.ses.script.answer = failing('MessageRejected', 400);
    await expect(new SESv2Client(scene.options()).send(new SendEmailCommand({ Content: {} }))).rejects.toBeInstanceOf(
      MessageRejected,
    );
    scene.s3.script.answer = failing('NoSuchKey', 404);
    const missing = await new S3Client(scene.options())
      .send(new GetObjectCommand({ Bucket: 'docs', Key: 'clean/a' }))
      .catch((error: unknown) => error);
    expect(missing).toBeInstanceOf(NoSuchKey);
    expect(missing).toMatchObject({ message: '<NoSuchKey> & more', $metadata: { httpStatusCode: 404 } });
    expect(
      await nameOf(new S3Client(scene.options()).send(new HeadObjectCommand({ Bucket: 'docs', Key: 'clean/a' }))),
    ).toBe('NotFound');
  });

  it('of an engine that broke is a failure of the server, not of the call', async () => {
    scene.kms.script.answer = () => Promise.reject(new Error('broken on purpose'));
    const dataKey = new GenerateDataKeyCommand({ KeyId: 'k', KeySpec: 'AES_256' });
    const failure = await new KMSClient(scene.options()).send(dataKey).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
    expect(String(failure)).not.toContain('on purpose');
  });
});

describe('keys', () => {
  it('of a role are the same after a restart, and nobody knows those of a role that was not asked for', () => {
    const keys = scene.credentials.of('Api.Fund');
    const again = credentialsFor(scene.stateDir);
    expect(again.secretOf(keys.accessKeyId)).toBeUndefined();
    expect(again.of('Api.Fund')).toEqual(keys);
    expect(again.roleOf(keys.accessKeyId)).toBe('Api.Fund');
    expect(again.of('Api.Other')).not.toEqual(keys);
    expect(credentialsFor(join(scene.stateDir, 'other')).of('Api.Fund')).not.toEqual(keys);
  });
});
