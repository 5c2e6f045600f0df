import { createHash, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { onces } from '#functions/adapters/rows';
import { serial } from '#functions/adapters/serial';
import { clock } from '#functions/runtime/clock';
import { lambda } from '#functions/runtime/http';
import { none, noParams, type Routes } from '#shared/contracts/route';
import { callsRoutes } from '#shared/contracts/routes/calls';
import { fundsRoutes } from '#shared/contracts/routes/funds';
import { canonical } from '#shared/kernel/canonical';
import { later } from '#shared/kernel/instant';
import { ok } from '#shared/kernel/result';
import { funds } from '#shared/table/aggregates';
import { answerOf, type Handler, subjectFor } from './gateway.ts';
import { cast } from './project.ts';
import { round } from './round.ts';
import { caller, openScene, type Scene } from './scene.ts';

let scene: Scene;
let handler: Handler;
let ask: ReturnType<typeof caller<typeof fundsRoutes>>;
let askCall: ReturnType<typeof caller<typeof callsRoutes>>;
beforeAll(async () => {
  scene = await openScene();
  ({ handler } = await import('#functions/funds/handler'));
  ask = caller(fundsRoutes, handler);
  askCall = caller(callsRoutes, (await import('#functions/calls/handler')).handler);
  await cast(scene);
});
afterAll(() => scene.close());
const calm = { conflictRate: 0, throttleRate: 0, timeoutRate: 0 };
afterEach(() => scene.faults.change(calm));

const as = 'director';
const body = { name: { zh: '沪帮沪助', en: 'Neighbours' }, sourceType: 'donation' };
const count = async () => (await scene.all(funds, 'funds.all', {})).length;
const opened = async () => `${(await ask('open', { as, body })).body['fundId']}`;

describe('what is sent', () => {
  it('is refused field by field, with the path of each', async () => {
    const wrong = { name: { zh: '', en: 'N'.repeat(201) }, sourceType: 'theft', color: 'red' };
    const { status, body: answered } = await ask('open', { as, body: wrong });
    expect(status).toBe(400);
    const details = z.parse(
      z.object({ issues: z.array(z.object({ path: z.string(), code: z.string() })) }),
      answered['details'],
    );
    expect(details.issues.map(({ path }) => path).toSorted()).toEqual([
      ...['body', 'body.name.en', 'body.name.zh', 'body.sourceType'],
    ]);
    expect(details.issues).toContainEqual({ path: 'body', code: 'unrecognized_keys' });
  });
  it('is refused when a query holds what is not asked for, or an impossible limit', async () => {
    for (const query of [{ limit: '101' }, { limit: '0' }, { limit: 'x' }, { color: 'red' }])
      expect(await ask('list', { as, query })).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });
  it('has to be JSON, and a body where one is asked for', async () => {
    expect(await ask('open', { as, raw: '{"name":' })).toMatchObject({
      status: 400,
      body: { code: 'request.not-json' },
    });
    expect(await ask('open', { as })).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });
  it('is at most 256 KB', async () => {
    const exact = JSON.stringify({ ...body, note: '' });
    const raw = (bytes: number) =>
      exact.replace('"note":""', `"note":"${'x'.repeat(bytes - Buffer.byteLength(exact))}"`);
    expect(await ask('open', { as, raw: raw(256 * 1024) })).toMatchObject({ body: { code: 'request.invalid' } });
    expect(await ask('open', { as, raw: raw(256 * 1024 + 1) })).toMatchObject({
      status: 413,
      body: { code: 'request.too-large' },
    });
  });
});

describe('a request that comes again', () => {
  it('is known again by a hash that nobody can make without the key', async () => {
    const key = randomUUID();
    await ask('open', { as, body, key });
    const kept = await scene.get(onces, { subject: subjectFor(as), idempotencyKey: key });
    expect(kept?.fingerprint).toMatch(/^1\.[\w-]{43}$/);
    // What it would be by SHA-256 alone: whoever reads the row could try all resident numbers.
    const sent = ['POST /funds', null, '/api/funds', { params: {}, query: {}, body }];
    const plain = createHash('sha256').update(canonical(sent));
    expect(kept?.fingerprint).not.toContain(plain.digest('base64url'));
  });
  it('is not answered for somebody of the same name at another issuer', async () => {
    const key = randomUUID();
    expect((await ask('open', { as, body, key })).status).toBe(200);
    const iss = 'https://other.example';
    expect(await ask('open', { as, iss, body, key })).toMatchObject({
      status: 403,
      body: { code: 'request.unlinked' },
    });
  });
  it('has to say which attempt it is', async () => {
    for (const headers of [
      { 'idempotency-key': '' },
      { 'idempotency-key': 'x'.repeat(65) },
      { 'idempotency-key': 'a b' },
    ])
      expect(await ask('open', { as, body, headers })).toMatchObject({
        status: 400,
        body: { code: 'request.key-missing' },
      });
  });
  it('does nothing twice, and answers the same', async () => {
    const before = await count();
    const first = await ask('open', { as, body, key: 'again' });
    expect(await ask('open', { as, body, key: 'again' })).toEqual(first);
    expect(await count()).toBe(before + 1);
  });
  it('is refused when it says something else, and is nobody else’s', async () => {
    await ask('open', { as, body, key: 'mine' });
    const other = { ...body, sourceType: 'fiscal' };
    expect(await ask('open', { as, body: other, key: 'mine' })).toMatchObject({
      status: 422,
      body: { code: 'request.key-reused' },
    });
    expect(await ask('open', { as: 'administrator', body: other, key: 'mine' })).toMatchObject({ status: 200 });
  });
  it('while it still runs is done once', async () => {
    const before = await count();
    const many = await Promise.all([1, 2, 3].map(() => ask('open', { as, body, key: 'race' })));
    expect(many.some(({ status }) => status === 200)).toBe(true);
    for (const { status, body: answered } of many) if (status !== 200) expect(answered['code']).toBe('request.running');
    expect(await count()).toBe(before + 1);
  });
  it('is a new one after 48 hours', async () => {
    let now = clock();
    const routes = { open: fundsRoutes.open };
    const { open } = await import('#functions/funds/open');
    const askAt = caller(routes, lambda(routes, { open }, { ...scene, now: () => now }));
    const first = await askAt('open', { as, body, key: 'old' });
    now = later(now, 48 * 3_600_000 - 2000);
    expect(await askAt('open', { as, body, key: 'old' })).toEqual(first);
    now = later(now, 4000);
    const second = await askAt('open', { as, body, key: 'old' });
    expect(second.status).toBe(200);
    expect(second.body['fundId']).not.toBe(first.body['fundId']);
  });
});

describe('the version that was seen', () => {
  it('is asked for, and has to be the newest', async () => {
    const { callId } = await round('versions', 'none', scene);
    const close = (ifMatch: string) =>
      askCall('close', { as: 'lead', params: { callId }, headers: { 'if-match': ifMatch } });
    expect(await close('')).toMatchObject({ status: 428, body: { code: 'record.version-missing' } });
    for (const stale of ['"1"', '"3"', '"x"', '*'])
      expect(await close(stale)).toMatchObject({ status: 412, body: { code: 'record.stale' } });
    expect(await close('"2"')).toMatchObject({ status: 200, body: { phase: 'closed', version: 3 } });
  });
  it('is not asked for where the route does not say so', async () => {
    const request = { params: { fundId: await opened() }, body: { amountFen: 1, reference: 'B-1' } };
    expect(await ask('receive', { as: 'accountant', ...request })).toMatchObject({ status: 200 });
  });
});

describe('who knocks', () => {
  it('without a person is asked to link one', async () => {
    expect(await ask('list', { as: 'stranger' })).toMatchObject({ status: 403, body: { code: 'request.unlinked' } });
  });
  it('and may not see a record learns no more than of one that is not there', async () => {
    const params = { fundId: await opened() };
    const hidden = await ask('read', { as: 'expert', params });
    expect(hidden).toMatchObject({ status: 404, body: { code: 'record.unknown' } });
    expect(await ask('read', { as, params: { fundId: 'fund-0' } })).toEqual(hidden);
    expect(await ask('read', { as, params: { fundId: 'FUND#1' } })).toEqual(hidden);
  });
  it('without a role is refused before the body is looked at', async () => {
    expect(await ask('open', { as: 'expert', body: { wrong: 1 } })).toMatchObject({ status: 404 });
  });
  it('reads refusals in Chinese, or in English when asked for it first', async () => {
    const titles = await Promise.all(
      [undefined, 'zh-CN,en', 'en-GB,zh', 'fr'].map(async (language) => {
        const headers = language ? { 'accept-language': language } : {};
        return (await ask('read', { as, params: { fundId: 'fund-0' }, headers })).body['title'];
      }),
    );
    const [zh, en] = ['记录不存在，或您无权查看', 'No such record, or it is not yours to see'];
    expect(titles).toEqual([zh, zh, en, zh]);
  });
  it('gets a problem document that nobody keeps', async () => {
    const { headers, body: text } = await answerOf(handler, 'GET /api/funds/{fundId}', {
      as,
      params: { fundId: 'fund-0' },
    });
    expect(headers).toEqual({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    expect(JSON.parse(text ?? '')).toMatchObject({ type: '/problems/record.unknown', status: 404 });
  });
});

describe('a table that stumbles', () => {
  it('is asked again when a transaction collides, and nothing is done twice', async () => {
    const before = await count();
    scene.faults.change({ conflictRate: 0.5, only: ['TransactWriteItems'] });
    for (let n = 0; n < 8; n += 1) expect(await ask('open', { as, body })).toMatchObject({ status: 200 });
    scene.faults.change(calm);
    expect(await count()).toBe(before + 8);
  });
  it('that answers too late is asked again under the same token', async () => {
    const before = await count();
    scene.faults.change({ timeoutRate: 0.4, only: ['TransactWriteItems'] });
    for (let n = 0; n < 3; n += 1) expect(await ask('open', { as, body })).toMatchObject({ status: 200 });
    scene.faults.change(calm);
    expect(await count()).toBe(before + 3);
  });
  it('that lets nothing through is answered with 503 before the function is stopped, however much there is to write', async () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { open } = await import('#functions/funds/open');
    const routes = { open: fundsRoutes.open };
    const numbered: typeof open = async (request, deps) => {
      await serial(scene.store)
        .nextNumber('HB', 2026)
        .catch(() => 'none');
      return open(request, deps);
    };
    const twice = lambda(routes, { open: numbered }, { ...scene, now: clock });
    scene.faults.change({ conflictRate: 1, only: ['UpdateItem', 'TransactWriteItems'] });
    const startedMs = performance.now();
    const headers = { 'idempotency-key': 'in-vain' };
    const answered = await answerOf(twice, 'POST /api/funds', { as, body, headers }, 5500);
    const tookMs = performance.now() - startedMs;
    quiet.mockRestore();
    expect(answered).toMatchObject({ statusCode: 503, headers: { 'retry-after': '2' } });
    // Tried as long as there was time: once for both writes, not once for each.
    expect(tookMs).toBeGreaterThan(500);
    expect(tookMs).toBeLessThan(2900);
  });
  it('that stays over its limit is answered with 503 and when to come again', async () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
    scene.faults.change({ throttleRate: 1, only: ['BatchGetItem'] });
    const { statusCode, headers, body: text } = await answerOf(handler, 'GET /api/funds', { as });
    quiet.mockRestore();
    expect({ statusCode, headers }).toMatchObject({ statusCode: 503, headers: { 'retry-after': '2' } });
    expect(JSON.parse(text ?? '')).toMatchObject({ code: 'request.busy' });
  });
});

describe('a fault of ours', () => {
  const routes = {
    broken: { ...none, method: 'GET', path: '/broken', access: 'public', params: noParams, reply: z.strictObject({}) },
  } as const satisfies Routes;

  it('is logged whole, and answered without a word of it', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const broken = async () => {
      throw new Error('person-42 has no key');
    };
    const faulty = lambda(routes, { broken }, { ...scene, now: clock });
    const { statusCode, body: text = '' } = await answerOf(faulty, 'GET /api/broken', {});
    expect(logged.mock.calls[0]?.[0]).toMatchObject({ message: 'person-42 has no key' });
    logged.mockRestore();
    expect(statusCode).toBe(500);
    expect(JSON.parse(text)).toEqual({
      ...{ type: '/problems/request.failed', title: '系统出错，请稍后再试', status: 500, code: 'request.failed' },
    });
  });
  it('never sends a reply that its own schema does not know', async () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
    const named = { broken: { ...routes.broken, reply: z.strictObject({ name: z.string() }) } };
    const leaky = { name: '何敏', secret: 'bank account' };
    const faulty = lambda(named, { broken: async () => ok(leaky) }, { ...scene, now: clock });
    const { statusCode, body: text = '' } = await answerOf(faulty, 'GET /api/broken', {});
    quiet.mockRestore();
    expect(statusCode).toBe(500);
    expect(text).not.toContain('bank account');
  });
});
