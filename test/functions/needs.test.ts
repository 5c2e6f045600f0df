import { createHash } from 'node:crypto';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { put } from '#functions/adapters/changes';
import { dataKeys, totals } from '#functions/adapters/rows';
import { lambda } from '#functions/runtime/http';
import { needsRoutes } from '#shared/contracts/routes/needs';
import { BeneficiaryId } from '#shared/kernel/ids';
import { beneficiaries } from '#shared/table/aggregates';
import { cast, serviceItem } from './project.ts';
import { caller, openScene, type Scene } from './scene.ts';

let scene: Scene;
let ask: ReturnType<typeof caller<typeof needsRoutes>>;
beforeAll(async () => {
  scene = await openScene();
  ask = caller(needsRoutes, (await import('#functions/needs/handler')).handler);
  await cast(scene);
  await serviceItem(scene);
  await scene.person('adviser2', ['adviser']);
  await scene.person('citer', ['applicant']);
});
afterAll(() => scene.close());

const who = { name: '王小明', residentId: '310199194503120011', telephone: '021-5550 0011' };
const line = {
  ...{ district: '310101', targetGroup: 'TG01', itemCode: 'CARE-01', quantity: 12, urgency: 'high', source: 'visit' },
  ...{ note: '', consent: true },
};
const record = (person: object = who, change: object = {}, as = 'adviser') =>
  ask('record', { as, body: { who: person, ...line, ...change } });
describe('a need', () => {
  it('of the same number is of the same person, however and by whom it is written', async () => {
    const first = await record({ ...who, residentId: '31019919720815014X' });
    const second = await record({ name: '王晓明', residentId: ' 310199 19720815 014x' }, {}, 'adviser2');
    expect(first.status).toBe(200);
    expect(second.body['beneficiaryId']).toBe(first.body['beneficiaryId']);
    expect(second.body['needId']).not.toBe(first.body['needId']);
  });
  it('of somebody without a number is of somebody new', async () => {
    const [first, second] = [await record({ name: '王' }), await record({ name: '王' })];
    expect(first.body['beneficiaryId']).not.toBe(second.body['beneficiaryId']);
    const beneficiaryId = BeneficiaryId.parse(first.body['beneficiaryId']);
    expect((await scene.get(beneficiaries, { beneficiaryId }))?.state).toMatchObject({ identified: 'none' });
  });
  it('of a person met by two advisers at once makes one person', async () => {
    const person = { name: '赵', residentId: '310199201309300257' };
    const both = await Promise.all([record(person), record(person, {}, 'adviser2')]);
    const made = new Set(both.filter(({ status }) => status === 200).map(({ body }) => body['beneficiaryId']));
    expect(made.size).toBe(1);
    expect((await record(person)).body['beneficiaryId']).toBe([...made][0]);
  });
  it.each([
    ['a wrong check digit', { ...who, residentId: '310199194503120012' }, {}, 'body.who.residentId'],
    ['no consent', who, { consent: false }, 'body.consent'],
    ['an unknown district', who, { district: '310000' }, 'body.district'],
  ])('is refused with %s', async (_, person, change, path) => {
    const { status, body } = await record(person, change);
    expect({ status, body }).toMatchObject({ status: 400, body: { details: { issues: [{ path }] } } });
  });
  it('of a service that nobody offers is refused', async () => {
    const refused = await record(who, { itemCode: 'LIFE-09' });
    expect(refused).toMatchObject({ status: 422, body: { code: 'serviceItem.unknown', details: { code: 'LIFE-09' } } });
  });
  it('is recorded by advisers alone', async () => {
    for (const as of ['officer', 'lead', 'citer', 'administrator'])
      expect(await record(who, {}, as)).toMatchObject({ status: 404 });
  });
});

describe('who may read what', () => {
  it('shows staff what waits to be verified in the whole city, until it is published', async () => {
    const made = await Promise.all(['310105', '310106'].map((district) => record({ name: '周' }, { district })));
    const waiting = async (as: string) => JSON.stringify((await ask('waiting', { as })).body);
    for (const { body } of made)
      for (const as of ['officer', 'lead', 'auditor']) expect(await waiting(as)).toContain(`${body['needId']}`);
    const needId = `${made[0]?.body['needId']}`;
    await ask('publish', { as: 'officer', params: { needId }, version: 1 });
    expect(await waiting('officer')).not.toContain(needId);
    for (const { body } of made) expect(await waiting('adviser2')).not.toContain(`${body['needId']}`);
    expect(await ask('waiting', { as: 'director' })).toMatchObject({ status: 404 });
  });

  it('shows an adviser what they entered, and an applicant what is published, without the person', async () => {
    const { needId } = (await record({ name: '钱' }, { district: '310104' }, 'adviser2')).body;
    const ids = async (as: string, name: 'mine' | 'published') =>
      JSON.stringify((await ask(name, { as, ...(name === 'published' && { params: { district: '310104' } }) })).body);
    expect(await ids('adviser2', 'mine')).toContain(`${needId}`);
    expect(await ids('adviser', 'mine')).not.toContain(`${needId}`);
    expect(await ids('citer', 'published')).not.toContain(`${needId}`);

    const request = { params: { needId: `${needId}` }, version: 1 };
    expect(await ask('publish', { as: 'adviser2', ...request })).toMatchObject({ status: 404 });
    expect(await ask('publish', { as: 'officer', ...request })).toMatchObject({
      status: 200,
      body: { phase: 'published' },
    });
    const published = await ids('citer', 'published');
    expect(published).toContain(`${needId}`);
    expect(published).not.toMatch(/beneficiary|adviser|person/);
  });
  it('closes a need for its adviser and the staff, and for no other adviser', async () => {
    const { needId } = (await record({ name: '孙' })).body;
    const request = { params: { needId: `${needId}` }, version: 1, body: { reason: 'withdrawn' } };
    expect(await ask('close', { as: 'adviser2', ...request })).toMatchObject({ status: 404 });
    expect(await ask('close', { as: 'adviser', ...request })).toMatchObject({ status: 200, body: { phase: 'closed' } });
  });
  it('counts in public, without those that are at nil', async () => {
    await scene.write(
      [3, 0].map((value, index) => {
        const counter = `31010${index + 4}#CARE-01`;
        return put(totals.item({ kind: 'needs', counter }, { counter, value }), 'record.busy');
      }),
    );
    const { body } = await ask('counts', {});
    expect(body).toEqual({ items: [{ district: '310104', itemCode: 'CARE-01', needs: 3 }] });
  });
});

describe('what is noted of a household', () => {
  const note = '独居探针，儿子不知情';
  const notesOf = async (as: string, name: 'mine' | 'ofDistrict', needId: unknown) => {
    const place = { params: { district: '310101' }, query: { phase: 'recorded', limit: '100' } };
    const { body } = await ask(name, { as, ...(name === 'ofDistrict' ? place : { query: { limit: '100' } }) });
    const { items } = needsRoutes.mine.reply.parse(body);
    return items.filter(({ state }) => state.needId === needId).map(({ state }) => state.note);
  };
  it.each([
    ['somebody new', { name: '钱' }],
    ['somebody known', { name: '孙', residentId: '310199195001010036' }],
  ])('of %s is read by whom the need is open to, and lies nowhere in clear', async (_, person) => {
    if ('residentId' in person) await record(person);
    const { needId } = (await record(person, { note })).body;
    expect(await notesOf('adviser', 'mine', needId)).toEqual([note]);
    expect(await notesOf('officer', 'ofDistrict', needId)).toEqual([note]);
    const text = scene.onDisk();
    expect(text).toContain(`${needId}`);
    expect(text).not.toContain('独居探针');
  });
  it('is gone when the key of the person is, and nothing more is noted of them', async () => {
    const person = { name: '李', residentId: '310199195101010041' };
    const { beneficiaryId, needId } = (await record(person, { note })).body;
    const Key = dataKeys.key({ holder: `BENEFICIARY#${beneficiaryId}` });
    await scene.store.client.send(new DeleteCommand({ TableName: scene.store.TableName, Key }));
    const { deps } = await import('#functions/runtime/deps');
    const actions = { ...(await import('#functions/needs/list')), ...(await import('#functions/needs/record')) };
    const only = { mine: needsRoutes.mine, record: needsRoutes.record };
    const cold = caller(only, lambda(only, { mine: actions.mine, record: actions.record }, deps()));
    const { items } = needsRoutes.mine.reply.parse(
      (await cold('mine', { as: 'adviser', query: { limit: '100' } })).body,
    );
    expect(items.find(({ state }) => state.needId === needId)?.state.note).toBe('');
    const more = { as: 'adviser', body: { who: person, ...line, note } };
    expect(await cold('record', more)).toMatchObject({ status: 409, body: { code: 'beneficiary.erased' } });
  });
});

describe('name and number', () => {
  const canary = { name: '欧阳探针', residentId: '310199198802290027', telephone: '13800001234' };

  it('lie nowhere in the table in clear', async () => {
    expect(await record(canary)).toMatchObject({ status: 200 });
    const text = scene.onDisk();
    for (const secret of Object.values(canary)) expect(text).not.toContain(secret);
    // Nor as something that anybody could look up in a list of all numbers.
    for (const form of ['hex', 'base64', 'base64url'] as const)
      expect(text).not.toContain(createHash('sha256').update(canary.residentId).digest(form));
  });
  it('are shown to the lead for a reason, which is on record before', async () => {
    const { beneficiaryId } = (await record(canary)).body;
    const request = { params: { beneficiaryId: `${beneficiaryId}` }, body: { reason: '回访核实' } };
    expect(await ask('unmask', { as: 'lead', ...request, key: 'look' })).toEqual({ status: 200, body: canary });
    const text = scene.onDisk();
    expect(text).toContain('BeneficiaryUnmasked');
    expect(text).toContain('回访核实');
    for (const secret of Object.values(canary)) expect(text).not.toContain(secret);
  });
  it('are not shown when that cannot be put on record', async () => {
    const { beneficiaryId } = (await record(canary)).body;
    const request = { params: { beneficiaryId: `${beneficiaryId}` } };
    expect(await ask('unmask', { as: 'lead', ...request, body: { reason: '  ' } })).toMatchObject({ status: 400 });
    const { unmask } = await import('#functions/needs/unmask');
    const { clock } = await import('#functions/runtime/clock');
    const { fail } = await import('#shared/kernel/result');
    const only = { unmask: needsRoutes.unmask };
    const commit: typeof scene.commit = async () => fail({ code: 'request.running' });
    const stuck = caller(only, lambda(only, { unmask }, { ...scene, commit, now: clock }));
    expect(await stuck('unmask', { as: 'lead', ...request, body: { reason: '核实' } })).toMatchObject({ status: 409 });
  });
  it.each(['officer', 'director', 'administrator', 'adviser', 'citer', 'expert', 'evaluator', 'cashier'])(
    'are not shown to %s',
    async (as) => {
      const { beneficiaryId } = (await record(canary)).body;
      const request = { params: { beneficiaryId: `${beneficiaryId}` }, body: { reason: '看看' } };
      expect(await ask('unmask', { as, ...request })).toMatchObject({ status: 404, body: { code: 'record.unknown' } });
    },
  );
});
