import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '#infra/local/clock';
import type { Invocation } from '#infra/local/engine';
import { type Gateway, openGateway } from '#infra/local/gateway/gateway';
import { createMeter } from '#infra/local/meter';
import { shortIdFor } from '#infra/local/template/names';

const stateDir = mkdtempSync(path.join(tmpdir(), 'hubang-gateway-'));
const clock = createClock(stateDir);
const place = { stateDir, region: 'cn-north-1', account: '000000000000', partition: 'aws-cn', clock };
const meter = createMeter();
const ours = await generateKeyPair('RS256');

const issuerServer = createServer(async (request, response) => {
  const document = request.url?.endsWith('/jwks')
    ? { keys: [{ ...(await exportJWK(ours.publicKey)), kid: 'ours', alg: 'RS256' }] }
    : { issuer, jwks_uri: `${issuer}/jwks` };
  response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
});
issuerServer.listen(0, '127.0.0.1');
await once(issuerServer, 'listening');
const issuerAddress = issuerServer.address();
const issuer = `http://127.0.0.1:${typeof issuerAddress === 'object' ? issuerAddress?.port : 0}`;

const apiId = shortIdFor('Api.Http');
const functionArn = 'arn:aws-cn:lambda:cn-north-1:000000000000:function:echo';
const resource = (type: string, id: string, properties: Readonly<Record<string, unknown>>) => ({
  type: `AWS::ApiGatewayV2::${type}`,
  id: `Api.${id}`,
  properties: type === 'Api' ? properties : { ApiId: apiId, ...properties },
});
const route = (RouteKey: string, more: Readonly<Record<string, unknown>> = {}) =>
  resource('Route', `Route ${RouteKey}`, { RouteKey, Target: `integrations/${shortIdFor('Api.Echo')}`, ...more });
const closed = { AuthorizationType: 'JWT', AuthorizerId: shortIdFor('Api.People') };
const base = [
  resource('Api', 'Http', { Name: 'Http', ProtocolType: 'HTTP' }),
  resource('Stage', 'Default', { StageName: '$default', AutoDeploy: true }),
  resource('Integration', 'Echo', {
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: functionArn,
    PayloadFormatVersion: '2.0',
    TimeoutInMillis: 300,
  }),
  resource('Authorizer', 'People', {
    AuthorizerType: 'JWT',
    Name: 'People',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer: issuer, Audience: ['people', 'more'] },
  }),
];

type Handler = (event: unknown) => Promise<Invocation> | Invocation;
const done = (payload: unknown): Invocation => ({ ok: true, payload });
const echo: Handler = (event) => done({ event });
let handler = echo;
let sources: string[] = [];
const open = (
  resources = [...base, ...routes],
  mayInvoke = (_arn: string, source: string) => sources.push(source) > 0,
) => openGateway({ port: 0, place, resources, invoke: async (_arn, event) => handler(event), mayInvoke, meter });
const routes = [
  route('GET /open/{name}'),
  route('POST /open'),
  route('ANY /files/{proxy+}'),
  route('GET /closed', closed),
  route('GET /scoped', { ...closed, AuthorizationScopes: ['fund/read', 'fund/write'] }),
];
let gateway: Gateway;
beforeAll(async () => {
  gateway = await open();
});
beforeEach(() => {
  handler = echo;
  sources = [];
});
afterAll(async () => {
  await gateway.close();
  issuerServer.close();
  rmSync(stateDir, { recursive: true, force: true });
});
const ask = (url: string, init: RequestInit = {}) => fetch(gateway.url + url, init);
const eventFor = async (url: string, init: RequestInit = {}) => Object(await (await ask(url, init)).json()).event;

describe('the event', () => {
  it('is of payload format 2.0', async () => {
    const event = await eventFor('/open/%E6%B2%AA%2F1?a=1&b=%E5%B8%AE&a=2', {
      headers: { 'X-One': '1', cookie: 'a=1; b=2', 'user-agent': 'test' },
    });
    expect(event).toEqual({
      version: '2.0',
      routeKey: 'GET /open/{name}',
      rawPath: '/open/沪/1',
      rawQueryString: 'a=1&b=%E5%B8%AE&a=2',
      cookies: ['a=1', 'b=2'],
      headers: expect.objectContaining({ 'x-one': '1', 'x-forwarded-proto': 'http', host: gateway.url.slice(7) }),
      queryStringParameters: { a: '1,2', b: '帮' },
      pathParameters: { name: '沪/1' },
      requestContext: {
        accountId: '000000000000',
        apiId,
        domainName: '127.0.0.1',
        domainPrefix: '127',
        http: { method: 'GET', path: '/open/沪/1', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
        requestId: expect.any(String),
        routeKey: 'GET /open/{name}',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      isBase64Encoded: false,
    });
    expect(Object.keys(event.headers)).not.toContain('cookie');
    expect(sources).toEqual([`arn:aws-cn:execute-api:cn-north-1:000000000000:${apiId}/$default/GET/open/{name}`]);
  });

  it.each([
    ['application/json', '{"a":"沪"}', false],
    ['text/plain; charset=utf-8', '沪', false],
    ['application/x-www-form-urlencoded', 'a=1', true],
    ['application/octet-stream', '沪', true],
  ])('carries a body of type %s', async (type, body, isBase64Encoded) => {
    const event = await eventFor('/open', { method: 'POST', body, headers: { 'content-type': type } });
    expect(event).toMatchObject({
      isBase64Encoded,
      body: isBase64Encoded ? Buffer.from(body).toString('base64') : body,
    });
  });

  it('lives by the shifted clock, and so does the date of the answer', async () => {
    await clock.move(24 * 3600_000);
    const response = await ask('/open/a');
    const { event } = Object(await response.json());
    expect(Math.abs(event.requestContext.timeEpoch - clock.now())).toBeLessThan(5000);
    expect(Math.abs(Date.parse(response.headers.get('date') ?? '') - clock.now())).toBeLessThan(5000);
    expect(response.headers.get('apigw-requestid')).toBe(event.requestContext.requestId);
  });
});

describe('the answer', () => {
  const answering = async (payload: unknown) => {
    handler = () => done(payload);
    const response = await ask('/open/a');
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: await response.text(),
      response,
    };
  };
  it('has the status, headers, cookies and body that the function gave', async () => {
    const cookies = ['a=1', 'b=2'];
    const headers = { 'Content-Type': 'application/problem+json', 'X-Count': 3 };
    const { response, ...rest } = await answering({ statusCode: 409, headers, cookies, body: '{}' });
    expect(rest).toEqual({ status: 409, type: 'application/problem+json', body: '{}' });
    expect(response.headers.get('x-count')).toBe('3');
    expect(response.headers.getSetCookie()).toEqual(cookies);
  });

  it('decodes base64', async () => {
    const body = Buffer.from('沪帮').toString('base64');
    expect(await answering({ statusCode: 200, isBase64Encoded: true, body })).toMatchObject({ body: '沪帮' });
  });

  it('may have no body', async () => {
    expect(await answering({ statusCode: 204 })).toMatchObject({ status: 204, body: '', type: null });
  });

  it('is 200 with JSON for a value without a status', async () => {
    expect(await answering({ a: 1 })).toMatchObject({ status: 200, type: 'application/json', body: '{"a":1}' });
  });

  it('is 500 for a status that is none', async () => {
    expect(await answering({ statusCode: 'fine' })).toMatchObject({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    });
  });
});

describe("the gateway's own refusals", () => {
  const refusal = async (url: string, init: RequestInit = {}) => {
    const response = await ask(url, init);
    return [response.status, await response.json()];
  };
  it('404 for a route that is not there', async () => {
    expect(await refusal('/nowhere')).toEqual([404, { message: 'Not Found' }]);
    expect(await refusal('/open/a', { method: 'DELETE' })).toEqual([404, { message: 'Not Found' }]);
  });

  it('400 for a path that cannot be decoded', async () => {
    expect(await refusal('/open/%ff')).toEqual([400, { message: 'Bad Request' }]);
  });

  it('413 for a body over 10 MB, with and without a length', async () => {
    const large = Buffer.alloc(10 * 1024 * 1024 + 1);
    expect(await refusal('/open', { method: 'POST', body: large })).toEqual([
      413,
      { message: 'Request Entity Too Large' },
    ]);
    const head = 'POST /open HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n';
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    socket.write(head);
    socket.write(`${large.length.toString(16)}\r\n`);
    socket.write(large);
    socket.write('\r\n0\r\n\r\n');
    const [first] = await once(socket, 'data');
    expect(String(first)).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  it('500 for a function that failed', async () => {
    handler = () => ({ ok: false, errorType: 'Error', errorMessage: 'secret' });
    expect(await refusal('/open/a')).toEqual([500, { message: 'Internal Server Error' }]);
  });

  it('503 for a function that takes longer than the integration allows', async () => {
    handler = () => new Promise((resolve) => setTimeout(() => resolve(done({})), 800));
    expect(await refusal('/open/a')).toEqual([503, { message: 'Service Unavailable' }]);
  });

  it('500 for a function whose policy does not let the API call it', async () => {
    const strict = await open(undefined, () => false);
    const response = await fetch(`${strict.url}/open/a`);
    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    await strict.close();
  });
});

describe('a closed route', () => {
  const signed = (aud: string) =>
    new SignJWT({ iss: issuer, sub: 'p1', aud, scope: 'openid', exp: Math.floor(clock.now() / 1000) + 300 })
      .setProtectedHeader({ alg: 'RS256', kid: 'ours' })
      .sign(ours.privateKey);
  const asked = async (url: string, authorization?: string) => {
    const response = await ask(url, { headers: authorization === undefined ? {} : { authorization } });
    return {
      status: response.status,
      body: await response.json(),
      challenge: response.headers.get('www-authenticate'),
    };
  };

  it('tells the function who calls', async () => {
    const { body } = await asked('/closed', `Bearer ${await signed('people')}`);
    expect(Object(body).event.requestContext.authorizer.jwt).toMatchObject({ claims: { sub: 'p1' }, scopes: null });
  });

  it('401 without a token or with a wrong one, and the function is not called', async () => {
    const challenge = expect.stringContaining('error="invalid_token"');
    const refused = { status: 401, body: { message: 'Unauthorized' } };
    expect(await asked('/closed')).toEqual({ ...refused, challenge: 'Bearer' });
    expect(await asked('/closed', await signed('others'))).toEqual({ ...refused, challenge });
    expect(sources).toEqual([]);
  });

  it('403 without a scope that the route asks for', async () => {
    expect(await asked('/scoped', await signed('people'))).toMatchObject({
      status: 403,
      body: { message: 'Forbidden' },
    });
  });
});

describe('what a template may not say', () => {
  it.each([
    ['CORS', [resource('Api', 'Http', { Name: 'x', ProtocolType: 'HTTP', CorsConfiguration: {} }), ...base.slice(1)]],
    ['no API', base.slice(1)],
    ['two routes alike', [...base, route('GET /a'), resource('Route', 'Again', route('GET /a').properties)]],
    ['a route without its integration', [...base, route('GET /a', { Target: 'integrations/none' })]],
    ['a route without its authorizer', [...base, route('GET /a', { ...closed, AuthorizerId: 'none' })]],
    ['another kind of authorization', [...base, route('GET /a', { AuthorizationType: 'AWS_IAM' })]],
  ])('%s', async (_what, resources) => {
    await expect(open(resources)).rejects.toThrow();
  });
});

it('counts requests', async () => {
  const before = meter.read().requests;
  await ask('/nowhere');
  expect(meter.read().requests).toBe(before + 1);
});
