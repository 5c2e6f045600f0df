import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uniques } from '#functions/adapters/rows';
import { serial } from '#functions/adapters/serial';
import { lambda } from '#functions/runtime/http';
import { admissionRoutes } from '#shared/contracts/routes/admission';
import { callsRoutes } from '#shared/contracts/routes/calls';
import { CallId, FundId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { calls, serviceItems } from '#shared/table/aggregates';
import { cast, serviceCode, serviceItem } from './project.ts';
import { days, openFund, planOf, round } from './round.ts';
import { caller, openScene, type Scene } from './scene.ts';

let scene: Scene;
let ask: ReturnType<typeof caller<typeof callsRoutes>>;
let admit: ReturnType<typeof caller<typeof admissionRoutes>>;
const fundId = FundId.parse('fund-calls');
beforeAll(async () => {
  scene = await openScene();
  ask = caller(callsRoutes, (await import('#functions/calls/handler')).handler);
  admit = caller(admissionRoutes, (await import('#functions/admission/handler')).handler);
  await Promise.all([cast(scene), serviceItem(scene), openFund(fundId, 100_000_00, scene)]);
});
afterAll(() => scene.close());

const draft = (change: object = {}) => ask('draft', { as: 'officer', body: { ...planOf(fundId), ...change } });
const drafted = async () => ({ params: { callId: `${(await draft()).body['callId']}` } });

describe('a call', () => {
  it('is drafted under a number, amended, published and closed', async () => {
    const { status, body } = await draft();
    expect(status).toBe(200);
    expect(`${body['number']}`).toMatch(/^ZM-\d{4}-\d{4}$/);
    const number = { kind: 'number', value: `${body['number']}` };
    expect(await scene.get(uniques, number)).toEqual({ owner: body['callId'] });
    const params = { callId: `${body['callId']}` };
    const amended = { ...planOf(fundId), months: 18 };
    expect(await ask('amend', { as: 'lead', params, version: 1, body: amended })).toMatchObject({ status: 200 });
    expect(await ask('publish', { as: 'officer', params, version: 2 })).toMatchObject({ status: 404 });
    expect(await ask('publish', { as: 'director', params, version: 2 })).toMatchObject({
      body: { phase: 'published' },
    });
    // What was published is what was announced: it is no draft any more, and looks as if there were none to amend.
    expect(await ask('amend', { as: 'lead', params, version: 3, body: amended })).toMatchObject({ status: 404 });
    expect(await ask('close', { as: 'lead', params, version: 3 })).toMatchObject({ body: { phase: 'closed' } });
    const stored = await scene.get(calls, { callId: CallId.parse(params.callId) });
    expect(stored?.state).toMatchObject({ phase: 'closed', months: 18, number: body['number'] });
  });
  it('has its number by the year in Shanghai', async () => {
    const actions = { ...(await import('#functions/calls/draft')), ...(await import('#functions/calls/decide')) };
    const now = () => Instant.parse('2026-12-31T16:00:00.000Z');
    const deps = { ...scene, ...serial(scene.store), now };
    const lists = await import('#functions/calls/read');
    const late = caller(callsRoutes, lambda(callsRoutes, { ...actions, ...lists }, deps));
    const { body } = await late('draft', { as: 'officer', body: planOf(fundId) });
    expect(body['number']).toMatch(/^ZM-2027-/);
  });
  it('has a number of its own, also when two are drafted at once', async () => {
    const numbers = (await Promise.all([draft(), draft(), draft()])).map(({ body }) => body['number']);
    expect(new Set(numbers).size).toBe(3);
  });
  it.each([
    ['a service that nobody offers', { items: ['CARE-01', 'LIFE-09'] }, 'serviceItem.unknown'],
    ['a fund that there is not', { fundId: 'fund-none' }, 'fund.unknown'],
  ])('is not drafted on %s, nor amended to it', async (_, change, code) => {
    expect(await draft(change)).toMatchObject({ status: 422, body: { code } });
    const request = { as: 'officer', ...(await drafted()), version: 1, body: { ...planOf(fundId), ...change } };
    expect(await ask('amend', request)).toMatchObject({ status: 422, body: { code } });
  });
  it('whose deadline has passed is not published', async () => {
    const closesAt = days(-1);
    const { body } = await draft({ closesAt });
    const refused = await ask('publish', { as: 'lead', params: { callId: `${body['callId']}` }, version: 1 });
    expect(refused).toMatchObject({ status: 422, body: { code: 'call.deadline-passed', details: { closesAt } } });
  });
  it('that promises more than its fund has is not published', async () => {
    const { body } = await draft({ budgetFen: 100_000_01 });
    const refused = await ask('publish', { as: 'lead', params: { callId: `${body['callId']}` }, version: 1 });
    const details = { availableFen: 100_000_00 };
    expect(refused).toMatchObject({ status: 409, body: { code: 'call.over-balance', details } });
  });
  it('says how the foundation is reached about it', async () => {
    for (const contact of ['', undefined])
      expect(await draft({ contact })).toMatchObject({
        status: 400,
        body: { details: { issues: [{ path: 'body.contact' }] } },
      });
  });
  it('has to hold together', async () => {
    expect(await draft({ capFen: 1 })).toMatchObject({
      status: 400,
      body: { details: { issues: [{ path: 'body.capFen', code: 'range' }] } },
    });
  });
});

it('rows that are asked for twice are read once', async () => {
  const code = { code: serviceCode };
  expect(await scene.getMany(serviceItems, [code, code])).toMatchObject([{ state: code }]);
});

describe('a list', () => {
  const list = (as: string, query: Readonly<Record<string, string>>) => ask('list', { as, query });
  it('is read page by page to its end, each record once', async () => {
    for (let count = 0; count < 5; count += 1) await drafted();
    const whole = (await list('officer', { limit: '100' })).body['items'];
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await list('officer', { limit: '2', ...(cursor !== undefined && { cursor }) });
      const { items, cursor: next } = callsRoutes.list.reply.parse(body);
      expect(items.length).toBeLessThanOrEqual(2);
      seen.push(...items);
      cursor = next;
    } while (cursor !== undefined);
    expect(seen).toEqual(whole);
    expect(seen.length).toBeGreaterThanOrEqual(5);
  });
  it('takes no cursor of another person, of another list, or one that was touched', async () => {
    for (let count = 0; count < 2; count += 1) await drafted();
    const cursor = `${(await list('officer', { limit: '1' })).body['cursor']}`;
    expect(await list('officer', { limit: '1', cursor })).toMatchObject({ status: 200 });
    const invalid = { status: 400, body: { code: 'request.cursor-invalid' } };
    expect(await list('lead', { limit: '1', cursor })).toMatchObject(invalid);
    const other = cursor.charAt(40) === 'A' ? 'B' : 'A';
    for (const touched of [cursor.slice(0, 40) + other + cursor.slice(41), cursor.slice(0, -4), 'x', ''])
      expect(await list('officer', { limit: '1', cursor: touched })).toMatchObject(invalid);
    const ids = await round('cursor', 'submitted', scene);
    const elsewhere = await admit('list', { as: 'officer', params: { callId: ids.callId }, query: { cursor } });
    expect(elsewhere).toMatchObject(invalid);
  });
  it('shows no key in its cursor', async () => {
    await drafted();
    const cursor = `${(await list('officer', { limit: '1' })).body['cursor']}`;
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toMatch(/CALL|call-/);
  });
  it('is the staff’s', async () => {
    for (const as of ['expert', 'adviser', 'evaluator']) expect(await list(as, {})).toMatchObject({ status: 404 });
  });
});

describe('the check of who may apply', () => {
  it('admits with a reason or refuses with one, once', async () => {
    const [yes, no] = [await round('admitted', 'submitted', scene), await round('refused', 'submitted', scene)];
    const decide = (ids: typeof yes, admitted: boolean, reason = '材料齐全', version = ids.version) =>
      admit('decide', {
        as: 'officer',
        params: { applicationId: ids.applicationId },
        version,
        body: { admitted, reason },
      });
    expect(await decide(yes, true, ' ')).toMatchObject({ status: 400 });
    expect(await decide(yes, true)).toMatchObject({ status: 200, body: { phase: 'admitted', version: 3 } });
    expect(await decide(no, false)).toMatchObject({ status: 200, body: { phase: 'refused' } });
    expect(await decide(no, true, '改判', 3)).toMatchObject({ status: 409, body: { code: 'record.wrong-phase' } });
  });
  it('sees what was handed in, and no draft', async () => {
    const ids = await round('drafts', 'draft', scene);
    const { body } = await admit('list', { as: 'officer', params: { callId: ids.callId } });
    expect(body['items']).toEqual([]);
    const request = { params: { applicationId: ids.applicationId }, version: 1, body: { admitted: true, reason: '—' } };
    for (const as of ['officer', 'director', 'expert', ids.applicant])
      expect(await admit('decide', { as, ...request })).toMatchObject({ status: 404 });
  });
});
