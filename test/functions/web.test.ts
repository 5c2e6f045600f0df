import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { APIGatewayProxyStructuredResultV2, APIGatewayProxyEventV2 as Event } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bucket } from '#functions/adapters/bucket';
import { files } from '#functions/web/files';
import { serve } from '#functions/web/serve';
import { Instant } from '#shared/kernel/instant';
import { type Backstage, openBackstage } from './backstage.ts';

let stage: Backstage;
let web: (event: Event) => Promise<APIGatewayProxyStructuredResultV2>;
const script = `export const words = '${'沪帮'.repeat(2000)}';`;
const page = '<!doctype html><title>沪帮</title>';
const put = (Key: string, Body: string | Buffer) =>
  new S3Client().send(new PutObjectCommand({ Bucket: 'web', Key, Body }));
beforeAll(async () => {
  stage = await openBackstage();
  await put('index.html', page);
  await put('assets/main-a1b2c3d4.js', script);
  await put('openapi.json', '{"openapi":"3.1.0"}');
  await put('mark.png', Buffer.from([0x89, 0x50]));
  ({ handler: web } = await import('#functions/web/handler'));
});
afterAll(() => stage.close());

const eventOf = (rawPath: string, headers: Record<string, string> = {}, method = 'GET'): Event => ({
  ...{ version: '2.0', routeKey: '$default', rawPath, rawQueryString: '', isBase64Encoded: false, headers },
  requestContext: {
    ...{ accountId: '', apiId: '', domainName: '', domainPrefix: '', requestId: '', routeKey: '$default', stage: '' },
    ...{ time: '', timeEpoch: 0, http: { method, path: rawPath, protocol: '', sourceIp: '', userAgent: '' } },
  },
});
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') => web(eventOf(path, headers, method));
const bytesOf = ({ body = '' }: APIGatewayProxyStructuredResultV2) => Buffer.from(body, 'base64');

test.each(['/', '/console/awards/award-1', '/calls/call-1', '/沪帮'])(
  '%s is the page itself, never kept without asking',
  async (path) => {
    const answer = await ask(encodeURI(path));
    expect(answer.statusCode).toBe(200);
    expect(bytesOf(answer).toString()).toBe(page);
    expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
  },
);

test.each([
  '/api',
  '/api/nothing',
  '/common-grants/none',
  '/assets/gone-a1b2c3d4.js',
  '/../etc/x.txt',
  '/%E0%A4%A',
  '/%2e%2e/a.js',
])('%s is no page: it answers 404 as the API does', async (path) => {
  const answer = await ask(path, { 'accept-language': 'en' });
  expect(answer.statusCode).toBe(404);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/problem+json',
    'x-content-type-options': 'nosniff',
  });
  expect(answer.body).toContain('record.unknown');
});

test('a hashed asset is kept for ever and sent in the best form the browser takes', async () => {
  const path = '/assets/main-a1b2c3d4.js';
  const brotli = await ask(path, { 'accept-encoding': 'gzip, deflate, br' });
  expect(brotli.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    ...{ 'content-encoding': 'br', vary: 'accept-encoding', 'content-type': 'text/javascript; charset=utf-8' },
  });
  expect(brotliDecompressSync(bytesOf(brotli)).toString()).toBe(script);
  const gzip = await ask(path, { 'accept-encoding': 'gzip, br;q=0' });
  expect(gunzipSync(bytesOf(gzip)).toString()).toBe(script);
  const plain = await ask(path);
  expect(plain.headers?.['content-encoding']).toBeUndefined();
  expect(bytesOf(plain).toString()).toBe(script);
  expect(new Set([brotli, gzip, plain].map(({ headers }) => headers?.['etag'])).size).toBe(3);
});

test('what the browser has already is not sent again', async () => {
  const { headers } = await ask('/openapi.json');
  const again = await ask('/openapi.json', { 'if-none-match': `"other", ${headers?.['etag']}` });
  expect(again).toMatchObject({ statusCode: 304, headers: { etag: headers?.['etag'] } });
  expect(again.body).toBeUndefined();
});

test('a HEAD has no body, and nothing but GET and HEAD is allowed', async () => {
  const head = await ask('/mark.png', {}, 'HEAD');
  expect(head).toMatchObject({ statusCode: 200, headers: { 'content-length': '2', 'content-type': 'image/png' } });
  expect(head.body).toBeUndefined();
  expect(await ask('/', {}, 'POST')).toMatchObject({ statusCode: 405, headers: { allow: 'GET, HEAD' } });
});

test('a page may run our own scripts alone and talk to us, the issuer and the documents', async () => {
  const policy = (await ask('/')).headers?.['content-security-policy'];
  expect(policy).toBe(
    [
      "default-src 'self'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self' https://id.example https://sign-in.example https://docs.example",
      "form-action 'self' https://docs.example",
      "frame-ancestors 'none'",
      "frame-src 'none'",
      "object-src 'none'",
      "base-uri 'none'",
    ].join('; '),
  );
  for (const path of ['/console', '/console/inbox', '/sign-in/callback'])
    expect((await ask(path)).headers?.['content-security-policy']).toContain("style-src 'self' 'unsafe-inline';");
  expect((await ask('/consoles')).headers?.['content-security-policy']).toContain("style-src 'self';");
});

test('a new version of the site shows after a minute, and a build without a page is an error', async () => {
  const origins = { issuer: 'https://id.example', signIn: 'https://id.example', documents: 'https://docs.example' };
  const deps = (minute: string, fileAt = known) => ({
    fileAt,
    origins,
    now: () => Instant.parse(`2026-03-01T00:0${minute}:00.000Z`),
  });
  const known = files(bucket('web'));
  await serve(eventOf('/'), deps('0'));
  await put('index.html', 'new');
  expect(bytesOf(await serve(eventOf('/'), deps('0'))).toString()).toBe(page);
  expect(bytesOf(await serve(eventOf('/'), deps('1'))).toString()).toBe('new');
  await expect(
    serve(
      eventOf('/'),
      deps('2', async () => undefined),
    ),
  ).rejects.toThrow('deploy the web');
});
