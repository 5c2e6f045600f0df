import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendar } from '#functions/adapters/calendar';
import { put } from '#functions/adapters/changes';
import { callBudgets, entries } from '#functions/adapters/rows';
import { lambda } from '#functions/runtime/http';
import { decisionRoutes } from '#shared/contracts/routes/decision';
import { Instant } from '#shared/kernel/instant';
import { applications } from '#shared/table/aggregates';
import { cast } from './project.ts';
import { balancesOf, proposedFen, type Round, requestedFen, round } from './round.ts';
import { caller, openScene, type Scene } from './scene.ts';

let scene: Scene;
let ask: ReturnType<typeof caller<typeof decisionRoutes>>;
let askAt: (now: string) => typeof ask;
beforeAll(async () => {
  scene = await openScene();
  ask = caller(decisionRoutes, (await import('#functions/decision/handler')).handler);
  const { cancelNotice } = await import('#functions/decision/cancel-notice');
  const actions = {
    ...(await import('#functions/decision/confirm')),
    ...(await import('#functions/decision/propose')),
  };
  const { restart } = await import('#functions/decision/restart');
  askAt = (now) => {
    const deps = { ...scene, ...calendar(scene), now: () => Instant.parse(now) };
    return caller(decisionRoutes, lambda(decisionRoutes, { ...actions, cancelNotice, restart }, deps));
  };
  await cast(scene);
  await scene.person('both', ['officer', 'director']);
});
afterAll(() => scene.close());

const state = async ({ applicationId }: Round) => (await scene.get(applications, { applicationId }))?.state;
const give = (name: Parameters<typeof ask>[0], as: string, ids: Round, body?: object, asker = ask) =>
  asker(name, { as, params: { applicationId: ids.applicationId }, version: ids.version, ...(body && { body }) });
const next = (ids: Round, more = 1) => ({ ...ids, version: ids.version + more });
const whole = { received: -100_000_00, available: 100_000_00, reserved: 0, committed: 0, inTransit: 0, paid: 0 };
const noticed = { ...whole, available: 100_000_00 - proposedFen, reserved: proposedFen };

describe('a proposal', () => {
  const award = { outcome: 'award', amountFen: proposedFen, reason: '可行' };
  it('is made by an officer, of what was asked for at most', async () => {
    const ids = await round('propose', 'reviewed', scene);
    const over = await give('propose', 'officer', ids, { ...award, amountFen: requestedFen + 1 });
    expect(over).toMatchObject({ status: 422, body: { code: 'decision.over-request', details: { requestedFen } } });
    expect(await give('propose', 'director', ids, award)).toMatchObject({ status: 404 });
    expect(await give('propose', 'officer', ids, award)).toEqual({
      status: 200,
      body: { phase: 'proposed', version: 6 },
    });
    expect(await balancesOf(ids.fundId, scene)).toEqual(whole);
  });
  it('of an award is refused below the pass line', async () => {
    const ids = await round('below', 'reviewed', scene, { passed: false });
    expect(await give('propose', 'officer', ids, award)).toMatchObject({
      status: 422,
      body: { code: 'decision.below-pass-line', details: { score: 40 } },
    });
    const decline = { outcome: 'decline', amountFen: 0, reason: '未达标' };
    expect(await give('propose', 'officer', ids, decline)).toMatchObject({ status: 200 });
    expect(await give('confirm', 'director', next(ids))).toMatchObject({ status: 200, body: { phase: 'declined' } });
    expect(await balancesOf(ids.fundId, scene)).toEqual(whole);
  });
});

describe('a confirmation', () => {
  it('reserves the money in the same transaction, and begins the notice', async () => {
    const ids = await round('reserve', 'proposed', scene);
    expect(await give('confirm', 'director', ids)).toEqual({ status: 200, body: { phase: 'inNotice', version: 7 } });
    expect(await balancesOf(ids.fundId, scene)).toEqual(noticed);
    const posted = await scene.all(entries, 'fund.entries', ids);
    expect(posted.filter(({ kind }) => kind === 'reservation')).toMatchObject([
      { cause: `APPLICATION#${ids.applicationId}`, by: 'person-director' },
    ]);
  });
  it.each([
    // Seven days from Monday end with the next Monday; from Thursday before the National Day with the first day after it.
    ['2026-03-09T03:00:00.000Z', '2026-03-16T16:00:00.000Z'],
    ['2026-09-24T03:00:00.000Z', '2026-10-08T16:00:00.000Z'],
    // It is past midnight in Shanghai already: the first day is the one after.
    ['2026-03-08T16:30:00.000Z', '2026-03-16T16:00:00.000Z'],
    // The seventh day is a Saturday that is worked.
    ['2026-02-21T03:00:00.000Z', '2026-02-28T16:00:00.000Z'],
  ])('at %s begins a notice until %s', async (now, until) => {
    const ids = await round(`days${now.slice(5, 13).replace(/\D/g, '')}`, 'proposed', scene);
    expect(await give('confirm', 'director', ids, undefined, askAt(now))).toMatchObject({ status: 200 });
    expect((await state(ids))?.notice).toEqual({ from: now, until });
  });
  it('is given by somebody else than the proposal', async () => {
    const ids = await round('same', 'reviewed', scene);
    await give('propose', 'both', ids, { outcome: 'award', amountFen: 1, reason: '可行' });
    for (const [name, body] of [
      ['confirm', undefined],
      ['sendBack', { reason: '—' }],
    ] as const)
      expect(await give(name, 'both', next(ids), body)).toMatchObject({
        status: 403,
        body: { code: 'decision.same-person' },
      });
    expect(await balancesOf(ids.fundId, scene)).toEqual(whole);
    expect(await give('confirm', 'director', next(ids))).toMatchObject({ status: 200 });
  });
  it('is refused when the fund does not hold as much, and nothing has happened', async () => {
    const ids = await round('poor', 'proposed', scene, { fundFen: proposedFen - 1 });
    expect(await give('confirm', 'director', ids)).toMatchObject({ status: 409, body: { code: 'fund.over-balance' } });
    expect((await state(ids))?.phase).toBe('proposed');
    expect(await balancesOf(ids.fundId, scene)).toMatchObject({ available: proposedFen - 1, reserved: 0 });
  });
  it('of two at the same moment reserves once', async () => {
    const ids = await round('race', 'proposed', scene);
    const both = await Promise.all([give('confirm', 'director', ids), give('confirm', 'both', ids)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect(await balancesOf(ids.fundId, scene)).toEqual(noticed);
  });
});

describe('the budget of a call', () => {
  const take = ({ callId }: Round, takenFen: number) =>
    scene.write([put(callBudgets.item({ callId }, { takenFen }), 'record.busy')]);
  const takenOf = async (ids: Round) => (await scene.get(callBudgets, ids))?.takenFen;
  const budgetFen = 100_000_00;

  it('is told how much of it is left when an award is more, and nothing has happened', async () => {
    const ids = await round('budget', 'proposed', scene);
    await take(ids, budgetFen - proposedFen + 1);
    expect(await give('confirm', 'director', ids)).toMatchObject({
      status: 409,
      body: { code: 'decision.over-budget', details: { leftFen: proposedFen - 1 } },
    });
    expect((await state(ids))?.phase).toBe('proposed');
    expect(await balancesOf(ids.fundId, scene)).toEqual(whole);
  });
  it('gives its last fen to one of two awards at the same moment, and gets it back with a notice cancelled', async () => {
    const one = await round('last', 'proposed', scene);
    const other = await round('lastother', 'proposed', scene, { callId: one.callId });
    await take(one, budgetFen - proposedFen);
    const both = await Promise.all([give('confirm', 'director', one), give('confirm', 'both', other)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await takenOf(one)).toBe(budgetFen);
    const [winner, loser] = both[0].status === 200 ? [one, other] : [other, one];
    const over = { code: 'decision.over-budget', details: { leftFen: 0 } };
    expect(await give('confirm', 'director', loser)).toMatchObject({ status: 409, body: over });
    expect(await balancesOf(loser.fundId, scene)).toEqual(whole);

    expect(await give('cancelNotice', 'director', next(winner), { reason: '异议成立' })).toMatchObject({ status: 200 });
    expect(await takenOf(one)).toBe(budgetFen - proposedFen);
    expect(await give('confirm', 'director', loser)).toMatchObject({ status: 200 });
    expect(await takenOf(one)).toBe(budgetFen);
  });
});

describe('a decision that does not stand', () => {
  it('goes back to the officer with a reason', async () => {
    const ids = await round('back', 'proposed', scene);
    expect(await give('sendBack', 'director', ids, { reason: '金额待核' })).toMatchObject({
      body: { phase: 'reviewed' },
    });
    expect(await state(ids)).not.toHaveProperty('proposal');
  });
  it('is declined when an objection is upheld, and the money is free again', async () => {
    const ids = await round('objection', 'proposed', scene);
    await give('confirm', 'director', ids);
    expect(await give('cancelNotice', 'director', next(ids), { reason: '异议成立' })).toMatchObject({
      body: { phase: 'declined' },
    });
    expect(await balancesOf(ids.fundId, scene)).toEqual(whole);
  });
});

describe('a restart', () => {
  it('raises the attempt, is on record, and is the administrator’s alone', async () => {
    const ids = await round('restart', 'reviewed', scene);
    expect(await give('restart', 'director', ids, { reason: '执行中断' })).toMatchObject({ status: 404 });
    expect(await give('restart', 'administrator', ids, { reason: '执行中断' })).toMatchObject({ status: 200 });
    expect(await state(ids)).toMatchObject({ phase: 'reviewed', attempt: 2 });
  });
});

it.each([
  ['propose', 'officer', { outcome: 'decline', amountFen: 0, reason: '—' }],
  ['confirm', 'director', undefined],
  ['sendBack', 'director', { reason: '—' }],
  ['cancelNotice', 'director', { reason: '—' }],
] as const)('%s is refused in another phase, of another version and for other roles', async (name, as, body) => {
  const ids = await round(`phase${name.toLowerCase()}`, 'admitted', scene);
  expect(await give(name, as, ids, body)).toMatchObject({ status: 409, body: { code: 'record.wrong-phase' } });
  expect(await give(name, as, next(ids), body)).toMatchObject({ status: 412, body: { code: 'record.stale' } });
  for (const other of ['auditor', 'expert', 'cashier', ids.applicant])
    expect(await give(name, other, ids, body)).toMatchObject({ status: 404, body: { code: 'record.unknown' } });
});
