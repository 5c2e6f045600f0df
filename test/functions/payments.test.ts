import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { put, unique } from '#functions/adapters/changes';
import { balances, entries } from '#functions/adapters/rows';
import { clock as now } from '#functions/runtime/clock';
import { lambda } from '#functions/runtime/http';
import { paymentsRoutes } from '#shared/contracts/routes/payments';
import type { InstalmentEvent } from '#shared/domain/instalment';
import { PersonId } from '#shared/kernel/ids';
import { instalments, organisations } from '#shared/table/aggregates';
import { awardFen, cast, type Project, project } from './project.ts';
import { caller, openScene, type Scene, system } from './scene.ts';

const firstFen = 50_000_00;
let scene: Scene;
let ask: ReturnType<typeof caller<typeof paymentsRoutes>>;
/** The same step for callers whose roles change between the reading of them and the writing. */
let askLate: typeof ask;
beforeAll(async () => {
  scene = await openScene();
  ask = caller(paymentsRoutes, (await import('#functions/payments/handler')).handler);
  const { entry } = scene;
  const early: typeof entry = async (subject, key) => {
    const { person, earlier } = await entry(subject, key);
    return { person: person && { ...person, version: person.version - 1 }, earlier };
  };
  const actions = { ...(await import('#functions/payments/prepare')), ...(await import('#functions/payments/settle')) };
  const lists = {
    ...(await import('#functions/payments/read')),
    ...(await import('#functions/payments/restart')),
  };
  askLate = caller(paymentsRoutes, lambda(paymentsRoutes, { ...actions, ...lists }, { ...scene, entry: early, now }));
  await cast(scene);
  await scene.person('both', ['cashier', 'accountant']);
});
afterAll(() => scene.close());

const params = ({ awardId }: Project) => ({ awardId, number: '1' });
const record = async ({ awardId }: Project, number = 1) => {
  const found = await scene.get(instalments, { awardId, number });
  if (!found) throw new Error('There is no such instalment');
  return found;
};
const balancesOf = async ({ fundId }: Project) => {
  const rows = await scene.all(balances, 'fund.balances', { fundId });
  return Object.fromEntries(rows.map(({ account, balanceFen }) => [account, balanceFen]));
};
const untouched = {
  received: -2 * awardFen,
  available: awardFen,
  reserved: 0,
  committed: awardFen,
  inTransit: 0,
  paid: 0,
};

/** Brings the first instalment to a phase by people who are nobody else in the test. */
const steps: Readonly<Record<string, (by: PersonId) => InstalmentEvent>> = {
  prepared: (by) => ({ type: 'PaymentPrepared', v: 1, accountVersion: 1, ...system, by }),
  approvedOnce: (by) => ({ type: 'PaymentApproved', v: 1, rank: 'first', ...system, by }),
  approved: (by) => ({ type: 'PaymentApproved', v: 1, rank: 'second', ...system, by }),
};
async function until(
  phase: 'prepared' | 'approvedOnce' | 'approved',
  ids: Project,
  by: Readonly<Record<string, string>> = {},
) {
  for (const [name, event] of Object.entries(steps)) {
    const who = PersonId.parse(`person-${by[name] ?? `someone${name.toLowerCase()}`}`);
    await scene.live(instalments, { ...ids, number: 1 }, event(who));
    if (name === phase) break;
  }
  return ids;
}
const version = async (ids: Project) => (await record(ids)).version;
const give = async (name: Parameters<typeof ask>[0], as: string, ids: Project, body?: object) =>
  ask(name, { as, params: params(ids), version: await version(ids), ...(body && { body }) });

describe('the way of a payment', () => {
  it('goes through five people, and the money through the ledger', async () => {
    const ids = await project('way', scene);
    expect(await give('prepare', 'accountant', ids)).toEqual({ status: 200, body: { phase: 'prepared', version: 3 } });
    expect(await give('approve', 'lead', ids)).toEqual({ status: 200, body: { phase: 'approvedOnce', version: 4 } });
    expect(await give('approve', 'director', ids)).toEqual({ status: 200, body: { phase: 'approved', version: 5 } });
    expect(await balancesOf(ids)).toEqual(untouched);

    const ordered = await give('execute', 'cashier', ids, { bankReference: 'ICBC-7' });
    expect(ordered).toEqual({ status: 200, body: { phase: 'executed', version: 6 } });
    expect(await balancesOf(ids)).toEqual({ ...untouched, committed: awardFen - firstFen, inTransit: firstFen });
    expect(await give('confirm', 'accountant', ids)).toEqual({ status: 200, body: { phase: 'confirmed', version: 7 } });
    expect(await balancesOf(ids)).toEqual({ ...untouched, committed: awardFen - firstFen, paid: firstFen });

    const { state } = await record(ids);
    expect(state).toMatchObject({ bankReference: 'ICBC-7', executedBy: 'person-cashier', order: 1 });
    const posted = await scene.all(entries, 'fund.entries', ids);
    const cause = `INSTALMENT#${ids.awardId}#1`;
    expect(posted.filter((entry) => entry.cause === cause)).toMatchObject([
      { kind: 'order', by: 'person-cashier' },
      { kind: 'payment', by: 'person-accountant' },
    ]);
  });

  it('begins again when the bank returns the money, and the second order has a key of its own', async () => {
    const ids = await until('approved', await project('bounced', scene));
    await give('execute', 'cashier', ids, { bankReference: 'ICBC-8' });
    const bounced = await give('bounce', 'accountant', ids, { reason: '户名不符' });
    expect(bounced).toMatchObject({ status: 200, body: { phase: 'due' } });
    expect(await balancesOf(ids)).toEqual(untouched);
    const { state } = await record(ids);
    expect(state).toMatchObject({ phase: 'due', attempt: 1, order: 2, approvedBy: [] });
    expect(state).not.toHaveProperty('bankReference');

    await until('approved', ids);
    const again = await give('execute', 'cashier', ids, { bankReference: 'ICBC-9' });
    expect(again).toMatchObject({ status: 200, body: { phase: 'executed' } });
    expect(await balancesOf(ids)).toMatchObject({ inTransit: firstFen });
  });

  it('goes back to the beginning with a reason, and may then be prepared by another', async () => {
    const ids = await until('approved', await project('sentback', scene));
    const sent = await give('sendBack', 'director', ids, { reason: '金额待核' });
    expect(sent).toMatchObject({ status: 200, body: { phase: 'due' } });
    const { state } = await record(ids);
    expect(state).toMatchObject({ approvedBy: [], order: 1 });
    expect(state).not.toHaveProperty('preparedBy');
  });

  it('is started again on record under the next attempt, and the order to the bank stays the same one', async () => {
    const ids = await until('approved', await project('restarted', scene));
    expect(await give('restart', 'accountant', ids, { reason: '执行中断' })).toMatchObject({ status: 404 });
    const again = await give('restart', 'lead', ids, { reason: '执行中断' });
    expect(again).toMatchObject({ status: 200, body: { phase: 'approved' } });
    expect((await record(ids)).state).toMatchObject({ phase: 'approved', attempt: 2, order: 1 });
    await scene.write([unique('payment', `${ids.awardId}#1#1`, 'x', 'payment.already-ordered')]);
    expect(await give('execute', 'cashier', ids, { bankReference: 'ICBC-11' })).toMatchObject({
      body: { code: 'payment.already-ordered' },
    });
  });

  it('is done once when the same request comes twice', async () => {
    const ids = await until('approved', await project('twice', scene));
    const request = { as: 'cashier', params: params(ids), version: await version(ids), key: 'one' };
    const body = { bankReference: 'ICBC-10' };
    const first = await ask('execute', { ...request, body });
    expect(await ask('execute', { ...request, body })).toEqual(first);
    expect(await balancesOf(ids)).toMatchObject({ inTransit: firstFen });
    const other = await ask('execute', { ...request, body: { bankReference: 'ICBC-11' } });
    expect(other).toMatchObject({ status: 422, body: { code: 'request.key-reused' } });
  });

  it('pays out once when two cashiers order at the same moment', async () => {
    const ids = await until('approved', await project('race', scene));
    const [a, b] = await Promise.all([
      give('execute', 'cashier', ids, { bankReference: 'ICBC-12' }),
      give('execute', 'both', ids, { bankReference: 'ICBC-13' }),
    ]);
    expect([a.status, b.status].toSorted()).toEqual([200, 412]);
    expect(await balancesOf(ids)).toMatchObject({ inTransit: firstFen });
  });
});

describe('refusals', () => {
  it('takes no order to an account that was changed after the payment was prepared', async () => {
    const ids = await until('approved', await project('moved', scene));
    await scene.live(organisations, ids, { type: 'AccountSet', v: 1, ...system });
    const refused = await give('execute', 'cashier', ids, { bankReference: 'ICBC-14' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'payment.account-changed' } });
    expect(await balancesOf(ids)).toEqual(untouched);
    await give('sendBack', 'director', ids, { reason: '账户已变更' });
    expect(await give('prepare', 'accountant', ids)).toMatchObject({ status: 200 });
    expect((await record(ids)).state.accountVersion).toBe(2);
  });

  it('does not prepare for a grantee without an account', async () => {
    const ids = await project('noaccount', scene, 'withoutAccount');
    const refused = await give('prepare', 'accountant', ids);
    expect(refused).toMatchObject({ status: 409, body: { code: 'payment.no-account' } });
  });

  it('takes no approval from who prepared it, nor twice from the same person', async () => {
    const ids = await until('prepared', await project('own', scene), { prepared: 'lead' });
    expect(await give('approve', 'lead', ids)).toMatchObject({ status: 403, body: { code: 'payment.own' } });
    expect(await give('approve', 'director', ids)).toMatchObject({ status: 200 });
    const again = await give('approve', 'director', ids);
    expect(again).toMatchObject({ status: 403, body: { code: 'payment.same-approver' } });
  });

  it.each(['prepared', 'approvedOnce', 'approved'])(
    'takes no order from the person by whom it was %s',
    async (phase) => {
      const ids = await until('approved', await project(`order${phase.toLowerCase()}`, scene), { [phase]: 'cashier' });
      const refused = await give('execute', 'cashier', ids, { bankReference: 'ICBC-1' });
      expect(refused).toMatchObject({ status: 403, body: { code: 'payment.own' } });
      expect(await balancesOf(ids)).toEqual(untouched);
    },
  );

  it.each([
    ['confirm', undefined],
    ['bounce', { reason: '退回' }],
  ] as const)('lets nobody %s what they ordered themselves', async (name, body) => {
    const ids = await until('approved', await project(`self${name}`, scene));
    await give('execute', 'both', ids, { bankReference: 'ICBC-2' });
    expect(await give(name, 'both', ids, body)).toMatchObject({ status: 403, body: { code: 'payment.own' } });
    expect(await balancesOf(ids)).toMatchObject({ inTransit: firstFen, paid: 0 });
  });

  it('never uses a business key twice, whatever the record says', async () => {
    const ids = await until('approved', await project('ordered', scene));
    await scene.write([unique('payment', `${ids.awardId}#1#1`, 'another', 'record.busy')]);
    const refused = await give('execute', 'cashier', ids, { bankReference: 'ICBC-3' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'payment.already-ordered' } });
    expect(await balancesOf(ids)).toEqual(untouched);
  });

  const drain = (ids: Project, account: 'committed' | 'inTransit') =>
    scene.write([
      put(
        balances.item({ ...ids, account }, { account, balanceFen: firstFen - 1 }),
        'record.busy',
        'attribute_exists(pk)',
      ),
    ]);
  it('orders nothing that is not committed', async () => {
    const ids = await until('approved', await project('overdrawn', scene));
    await drain(ids, 'committed');
    const refused = await give('execute', 'cashier', ids, { bankReference: 'ICBC-4' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'fund.over-balance' } });
    expect((await record(ids)).state.phase).toBe('approved');
  });
  it.each([
    ['confirm', undefined],
    ['bounce', { reason: '退回' }],
  ] as const)('does not %s what is not on its way', async (name, body) => {
    const ids = await until('approved', await project(`dry${name}`, scene));
    await give('execute', 'cashier', ids, { bankReference: 'ICBC-5' });
    await drain(ids, 'inTransit');
    expect(await give(name, 'accountant', ids, body)).toMatchObject({
      status: 409,
      body: { code: 'fund.over-balance' },
    });
    expect((await record(ids)).state.phase).toBe('executed');
  });

  it.each([
    ['prepare', 'accountant', undefined],
    ['approve', 'lead', undefined],
    ['sendBack', 'lead', { reason: '退回' }],
    ['execute', 'cashier', { bankReference: 'ICBC-6' }],
    ['confirm', 'accountant', undefined],
    ['bounce', 'accountant', { reason: '退回' }],
  ] as const)(
    'does not %s in another phase, of another version, without one, or for another role',
    async (name, as, body) => {
      const ids = await project(`phase${name.toLowerCase()}`, scene);
      const planned = { ...params(ids), number: '2' };
      const request = { as, params: planned, version: 1, ...(body && { body }) };
      expect(await ask(name, request)).toMatchObject({
        status: 409,
        body: { code: 'record.wrong-phase', details: { phase: 'planned' } },
      });
      expect(await ask(name, { ...request, version: 7 })).toMatchObject({
        status: 412,
        body: { code: 'record.stale' },
      });
      const { version: _, ...blind } = request;
      expect(await ask(name, blind)).toMatchObject({ status: 428, body: { code: 'record.version-missing' } });
      for (const other of ['officer', 'auditor', 'administrator', 'expert', ids.grantee])
        expect(await ask(name, { ...request, as: other })).toMatchObject({
          status: 404,
          body: { code: 'record.unknown' },
        });
      const none = { ...request, params: { ...planned, number: '4' } };
      expect(await ask(name, none)).toMatchObject({ status: 404, body: { code: 'record.unknown' } });
      const changed = await record(ids, 2);
      expect(changed.version).toBe(1);
    },
  );

  it.each([
    ['prepare', 'accountant', 'due', undefined],
    ['approve', 'lead', 'prepared', undefined],
    ['sendBack', 'lead', 'prepared', { reason: '退回' }],
    ['execute', 'cashier', 'approved', { bankReference: 'ICBC-20' }],
    ['confirm', 'accountant', 'executed', undefined],
    ['bounce', 'accountant', 'executed', { reason: '退回' }],
  ] as const)('does not %s for somebody whose roles changed since the request began', async (name, as, phase, body) => {
    const ids = await project(`gone${name.toLowerCase()}`, scene);
    if (phase !== 'due') await until(phase === 'prepared' ? 'prepared' : 'approved', ids);
    if (phase === 'executed') await give('execute', 'both', ids, { bankReference: 'ICBC-21' });
    const seen = await version(ids);
    const request = { as, params: params(ids), version: seen, ...(body && { body }) };
    expect(await askLate(name, request)).toMatchObject({ status: 409, body: { code: 'record.busy' } });
    expect(await version(ids)).toBe(seen);
  });
});
