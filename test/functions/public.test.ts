import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { created, put } from '#functions/adapters/changes';
import { balances, totals } from '#functions/adapters/rows';
import { clock } from '#functions/runtime/clock';
import { publicRoutes } from '#shared/contracts/routes/public';
import type { CallEvent } from '#shared/domain/call';
import { ApplicationId, CallId, FundId, OrganisationId, PersonId } from '#shared/kernel/ids';
import { dayMs, dayOf, type Instant, later, yearOf } from '#shared/kernel/instant';
import { Fen } from '#shared/kernel/money';
import { applications, calls, funds } from '#shared/table/aggregates';
import { serviceCode } from './project.ts';
import { before, caller, openScene, type Scene, system } from './scene.ts';

let scene: Scene;
let ask: ReturnType<typeof caller<typeof publicRoutes>>;
beforeAll(async () => {
  scene = await openScene();
  ask = caller(publicRoutes, (await import('#functions/public/handler')).handler);
});
afterAll(() => scene.close());

const fundId = FundId.parse('fund-public');
const days = (count: number) => later(clock(), count * dayMs);
const Items = z.array(z.looseObject({}));

const rules = {
  ...({ v: 1, passScore: 60, expertsPerApplication: 3, admissionWorkingDays: 5, reviewDays: 10 } as const),
  ...{ noticeDays: 7, signDays: 15, midTermPassScore: 60, closeOutPassScore: 60, reportDays: 10 },
  rubric: [{ id: 'R1', name: { zh: '方案', en: 'Plan' }, max: 100, lookFor: '可行' }],
  tranches: [{ share: 100, after: 'signature' as const }],
};

/** A call that lies open between two moments, taken as far as the events say. */
async function call(
  name: string,
  opensAt: Instant,
  closesAt: Instant,
  ...more: readonly ('CallPublished' | 'CallClosed')[]
) {
  const callId = CallId.parse(`call-${name}`);
  const drafted: CallEvent = {
    ...{ type: 'CallDrafted', v: 1, callId, number: 'ZM-1', fundId, name: { zh: name, en: name }, rules, ...system },
    ...{ budgetFen: Fen.parse(900), floorFen: Fen.parse(1), capFen: Fen.parse(100), months: 12, items: [serviceCode] },
    ...{ targetGroups: ['TG01'], eligibility: '社会组织', note: '', opensAt, closesAt },
  };
  await scene.live(calls, { callId }, drafted, ...more.map((type) => ({ type, v: 1, ...system }) as const));
  return callId;
}

/** An application on notice since that moment. */
async function noticed(name: string, callId: CallId, from: Instant, end?: 'NoticeEnded' | 'NoticeCancelled') {
  const applicationId = ApplicationId.parse(`application-${name}`);
  const officer = { ...system, by: PersonId.parse('person-officer') } as const;
  const amountFen = Fen.parse(77_00);
  await scene.live(
    applications,
    { applicationId },
    {
      ...({ type: 'ApplicationDrafted', v: 1, applicationId, callId, fundId, title: name, ...system } as const),
      ...{ organisationId: OrganisationId.parse('organisation-public'), organisationName: '浦江社工服务社' },
      contactId: PersonId.parse('person-contact'),
    },
    { type: 'DecisionProposed', v: 1, outcome: 'award', amountFen, reason: '内部意见', ...officer },
    { type: 'AwardConfirmed', v: 1, from, until: later(from, 7 * dayMs), ...officer },
  );
  const ended = { type: 'NoticeEnded', v: 1, awardId: 'award-public', ...system };
  if (end === 'NoticeEnded') await scene.live(applications, { applicationId }, applications.event.parse(ended));
  const cancelled = { type: 'NoticeCancelled', v: 1, reason: '异议成立', ...officer } as const;
  if (end === 'NoticeCancelled') await scene.live(applications, { applicationId }, cancelled);
  return applicationId;
}

describe('calls', () => {
  it('are shown to anyone once they are published, newest first, and no draft is', async () => {
    await call('1draft', before, days(9));
    await call('2closed', before, days(9), 'CallPublished', 'CallClosed');
    await call('3past', before, days(-1), 'CallPublished');
    await call('4open', before, days(9), 'CallPublished');
    await call('5later', days(1), days(9), 'CallPublished');
    const { status, body } = await ask('calls', {});
    expect(status).toBe(200);
    expect(z.parse(Items, body['items']).map(({ callId, open }) => [callId, open])).toEqual([
      ['call-5later', false],
      ['call-4open', true],
      ['call-3past', false],
      ['call-2closed', false],
    ]);
  });

  it('can be read one by one with all of their rules; a draft is as if it were none', async () => {
    await call('6rules', before, days(9), 'CallPublished');
    await call('7hidden', before, days(9));
    expect(await ask('call', { params: { callId: 'call-6rules' } })).toMatchObject({
      status: 200,
      body: { open: true, rules },
    });
    for (const callId of ['call-7hidden', 'call-none', 'nonsense'])
      expect(await ask('call', { params: { callId } })).toMatchObject({
        status: 404,
        body: { code: 'record.unknown' },
      });
  });
});

describe('public notice', () => {
  it('shows what is noticed and what was awarded in the last year or a year that is asked for, and nothing of how it was decided', async () => {
    const [callId, other] = [CallId.parse('call-noticed'), CallId.parse('call-noticed2')];
    await noticed('n1', callId, days(-364), 'NoticeEnded');
    await noticed('n2', callId, days(-366), 'NoticeEnded');
    await noticed('n3', callId, days(-2));
    await noticed('n4', callId, days(-1), 'NoticeCancelled');
    await noticed('n5', other, days(-3));
    const { status, body } = await ask('notices', { query: { callId } });
    expect(status).toBe(200);
    const items = z.parse(Items, body['items']);
    expect(items.map(({ applicationId, phase }) => [applicationId, phase])).toEqual([
      ['application-n3', 'inNotice'],
      ['application-n1', 'awarded'],
    ]);
    expect(items[0]).toMatchObject({ amountFen: 77_00, organisationName: '浦江社工服务社', title: 'n3' });
    expect(JSON.stringify(items)).not.toMatch(/内部意见|person-/);
    const all = z.parse(Items, (await ask('notices', {})).body['items']);
    expect(all.map(({ applicationId }) => applicationId)).toEqual([
      'application-n3',
      'application-n5',
      'application-n1',
    ]);
    const old = days(-366);
    const ofItsYear = await ask('notices', { query: { year: `${yearOf(dayOf(old))}`, callId } });
    expect(z.parse(Items, ofItsYear.body['items']).map(({ applicationId }) => applicationId)).toContain(
      'application-n2',
    );
    expect(await ask('notices', { query: { year: 'never' } })).toMatchObject({ status: 400 });
    expect(await ask('notices', { query: { callId: 'x' } })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid' },
    });
  });
});

describe('the first page', () => {
  it('has figures from the totals, and the open calls, the next deadline first', async () => {
    const none = await ask('home', {});
    expect(none.body['figures']).toEqual({
      ...{ projects: 0, organisations: 0, personTimes: 0, receivedFen: 0, awardedFen: 0, paidFen: 0 },
      ...{ publishedNeeds: 0, metNeeds: 0 },
    });
    const total = (kind: string, counter: string, value: number) =>
      put(totals.item({ kind, counter }, { counter, value }), 'record.busy' as const);
    await scene.write([
      ...[total('public', 'projects', 3), total('public', 'personTimes', 812), total('public', 'awardedFen', 900_00)],
      ...[total('public', 'paidFen', 400_00), total('public', 'publishedNeeds', 25)],
      total('public', 'metNeeds', 4),
      ...[total('organisations', 'organisation-a', 2), total('organisations', 'organisation-b', 1)],
      total('organisations', 'organisation-c', 0),
    ]);
    const name = { zh: '照护', en: 'Care' };
    for (const [id, fen] of [
      ['fund-a', 4_000_00],
      ['fund-b', 1_000_00],
    ] as const) {
      const own = FundId.parse(id);
      await scene.write([
        ...created(funds, { type: 'FundOpened', v: 1, fundId: own, name, sourceType: 'donation', ...system }),
        ...(['received', 'paid'] as const).map((account) =>
          put(
            balances.item({ fundId: own, account }, { account, balanceFen: account === 'paid' ? fen : -fen }),
            'record.busy' as const,
          ),
        ),
      ]);
    }
    await call('8soon', before, days(1), 'CallPublished');
    const { status, body } = await ask('home', {});
    expect(status).toBe(200);
    expect(body['figures']).toEqual({
      ...{
        projects: 3,
        organisations: 2,
        personTimes: 812,
        receivedFen: 5_000_00,
        awardedFen: 900_00,
        paidFen: 400_00,
      },
      ...{ publishedNeeds: 25, metNeeds: 4 },
    });
    const open = z.parse(Items, body['openCalls']);
    expect(open[0]).toMatchObject({ callId: 'call-8soon', budgetFen: 900, capFen: 100 });
    const deadlines = open.map(({ closesAt }) => `${closesAt}`);
    expect(deadlines).toEqual(deadlines.toSorted());
    expect(JSON.stringify(open)).not.toMatch(/call-(1draft|2closed|3past|5later|7hidden)/);
  });
});
