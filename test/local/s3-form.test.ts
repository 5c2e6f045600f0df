import { createHash } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documents, openScene, origin, pdf, presign, type Scene, send, sign } from './s3-scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.clear());

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64');

describe('a form that a role signed', () => {
  test('uploads the file to its key, with type, metadata and a version', async () => {
    const { url, fields } = await presign(scene, 'Uploader', {
      Fields: { 'Content-Type': 'application/pdf', 'x-amz-meta-document': 'd-1' },
    });
    expect(url).toBe(`${scene.url}/${documents}`);
    const answer = await send(url, fields);
    expect(answer).toMatchObject({ status: 204, text: '' });
    expect(answer.headers.get('etag')).toBe(`"${createHash('md5').update(pdf).digest('hex')}"`);
    const VersionId = answer.headers.get('x-amz-version-id') ?? '';
    const found = await scene
      .as('All')
      .send(new GetObjectCommand({ Bucket: documents, Key: 'quarantine/one.pdf', VersionId }));
    expect(Buffer.from((await found.Body?.transformToByteArray()) ?? [])).toEqual(pdf);
    expect(found).toMatchObject({ ContentType: 'application/pdf', Metadata: { document: 'd-1' }, VersionId });
    expect(scene.events.at(-1)).toMatchObject({
      bus: 'default',
      source: 'aws.s3',
      'detail-type': 'Object Created',
      resources: [`arn:aws-cn:s3:::${documents}`],
      detail: {
        version: '0',
        bucket: { name: documents },
        object: { key: 'quarantine/one.pdf', size: pdf.length, 'version-id': VersionId },
        reason: 'POST Object',
      },
    });
  });

  test('answers 201 with a document where the form asks for it', async () => {
    const { url, fields } = await presign(scene, 'Uploader', {
      Fields: { 'Content-Type': 'application/pdf', success_action_status: '201' },
    });
    const answer = await send(url, fields);
    expect(answer.status).toBe(201);
    expect(answer.text).toContain('<Key>quarantine/one.pdf</Key>');
  });

  test('puts the name of the file into the key where the form says so', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is S3's own placeholder.
    const { url, fields } = await presign(scene, 'Uploader', { Key: 'quarantine/${filename}' });
    expect((await send(url, fields)).status).toBe(204);
    const head = await scene.as('All').send(new HeadObjectCommand({ Bucket: documents, Key: 'quarantine/申请书.pdf' }));
    expect(head.ContentLength).toBe(pdf.length);
  });

  test('takes the checksum that it was signed for, and nothing else', async () => {
    const { url, fields } = await presign(scene, 'Uploader', {
      Fields: {
        'Content-Type': 'application/pdf',
        'x-amz-checksum-algorithm': 'SHA256',
        'x-amz-checksum-sha256': sha256(pdf),
      },
    });
    expect((await send(url, fields)).status).toBe(204);
    const head = await scene
      .as('All')
      .send(new HeadObjectCommand({ Bucket: documents, Key: 'quarantine/one.pdf', ChecksumMode: 'ENABLED' }));
    expect(head.ChecksumSHA256).toBe(sha256(pdf));
    const other = Buffer.from(pdf);
    other.write('X', 20);
    expect(await send(url, fields, other)).toMatchObject({ status: 400, code: 'BadDigest' });
    expect(await send(url, { ...fields, 'x-amz-checksum-sha256': sha256(other) }, other)).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
    const { 'x-amz-checksum-sha256': _, ...without } = fields;
    expect(await send(url, without, other)).toMatchObject({ status: 403, code: 'AccessDenied' });
  });

  test('may carry fields to ignore, and anything after the file', async () => {
    const { url, fields } = await presign(scene, 'Uploader');
    expect((await send(url, { ...fields, 'x-ignore-note': 'from the page' })).status).toBe(204);
    const body = [...Object.entries(fields), ['file', 'twelve bytes'], ['late', 'ignored']].map(
      ([name, value]) =>
        `--edge\r\nContent-Disposition: form-data; name="${name}"${name === 'file' ? '; filename="a"' : ''}\r\n\r\n${value}\r\n`,
    );
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=edge' },
      body: `${body.join('')}--edge--\r\n`,
    });
    expect(response.status).toBe(204);
  });
});

describe('a form is refused when', () => {
  const refused = async (
    changes: { fields?: Record<string, string>; file?: Buffer; role?: string },
    expected: { status: number; code: string; message?: string },
  ) => {
    const { url, fields } = await presign(scene, changes.role ?? 'Uploader');
    const before = scene.events.length;
    const answer = await send(url, { ...fields, ...changes.fields }, changes.file ?? pdf);
    expect(answer).toMatchObject(expected);
    expect(answer.headers.get('content-type')).toBe('application/xml');
    expect(scene.events).toHaveLength(before);
  };

  test('the file is too large', () =>
    refused(
      { file: Buffer.alloc(5_001) },
      { status: 400, code: 'EntityTooLarge', message: 'Your proposed upload exceeds the maximum allowed size' },
    ));
  test('the file is too small', () =>
    refused(
      { file: Buffer.alloc(9) },
      { status: 400, code: 'EntityTooSmall', message: 'Your proposed upload is smaller than the minimum allowed size' },
    ));
  test('it says another type', () =>
    refused(
      { fields: { 'Content-Type': 'text/html' } },
      {
        status: 403,
        code: 'AccessDenied',
        message:
          'Invalid according to Policy: Policy Condition failed: [&quot;eq&quot;, &quot;$Content-Type&quot;, &quot;application/pdf&quot;]',
      },
    ));
  test('it names another key', () =>
    refused({ fields: { key: 'quarantine/two.pdf' } }, { status: 403, code: 'AccessDenied' }));
  test('it has a field that the policy does not speak of', () =>
    refused(
      { fields: { 'x-amz-meta-extra': '1' } },
      {
        status: 403,
        code: 'AccessDenied',
        message: 'Invalid according to Policy: Extra input fields: x-amz-meta-extra',
      },
    ));
  test('its signature was changed', () =>
    refused({ fields: { 'X-Amz-Signature': '0'.repeat(64) } }, { status: 403, code: 'SignatureDoesNotMatch' }));
  test('its policy was changed', () =>
    refused(
      { fields: { Policy: Buffer.from('{"expiration":"2099-01-01T00:00:00Z","conditions":[]}').toString('base64') } },
      { status: 403, code: 'SignatureDoesNotMatch' },
    ));
  test('the signing role may not write', () =>
    refused({ role: 'Nobody' }, { status: 403, code: 'AccessDenied', message: 'Access Denied' }));
  test('the signing role may not use the key of the bucket', () =>
    refused({ role: 'UploaderWithoutKey' }, { status: 403, code: 'AccessDenied', message: 'Access Denied' }));

  test('the signing role may write elsewhere only', async () => {
    const { url, fields } = await presign(scene, 'Uploader', { Key: 'documents/one.pdf' });
    expect(await send(url, fields)).toMatchObject({ status: 403, code: 'AccessDenied', message: 'Access Denied' });
  });

  test('nobody signed it', async () => {
    expect(await send(`${scene.url}/${documents}`, { key: 'quarantine/one.pdf' })).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
  });

  test('a field is missing', async () => {
    const { url, fields } = await presign(scene, 'Uploader');
    const { 'X-Amz-Signature': _, ...unsigned } = fields;
    expect(await send(url, unsigned)).toMatchObject({ status: 400, code: 'InvalidArgument' });
    const { key, ...keyless } = fields;
    expect(key).toBe('quarantine/one.pdf');
    expect(await send(url, keyless)).toMatchObject({ status: 400, code: 'InvalidArgument' });
    const { 'Content-Type': type, ...untyped } = fields;
    expect(type).toBe('application/pdf');
    expect(await send(url, untyped)).toMatchObject({ status: 403, code: 'AccessDenied' });
  });

  test('it brings no file', async () => {
    const { url, fields } = await presign(scene, 'Uploader');
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    const response = await fetch(url, { method: 'POST', body: form });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('POST requires exactly one file upload per request.');
  });

  test('it goes to another bucket, or its policy names none', async () => {
    const { fields } = await presign(scene, 'All');
    const { bucket, ...rest } = fields;
    expect(bucket).toBe(documents);
    expect(await send(`${scene.url}/hubang-web`, rest)).toMatchObject({ status: 403, code: 'AccessDenied' });
    const anyBucket = sign(scene, 'All', [{ key: 'a' }], { key: 'a' });
    expect(await send(`${scene.url}/${documents}`, anyBucket)).toMatchObject({
      code: 'AccessDenied',
      message: 'Invalid according to Policy: Extra input fields: bucket',
    });
  });

  test('its policy has a condition of an unknown kind, or is none', async () => {
    const url = `${scene.url}/${documents}`;
    const conditions = [{ bucket: documents }, { key: 'a' }];
    expect(
      await send(url, sign(scene, 'All', [...conditions, ['ends-with', '$key', 'a']], { key: 'a' })),
    ).toMatchObject({ code: 'InvalidPolicyDocument' });
    expect(await send(url, sign(scene, 'All', conditions, { key: 'a' }, 'tomorrow'))).toMatchObject({
      code: 'InvalidPolicyDocument',
    });
    expect(await send(url, sign(scene, 'All', conditions, { key: 'a' }))).toMatchObject({ status: 204 });
  });

  test('a field is wanted that must start somehow, and it does not or is not there', async () => {
    const url = `${scene.url}/${documents}`;
    const conditions = [{ bucket: documents }, { key: 'a' }, ['starts-with', '$Content-Type', 'image/']];
    expect(await send(url, sign(scene, 'All', conditions, { key: 'a', 'content-type': 'image/png' }))).toMatchObject({
      status: 204,
    });
    expect(await send(url, sign(scene, 'All', conditions, { key: 'a', 'content-type': 'text/html' }))).toMatchObject({
      code: 'AccessDenied',
    });
    expect(await send(url, sign(scene, 'All', conditions, { key: 'a' }))).toMatchObject({ code: 'AccessDenied' });
  });

  test('it asks for what is not supported', async () => {
    const target = { success_action_redirect: 'https://elsewhere.example' };
    const fields = sign(scene, 'All', [{ bucket: documents }, { key: 'a' }, target], { key: 'a', ...target });
    expect(await send(`${scene.url}/${documents}`, fields)).toMatchObject({ status: 501, code: 'NotImplemented' });
  });
});

describe('a browser on another page', () => {
  const preflight = (from: string, method: string) =>
    fetch(`${scene.url}/${documents}`, {
      method: 'OPTIONS',
      headers: {
        origin: from,
        'access-control-request-method': method,
        'access-control-request-headers': 'Content-Type',
      },
    });

  test('is allowed what the rule of the bucket allows', async () => {
    const answer = await preflight(origin, 'POST');
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '300',
    });
  });

  test('is refused from elsewhere, and for another method', async () => {
    for (const answer of [await preflight('https://evil.example', 'POST'), await preflight(origin, 'DELETE')]) {
      expect(answer.status).toBe(403);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  test('reads answers and refusals of its uploads, and the ETag', async () => {
    const { url, fields } = await presign(scene, 'Uploader');
    const accepted = await send(url, fields, pdf, { origin });
    expect(accepted.headers.get('access-control-allow-origin')).toBe(origin);
    expect(accepted.headers.get('access-control-expose-headers')).toBe('ETag');
    const tooSmall = await send(url, fields, Buffer.alloc(1), { origin });
    expect(tooSmall).toMatchObject({ code: 'EntityTooSmall' });
    expect(tooSmall.headers.get('access-control-allow-origin')).toBe(origin);
    const elsewhere = await send(url, fields, pdf, { origin: 'https://evil.example' });
    expect(elsewhere.headers.get('access-control-allow-origin')).toBeNull();
  });
});

test('the address of the run may be allowed besides the origins of the template', async () => {
  const local = 'http://127.0.0.1:8080';
  const other = await openScene({ origins: [local] });
  try {
    const { url, fields } = await presign(other, 'Uploader');
    for (const from of [local, origin]) {
      expect((await send(url, fields, pdf, { origin: from })).headers.get('access-control-allow-origin')).toBe(from);
    }
  } finally {
    await other.clear();
  }
});

test('a form expires by the clock of the run', async () => {
  const { url, fields } = await presign(scene, 'Uploader');
  await scene.clock.move(599_000);
  expect((await send(url, fields)).status).toBe(204);
  await scene.clock.move(2_000);
  expect(await send(url, fields)).toMatchObject({
    status: 403,
    code: 'AccessDenied',
    message: 'Invalid according to Policy: Policy expired.',
  });
});
