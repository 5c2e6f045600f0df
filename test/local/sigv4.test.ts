import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { CopyObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { AwsFault } from '#infra/local/engine';
import { type SignedRequest, verifyHeaderSignature, verifyQuerySignature } from '#infra/local/sigv4';

const region = 'cn-north-1';
const secret = 'a secret of forty signs';
const secretOf = (accessKeyId: string) => (accessKeyId === 'AKIAKNOWN' ? secret : undefined);
const minute = 60_000;

/** Keeps what the SDK really sends, as it goes over the wire. */
const heard: SignedRequest[] = [];
const recorder = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const headers = z.record(z.string(), z.string()).parse(request.headers);
  const body = Buffer.from(await text(request));
  // WHATWG URLs leave the percent-encoding of a path as it is.
  heard.push({ method: request.method ?? '', path: pathname, query: searchParams, headers, body });
  response.end();
});
let options: ReturnType<typeof clientOptions>;
const clientOptions = (port: number) => ({
  endpoint: `http://127.0.0.1:${port}`,
  region,
  credentials: { accessKeyId: 'AKIAKNOWN', secretAccessKey: secret },
  maxAttempts: 1,
});

beforeAll(async () => {
  await new Promise<void>((resolve) => recorder.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.int() }).parse(recorder.address());
  options = clientOptions(port);
});
afterAll(() => {
  recorder.closeAllConnections();
  recorder.close();
});

/** What reached the wire while `send` ran; its empty answer does not matter. */
async function onTheWire(send: () => Promise<unknown>): Promise<SignedRequest> {
  heard.length = 0;
  await send().catch(() => undefined);
  const [request] = heard;
  if (request === undefined) throw new Error('nothing was sent');
  return request;
}

const codeOf = (verify: () => unknown) => {
  try {
    verify();
    return 'accepted';
  } catch (error) {
    return error instanceof AwsFault ? error.code : error;
  }
};

const getItem = () =>
  onTheWire(() => new DynamoDBClient(options).send(new GetItemCommand({ TableName: 't', Key: { pk: { S: '沪' } } })));
const putObject = () =>
  onTheWire(() =>
    new S3Client(options).send(
      new PutObjectCommand({ Bucket: 'b', Key: "in/申请 (1)!'*.pdf", Body: '%PDF', Metadata: { note: 'two  spaces' } }),
    ),
  );
const link = async (expiresIn = 60) => {
  const command = new GetObjectCommand({
    Bucket: 'b',
    Key: 'documents/沪 帮.pdf',
    VersionId: 'v+1',
    ResponseContentDisposition: "attachment; filename*=UTF-8''%E6%B2%AA.pdf",
  });
  const url = await getSignedUrl(new S3Client(options), command, { expiresIn });
  return onTheWire(() => fetch(url));
};

describe('a signature in the header', () => {
  it("of each of the SDK's ways to send a body is accepted, with key, service and region told", async () => {
    const s3 = new S3Client(options);
    const sent = {
      dynamodb: await getItem(),
      s3: await putObject(),
      ses: await onTheWire(() => new SESv2Client(options).send(new SendEmailCommand({ Content: {} }))),
    };
    for (const [service, request] of Object.entries(sent)) {
      const scope = verifyHeaderSignature(request, secretOf, Date.now());
      expect(scope).toEqual({ accessKeyId: 'AKIAKNOWN', service, region });
    }
    const stream = () =>
      s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: Readable.from(['%PDF']), ContentLength: 4 }));
    const streamed = await onTheWire(stream);
    expect(streamed.headers['x-amz-content-sha256']).toBe('STREAMING-UNSIGNED-PAYLOAD-TRAILER');
    const copy = new CopyObjectCommand({ Bucket: 'b', Key: 'k', CopySource: 'b/in/a.pdf?versionId=1' });
    for (const request of [streamed, await onTheWire(() => s3.send(copy))]) {
      expect(codeOf(() => verifyHeaderSignature(request, secretOf, Date.now()))).toBe('accepted');
    }
  });

  it('is refused once the body, the path, the query, the method or a signed header is another', async () => {
    const dynamodb = await getItem();
    const s3 = await putObject();
    const changed: readonly (readonly [string, SignedRequest])[] = [
      ['InvalidSignatureException', { ...dynamodb, body: Buffer.from('{"TableName":"other"}') }],
      [
        'InvalidSignatureException',
        { ...dynamodb, headers: { ...dynamodb.headers, 'x-amz-target': 'DynamoDB_20120810.DeleteItem' } },
      ],
      ['XAmzContentSHA256Mismatch', { ...s3, body: Buffer.from('%EXE') }],
      ['SignatureDoesNotMatch', { ...s3, path: '/b/in/other.pdf' }],
      ['SignatureDoesNotMatch', { ...s3, query: new URLSearchParams('x-id=PutObject&acl=') }],
      ['SignatureDoesNotMatch', { ...s3, method: 'DELETE' }],
      ['SignatureDoesNotMatch', { ...s3, headers: { ...s3.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }],
      ['SignatureDoesNotMatch', { ...s3, headers: { ...s3.headers, host: '127.0.0.1:1' } }],
      ['AccessDenied', { ...s3, headers: { ...s3.headers, 'x-amz-tagging': 'scan=clean' } }],
    ];
    for (const [code, request] of changed) {
      expect(codeOf(() => verifyHeaderSignature(request, secretOf, Date.now()))).toBe(code);
    }
  });

  it('is refused when the key is not known or its secret is another', async () => {
    const request = await getItem();
    expect(codeOf(() => verifyHeaderSignature(request, () => undefined, Date.now()))).toBe(
      'UnrecognizedClientException',
    );
    expect(codeOf(() => verifyHeaderSignature(request, () => 'another', Date.now()))).toBe('InvalidSignatureException');
    const object = await putObject();
    expect(codeOf(() => verifyHeaderSignature(object, () => undefined, Date.now()))).toBe('InvalidAccessKeyId');
  });

  it('ages in 5 minutes, for S3 in 15, in both directions', async () => {
    const [dynamodb, s3, now] = [await getItem(), await putObject(), Date.now()];
    const later = (request: SignedRequest, minutes: number) =>
      codeOf(() => verifyHeaderSignature(request, secretOf, now + minutes * minute));
    expect([later(dynamodb, 4), later(dynamodb, 6), later(dynamodb, -6)]).toEqual([
      'accepted',
      'InvalidSignatureException',
      'InvalidSignatureException',
    ]);
    expect([later(s3, 14), later(s3, 16), later(s3, -16)]).toEqual([
      'accepted',
      'RequestTimeTooSkewed',
      'RequestTimeTooSkewed',
    ]);
  });

  it('that is missing, cut short or of another kind is told apart', async () => {
    const request = await getItem();
    const withHeader = (authorization: string | undefined) => {
      const { authorization: _, ...headers } = request.headers;
      const changed = authorization === undefined ? headers : { ...headers, authorization };
      return codeOf(() => verifyHeaderSignature({ ...request, headers: changed }, secretOf, Date.now()));
    };
    const { authorization = '' } = request.headers;
    expect(withHeader(undefined)).toBe('MissingAuthenticationToken');
    expect(withHeader('Bearer abc')).toBe('IncompleteSignature');
    expect(withHeader(authorization.slice(0, -1))).toBe('IncompleteSignature');
    expect(withHeader(authorization.replace('host;', ''))).toBe('IncompleteSignature');
    expect(withHeader(authorization.replace(/\/\d{8}\//, '/20200101/'))).toBe('InvalidSignatureException');
  });
});

describe('a link signed in its query', () => {
  it('is accepted until its seconds are over, by the given clock', async () => {
    const [request, now] = [await link(60), Date.now()];
    expect(verifyQuerySignature(request, secretOf, now)).toEqual({ accessKeyId: 'AKIAKNOWN', service: 's3', region });
    expect(codeOf(() => verifyQuerySignature(request, secretOf, now + 58_000))).toBe('accepted');
    expect(codeOf(() => verifyQuerySignature(request, secretOf, now + 62_000))).toBe('AccessDenied');
    expect(codeOf(() => verifyQuerySignature(request, secretOf, now - 16 * minute))).toBe('AccessDenied');
  });

  it('is refused with a longer life, another key, version or name, or a header that it does not say', async () => {
    const request = await link(60);
    const asked = (changes: Readonly<Record<string, string>>) => {
      const query = new URLSearchParams({ ...Object.fromEntries(request.query), ...changes });
      return codeOf(() => verifyQuerySignature({ ...request, query }, secretOf, Date.now()));
    };
    expect(asked({})).toBe('accepted');
    expect(asked({ 'X-Amz-Expires': '600' })).toBe('SignatureDoesNotMatch');
    expect(asked({ 'X-Amz-Expires': '604801' })).toBe('AuthorizationQueryParametersError');
    expect(asked({ 'X-Amz-Expires': '' })).toBe('AuthorizationQueryParametersError');
    expect(asked({ versionId: 'v2' })).toBe('SignatureDoesNotMatch');
    expect(asked({ 'response-content-disposition': 'inline' })).toBe('SignatureDoesNotMatch');
    expect(asked({ 'X-Amz-Algorithm': 'none' })).toBe('AuthorizationQueryParametersError');
    const other = { ...request, path: request.path.replace('.pdf', '.exe') };
    expect(codeOf(() => verifyQuerySignature(other, secretOf, Date.now()))).toBe('SignatureDoesNotMatch');
    const withHeader = { ...request, headers: { ...request.headers, 'x-amz-tagging': 'a=b' } };
    expect(codeOf(() => verifyQuerySignature(withHeader, secretOf, Date.now()))).toBe('AccessDenied');
  });
});

describe('a signature made step by step as AWS describes it', () => {
  /** The scope may claim another day than the request has, as a key of that day would allow. */
  const signed = (day: string): SignedRequest => {
    const hmac = (key: string | Buffer, content: string) => createHmac('sha256', key).update(content).digest();
    const empty = createHash('sha256').update('').digest('hex');
    const names = 'host;x-amz-content-sha256;x-amz-date';
    const headers = { host: 'h', 'x-amz-content-sha256': empty, 'x-amz-date': '20260131T120000Z' };
    const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
    const canonical = `GET\n/b\na=2&a=3&a-b=1\n${lines.join('')}\n${names}\n${empty}`;
    const hash = createHash('sha256').update(canonical).digest('hex');
    const scope = `${day}/${region}/s3/aws4_request`;
    const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), 's3'), 'aws4_request');
    const signature = hmac(key, `AWS4-HMAC-SHA256\n20260131T120000Z\n${scope}\n${hash}`).toString('hex');
    const authorization = `AWS4-HMAC-SHA256 Credential=AKIAKNOWN/${scope}, SignedHeaders=${names}, Signature=${signature}`;
    const query = new URLSearchParams('a-b=1&a=3&a=2');
    return { method: 'GET', path: '/b', query, body: Buffer.alloc(0), headers: { ...headers, authorization } };
  };
  const now = Date.UTC(2026, 0, 31, 12);

  it('comes out the same, with parameters in the order of their names', () => {
    expect(codeOf(() => verifyHeaderSignature(signed('20260131'), secretOf, now))).toBe('accepted');
  });

  it('with the key of another day is refused', () => {
    expect(codeOf(() => verifyHeaderSignature(signed('20260130'), secretOf, now))).toBe('SignatureDoesNotMatch');
  });
});
