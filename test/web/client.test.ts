import { createServer, type IncomingMessage, type Server } from 'node:http';
import { afterEach, beforeAll, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod/mini';
import { rejections } from '#shared/contracts/rejections';
import { none, noParams, type Routes } from '#shared/contracts/route';
import { type Credentials, createClient, type Ports } from '../../web/client/api.ts';
import { fieldErrorsOf, issuesIn } from '../../web/client/field-errors.ts';
import { issuesOf } from '../../web/client/problem.ts';
import { now } from '../../web/words/clock.ts';
import { core } from '../../web/words/core.ts';
import { words } from '../../web/words/zh.ts';

const routes = {
  open: {
    ...none,
    method: 'GET',
    path: '/public/things',
    access: 'public',
    params: noParams,
    reply: z.strictObject({ count: z.int() }),
  },
  read: {
    ...none,
    method: 'GET',
    path: '/things/{thingId}',
    access: 'person',
    params: z.strictObject({ thingId: z.string() }),
    query: z.strictObject({ cursor: z.optional(z.string()), limit: z.optional(z.int()) }),
    reply: z.strictObject({ name: z.string() }),
  },
  change: {
    ...none,
    method: 'POST',
    path: '/things/{thingId}/name',
    access: 'person',
    versioned: true,
    params: z.strictObject({ thingId: z.string() }),
    body: z.strictObject({
      name: z.string().check(z.minLength(1), z.maxLength(40)),
      lines: z.array(z.strictObject({ amountFen: z.int().check(z.gte(0), z.lte(100_000)) })),
    }),
    reply: z.strictObject({ version: z.int() }),
  },
} as const satisfies Routes;

type Heard = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};
type Answer = { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> };

const problem = (code: keyof typeof rejections, more: object = {}): Answer => ({
  status: rejections[code].status,
  body: { type: `/problems/${code}`, title: rejections[code].title.zh, status: rejections[code].status, code, ...more },
});
const unauthorized: Answer = { status: 401, body: { message: 'Unauthorized' } };

let server: Server;
let heard: Heard[];
let answers: Answer[];
let waits: number[];
let ports: Ports;
let tokens: string[];
let ended: number;

const credentials: Credentials = {
  token: async () => tokens[0],
  renew: async () => {
    tokens.shift();
    return tokens.length > 0;
  },
  ended: () => {
    ended++;
  },
};

beforeAll(() => core.load('zh'));
beforeEach(async () => {
  [heard, answers, waits, tokens, ended] = [[], [], [], ['first', 'second'], 0];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      heard.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      const answer = answers.shift() ?? { status: 500, body: 'no answer planned' };
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  ports = {
    origin: `http://127.0.0.1:${port}`,
    credentials,
    fetch,
    sleep: async (ms) => void waits.push(ms),
    random: () => 0.5,
  };
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
});

const change = { params: { thingId: 'a/b 1' }, body: { name: 'x', lines: [] }, ifMatch: 3 };

describe('the typed client', () => {
  it('puts the API prefix, the parameters and the known query values into the address', async () => {
    answers = [{ status: 200, body: { name: 'Ai' } }];
    const result = await createClient(ports).call(routes.read, {
      params: { thingId: 'a/b 1' },
      query: { limit: 5, cursor: undefined },
    });
    expect(result).toEqual({ ok: true, value: { name: 'Ai' } });
    expect(heard[0]?.url).toBe('/api/things/a%2Fb%201?limit=5');
    expect(heard[0]?.headers['accept-language']).toBe('zh-CN');
    expect(heard[0]?.headers.authorization).toBe('Bearer first');
    expect(heard[0]?.headers['idempotency-key']).toBeUndefined();
  });

  it('sends no token where none is asked for', async () => {
    answers = [{ status: 200, body: { count: 1 } }];
    await createClient(ports).call(routes.open);
    expect(heard[0]?.headers.authorization).toBeUndefined();
  });

  it('says in a command which version was seen and which attempt this is', async () => {
    answers = [{ status: 200, body: { version: 4 } }];
    await createClient(ports).call(routes.change, change);
    expect(heard[0]).toMatchObject({ method: 'POST', body: JSON.stringify(change.body) });
    expect(heard[0]?.headers['if-match']).toBe('"3"');
    expect(heard[0]?.headers['idempotency-key']).toMatch(/^[\x21-\x7e]{1,64}$/);
  });

  it('does not compile without the parameters, the body or the version that a route asks for', () => {
    const { call } = createClient(ports);
    expectTypeOf(call<typeof routes.change>)
      .parameter(1)
      .toExtend<{ ifMatch: number; params: { thingId: string } }>();
    expectTypeOf(call<typeof routes.open>)
      .parameter(1)
      .toExtend<object | undefined>();
  });

  it('repeats a busy command with the same key, waits with jitter, and honours Retry-After', async () => {
    answers = [
      problem('record.busy'),
      { ...problem('request.busy'), headers: { 'retry-after': '2' } },
      { status: 200, body: { version: 4 } },
    ];
    const result = await createClient(ports).call(routes.change, change);
    expect(result.ok).toBe(true);
    expect(new Set(heard.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(waits[0]).toBe(300);
    expect(waits[1]).toBeGreaterThanOrEqual(2000);
  });

  it('gives up after four tries and hands on the refusal', async () => {
    answers = Array.from({ length: 9 }, () => problem('record.busy'));
    const result = await createClient(ports).call(routes.change, change);
    expect(result).toMatchObject({ ok: false, problem: { code: 'record.busy', status: 409 } });
    expect(heard).toHaveLength(4);
  });

  it('does not repeat what would be refused again', async () => {
    answers = [problem('record.stale')];
    const result = await createClient(ports).call(routes.change, change);
    expect(result).toMatchObject({
      ok: false,
      problem: { code: 'record.stale', title: rejections['record.stale'].title.zh },
    });
    expect(heard).toHaveLength(1);
  });

  it('renews the token once when the gateway refuses it, with the same key', async () => {
    answers = [unauthorized, { status: 200, body: { version: 4 } }];
    const result = await createClient(ports).call(routes.change, change);
    expect(result.ok).toBe(true);
    expect(heard.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer second']);
    expect(new Set(heard.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(ended).toBe(0);
  });

  it('says that the session ended when the renewed token is refused too, or none comes', async () => {
    answers = [unauthorized, unauthorized];
    expect(await createClient(ports).call(routes.change, change)).toMatchObject({
      ok: false,
      problem: { code: 'client.signed-out', title: words.problems.unauthorized },
    });
    expect([heard.length, ended]).toEqual([2, 1]);
    answers = [unauthorized];
    await createClient(ports).call(routes.change, change);
    expect([heard.length, ended]).toEqual([3, 2]);
  });

  it.each([
    [404, 'Not Found', 'record.unknown'],
    [413, 'Request Too Long', 'request.too-large'],
    [500, 'Internal Server Error', 'request.failed'],
  ] as const)(
    'turns what the gateway refuses itself (%i) into the words of the refusals table',
    async (status, message, code) => {
      answers = [{ status, body: { message } }];
      const result = await createClient(ports).call(routes.open);
      expect(result).toEqual({
        ok: false,
        problem: { code, status, title: rejections[code].title.zh, details: undefined },
      });
    },
  );

  it('tells a broken network from a refusal, after trying again', async () => {
    const { origin } = ports;
    await new Promise((resolve) => server.close(resolve));
    const result = await createClient({ ...ports, origin }).call(routes.open);
    expect(result).toMatchObject({
      ok: false,
      problem: { code: 'client.network', status: 0, title: words.problems.network },
    });
    expect(waits).toHaveLength(3);
    server.listen(0);
  });

  it('shows while developing that a reply is not what its schema says', async () => {
    answers = [{ status: 200, body: { count: 'many' } }];
    await expect(createClient(ports).call(routes.open)).rejects.toThrow('GET /public/things');
  });

  it('takes the time from the server, whose clock may stand on another day', async () => {
    answers = [{ status: 200, body: { count: 1 }, headers: { date: 'Fri, 01 Jan 2027 00:00:00 GMT' } }];
    await createClient(ports).call(routes.open);
    expect(now().slice(0, 16)).toBe('2027-01-01T00:00');
    answers = [{ status: 200, body: { count: 1 } }];
    await createClient(ports).call(routes.open);
    expect(Math.abs(Date.parse(now()) - Date.now())).toBeLessThan(2000);
  });
});

describe('refusals at fields', () => {
  it('lead from the paths of the answer to the fields, one for each', async () => {
    const issues = [
      { path: 'body.name', code: 'too_small' },
      { path: 'body.name', code: 'custom' },
      { path: 'body.lines.0.amountFen', code: 'strange' },
    ];
    answers = [problem('request.invalid', { details: { issues } })];
    const result = await createClient(ports).call(routes.change, change);
    if (result.ok) throw new Error('should have been refused');
    expect(fieldErrorsOf(issuesOf(result.problem), words.issues)).toEqual({
      name: words.issues.too_small,
      'lines.0.amountFen': words.issues.other,
    });
  });

  it('are found by the same schema before anything is sent', () => {
    expect(issuesIn(routes.change, { name: '', lines: [{ amountFen: 0.5 }, {}] })).toEqual([
      { path: 'body.name', code: 'missing' },
      { path: 'body.lines.0.amountFen', code: 'invalid_type', allowed: { of: 'integer' } },
      { path: 'body.lines.1.amountFen', code: 'missing' },
    ]);
  });

  it('say what is allowed, an amount in yuan', () => {
    const found = issuesIn(routes.change, { name: 'x'.repeat(41), lines: [{ amountFen: 200_000 }, { amountFen: -1 }] });
    expect(fieldErrorsOf(found, words.issues)).toEqual({
      name: '最多 40 字',
      'lines.0.amountFen': '不能大于 ¥1,000.00',
      'lines.1.amountFen': '不能小于 ¥0.00',
    });
  });
});
