import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendar } from '#functions/adapters/calendar';
import { callBudgets } from '#functions/adapters/rows';
import { clock } from '#functions/runtime/clock';
import { settle } from '#functions/workflow/settle';
import { agreementRoutes } from '#shared/contracts/routes/agreement';
import { paymentsRoutes } from '#shared/contracts/routes/payments';
import { awards, evaluations, instalments } from '#shared/table/aggregates';
import { awardFen, cast, judged, type Project, project } from './project.ts';
import { balancesOf } from './round.ts';
import { caller, openScene, type Scene } from './scene.ts';

const firstFen = 50_000_00;
let scene: Scene;
let ask: ReturnType<typeof caller<typeof agreementRoutes>>;
let pay: ReturnType<typeof caller<typeof paymentsRoutes>>;
beforeAll(async () => {
  scene = await openScene();
  ask = caller(agreementRoutes, (await import('#functions/agreement/handler')).handler);
  pay = caller(paymentsRoutes, (await import('#functions/payments/handler')).handler);
  await cast(scene);
});
afterAll(() => scene.close());

const award = async (ids: Project) => {
  const found = await scene.get(awards, ids);
  if (!found) throw new Error('There is no such award');
  return found;
};
const phases = async ({ awardId }: Project) => {
  const found = await scene.getMany(
    instalments,
    [1, 2, 3].map((number) => ({ awardId, number })),
  );
  return found.map(({ state }) => state.phase);
};
const stages = ['midTerm', 'closeOut'] as const;
const evaluationPhases = async ({ awardId }: Project) => {
  const found = await scene.getMany(
    evaluations,
    stages.map((stage) => ({ awardId, stage })),
  );
  return found.map(({ state }) => state.phase);
};
const terminate = async (ids: Project, as = 'director') =>
  ask('terminate', {
    ...{ as, params: { awardId: ids.awardId }, version: (await award(ids)).version },
    body: { reason: '机构停止运作' },
  });

const steps = [
  ['prepare', 'accountant', undefined],
  ['approve', 'lead', undefined],
  ['approve', 'director', undefined],
  ['execute', 'cashier', { bankReference: 'ICBC-1' }],
  ['confirm', 'accountant', undefined],
] as const;
/** The first steps of a payment, each by the person whose part it is. */
async function paid({ awardId }: Project, number: number, count: number = steps.length) {
  for (const [step, as, body] of steps.slice(0, count)) {
    const version = (await scene.get(instalments, { awardId, number }))?.version ?? 0;
    const answer = await pay(step, { as, params: { awardId, number: `${number}` }, version, ...(body && { body }) });
    expect(answer).toMatchObject({ status: 200 });
  }
}
const settled = ({ awardId }: Project) => settle({ awardId, now: clock() }, { ...scene, ...calendar(scene) });
const whole = { received: -2 * awardFen, available: 2 * awardFen, reserved: 0, committed: 0, inTransit: 0, paid: 0 };
const sumOf = (balances: Readonly<Record<string, number>>) =>
  Object.values(balances).reduce((sum, balanceFen) => sum + balanceFen, 0);

describe('an award that ends', () => {
  it('gives back what was not paid when it is terminated, withholds what was open and evaluates nothing more', async () => {
    const ids = await project('ended', scene);
    await paid(ids, 1);
    await judged(scene, ids, 'midTerm', 80);
    await settled(ids);
    await paid(ids, 2, 3);
    expect(await phases(ids)).toEqual(['confirmed', 'approved', 'planned']);
    expect(await terminate(ids)).toMatchObject({ status: 200, body: { phase: 'terminated' } });
    expect((await award(ids)).state.termination).toMatchObject({ reason: '机构停止运作' });
    expect(await phases(ids)).toEqual(['confirmed', 'withheld', 'withheld']);
    expect(await evaluationPhases(ids)).toEqual(['confirmed', 'cancelled']);
    const balances = await balancesOf(ids.fundId, scene);
    expect(balances).toEqual({ ...whole, available: 2 * awardFen - firstFen, paid: firstFen });
    expect(sumOf(balances)).toBe(0);
    expect(await scene.get(callBudgets, ids)).toMatchObject({ takenFen: firstFen });
    expect(await terminate(ids)).toMatchObject({ status: 409, body: { code: 'record.wrong-phase' } });
  });
  it('waits for an order that is at the bank, and ends when it has come back', async () => {
    const ids = await project('ordered', scene);
    await paid(ids, 1, 4);
    expect(await terminate(ids)).toMatchObject({
      status: 409,
      body: { code: 'award.payment-under-way', details: { number: 1 } },
    });
    expect(await phases(ids)).toEqual(['executed', 'planned', 'planned']);
    const { awardId } = ids;
    const version = (await scene.get(instalments, { awardId, number: 1 }))?.version ?? 0;
    const params = { awardId, number: '1' };
    await pay('bounce', { as: 'accountant', params, version, body: { reason: '户名不符' } });
    expect(await terminate(ids)).toMatchObject({ status: 200 });
    expect(await phases(ids)).toEqual(['withheld', 'withheld', 'withheld']);
    expect(await balancesOf(ids.fundId, scene)).toEqual(whole);
  });
  it('takes one of two ways when a payment is ordered at the same moment', async () => {
    const ids = await project('race', scene);
    await paid(ids, 1, 3);
    const { awardId } = ids;
    const version = (await scene.get(instalments, { awardId, number: 1 }))?.version ?? 0;
    const ordering = { as: 'cashier', params: { awardId, number: '1' }, version, body: { bankReference: 'ICBC-2' } };
    const [ended, ordered] = await Promise.all([terminate(ids), pay('execute', ordering)]);
    expect([ended.status, ordered.status].filter((status) => status === 200)).toHaveLength(1);
    const balances = await balancesOf(ids.fundId, scene);
    expect(balances).toEqual(
      ended.status === 200
        ? whole
        : { ...whole, available: awardFen, committed: awardFen - firstFen, inTransit: firstFen },
    );
  });
  it('gives back what was withheld when it closes: nothing stays reserved or committed for it', async () => {
    const ids = await project('withheld', scene);
    await paid(ids, 1);
    await judged(scene, ids, 'midTerm', 59);
    await settled(ids);
    expect(await phases(ids)).toEqual(['confirmed', 'withheld', 'planned']);
    await judged(scene, ids, 'closeOut', 75);
    await settled(ids);
    await paid(ids, 3);
    await settled(ids);
    expect((await award(ids)).state.phase).toBe('closed');
    const [paidFen, withheldFen] = [70_000_01, 30_000_00];
    const balances = await balancesOf(ids.fundId, scene);
    expect(balances).toEqual({ ...whole, available: awardFen + withheldFen, paid: paidFen });
    expect(sumOf(balances)).toBe(0);
  });
  it('closes without an entry when all of it was paid', async () => {
    const ids = await project('allpaid', scene);
    await paid(ids, 1);
    for (const stage of stages) await judged(scene, ids, stage, 90);
    await settled(ids);
    for (const number of [2, 3]) await paid(ids, number);
    await settled(ids);
    expect((await award(ids)).state.phase).toBe('closed');
    expect(await balancesOf(ids.fundId, scene)).toEqual({ ...whole, available: awardFen, paid: awardFen });
  });
  it('is terminated by a director alone', async () => {
    const ids = await project('alone', scene);
    for (const as of ['officer', 'lead', 'accountant', 'administrator', ids.grantee])
      expect(await terminate(ids, as)).toMatchObject({ status: 404 });
    expect(await phases(ids)).toEqual(['due', 'planned', 'planned']);
  });
});
