import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { inboxRoutes } from '#shared/contracts/routes/inbox';
import type { InstalmentEvent } from '#shared/domain/instalment';
import { ApplicationId, BeneficiaryId, CallId, NeedId, PersonId } from '#shared/kernel/ids';
import { dayMs, later } from '#shared/kernel/instant';
import { applications, evaluations, instalments, needs, reviews } from '#shared/table/aggregates';
import { awardFen, cast, noticeUntil, type Project, project, serviceCode, serviceItem } from './project.ts';
import { days, round } from './round.ts';
import { before, caller, openScene, type Scene, system } from './scene.ts';

let scene: Scene;
let ask: ReturnType<typeof caller<typeof inboxRoutes>>;
beforeAll(async () => {
  scene = await openScene();
  ask = caller(inboxRoutes, (await import('#functions/inbox/handler')).handler);
  await cast(scene);
});
afterAll(() => scene.close());

const Items = z.array(z.looseObject({}));
const itemsOf = async (as: string, award: Project) => {
  const { body } = await ask('inbox', { as });
  return z.parse(Items, body['items']).filter(({ record }) => `${record}`.includes(award.awardId));
};
const personOf = (name: string) => PersonId.parse(`person-${name}`);
const paid = (ids: Project, ...events: readonly InstalmentEvent[]) =>
  scene.live(instalments, { ...ids, number: 1 }, ...events);

describe('the inbox', () => {
  it('shows what waits, whose it is and by when, to the role that takes the step', async () => {
    const ids = await project('waits', scene);
    expect(await itemsOf('accountant', ids)).toEqual([
      {
        ...{ task: 'instalment.prepare', record: `INSTALMENT#${ids.awardId}#1`, title: '安心到家' },
        ...{ subtitle: '第 1/3 期 · 浦江社工服务社', dueAt: noticeUntil, call: { zh: '安心到家', en: 'Home' } },
      },
    ]);
    for (const as of ['lead', 'cashier', 'officer', 'auditor']) expect(await itemsOf(as, ids)).toEqual([]);
    for (const as of [ids.grantee, 'expert', 'evaluator'])
      expect(await ask('inbox', { as })).toMatchObject({ status: 404 });
  });

  it('does not ask the same person for both approvals, nor who prepared for either', async () => {
    const ids = await project('approvals', scene);
    await paid(ids, { type: 'PaymentPrepared', v: 1, accountVersion: 1, ...system, by: personOf('lead') });
    expect(await itemsOf('lead', ids)).toEqual([]);
    expect(await itemsOf('director', ids)).toMatchObject([{ task: 'instalment.approve' }]);
    await paid(ids, { type: 'PaymentApproved', v: 1, rank: 'first', ...system, by: personOf('director') });
    expect(await itemsOf('director', ids)).toEqual([]);
    await paid(ids, { type: 'PaymentApproved', v: 1, rank: 'second', ...system, by: personOf('someone') });
    expect(await itemsOf('cashier', ids)).toMatchObject([{ task: 'instalment.execute' }]);
    await paid(ids, { type: 'PaymentExecuted', v: 1, bankReference: 'B-1', ...system, by: personOf('cashier') });
    expect(await itemsOf('accountant', ids)).toMatchObject([{ task: 'instalment.confirm' }]);
    await paid(ids, { type: 'PaymentConfirmed', v: 1, ...system, by: personOf('accountant') });
    expect(await itemsOf('accountant', ids)).toEqual([]);
  });

  it('lists every kind of record, what is due soonest first', async () => {
    const ids = await project('kinds', scene);
    for (const name of ['one', 'two']) await submitted({ ...ids, applicationId: idOf(name) });
    const dueAt = later(noticeUntil, -dayMs);
    await scene.live(instalments, { ...ids, number: 2 }, { type: 'InstalmentOpened', v: 1, dueAt, ...system });
    await scene.live(
      evaluations,
      { ...ids, stage: 'closeOut' },
      { type: 'ReportSubmitted', v: 1, summary: '如期', documentIds: [], ...system },
    );
    const { body } = await ask('inbox', { as: 'officer' });
    const items = z.parse(Items, body['items']);
    expect(items).toContainEqual(
      expect.objectContaining({ task: 'evaluation.assign', subtitle: '结项评估 · 浦江社工服务社' }),
    );
    expect(items.filter(({ task }) => task === 'application.admit')).toHaveLength(2);
    expect(z.iso.datetime().safeParse(body['now']).success).toBe(true);

    const all = z.parse(Items, (await ask('inbox', { as: 'accountant' })).body['items']);
    const days = all.map((item) => `${item['dueAt'] ?? '~'}`);
    expect(days).toEqual(days.toSorted());
    expect(days[0]).toBe(dueAt);
  });
});

it('names the call and the day of each step, and a need by its service and district', async () => {
  const ids = await round('named', 'submitted', scene);
  await serviceItem(scene);
  const needId = NeedId.parse('need-named');
  await scene.live(
    needs,
    { needId },
    {
      ...{ type: 'NeedRecorded', v: 1, needId, beneficiaryId: BeneficiaryId.parse('beneficiary-1'), ...system },
      ...{ adviserId: personOf('adviser'), district: '310101', targetGroup: 'TG02', itemCode: serviceCode },
      ...{ quantity: 4, urgency: 'high', source: 'visit', hasNote: false },
    },
  );
  const items = z.parse(Items, (await ask('inbox', { as: 'officer' })).body['items']);
  const lineOf = (record: string) => items.find((item) => item['record'] === record);
  const line = lineOf(`APPLICATION#${ids.applicationId}`);
  expect(line).toMatchObject({ call: { zh: '安心到家' }, subtitle: '浦江社工服务社' });
  expect(`${line?.['dueAt']}` > days(10)).toBe(true);
  expect(lineOf(`NEED#${needId}`)).toMatchObject({
    ...{ title: '黄浦区 · 特困人员', subtitle: '助浴 × 4 次', district: '310101', dueAt: '2026-01-12T16:00:00.000Z' },
  });
});

it('the stories of an organisation and of a fund are told to whoever may read them', async () => {
  const ids = await project('records', scene);
  const typesOf = async (name: 'ofOrganisation' | 'ofFund', as: string) => {
    const { status, body } = await ask(name, { as, params: name === 'ofFund' ? { fundId: ids.fundId } : own });
    return { status, types: (z.parse(z.optional(Items), body['items']) ?? []).map(({ type }) => type) };
  };
  const own = { organisationId: ids.organisationId };
  expect(await typesOf('ofOrganisation', 'auditor')).toMatchObject({ types: ['OrganisationRegistered', 'AccountSet'] });
  expect(await typesOf('ofFund', 'cashier')).toMatchObject({ types: ['FundOpened'] });
  expect(await typesOf('ofOrganisation', 'expert')).toMatchObject({ status: 404 });
  expect(await typesOf('ofFund', ids.grantee)).toMatchObject({ status: 404 });
});

const idOf = (name: string) => ApplicationId.parse(`application-inbox${name}`);
const submitted = ({ applicationId, callId, fundId, organisationId, contactId }: Project) =>
  scene.live(
    applications,
    { applicationId },
    {
      ...({ type: 'ApplicationDrafted', v: 1, applicationId, callId, fundId, organisationId } as const),
      ...{ organisationName: '浦江社工服务社', title: '助浴', contactId, ...system },
    },
    {
      ...({ type: 'ApplicationSubmitted', v: 1, title: '助浴', requestedFen: awardFen } as const),
      ...{ receiptNumber: 'SB-2026-2', contentHash: 'a'.repeat(64), ...system },
    },
  );

describe('the timeline of an application', () => {
  const of = (as: string, { applicationId }: Project) => ask('ofApplication', { as, params: { applicationId } });
  const reviewed = async (ids: Project) => {
    const [expertId, callId] = [personOf('expert'), CallId.parse(ids.callId)];
    const { applicationId } = ids;
    await scene.live(
      reviews,
      { applicationId, expertId },
      {
        ...({ type: 'ReviewAssigned', v: 1, applicationId, callId, expertId, title: '安心到家' } as const),
        ...{ dueAt: before, ...system },
      },
      { type: 'ReviewRecused', v: 1, reason: '曾任其顾问', ...system, by: expertId },
    );
  };

  it('tells staff what happened, by whom and why, the reviews among it', async () => {
    const ids = await project('story', scene);
    await reviewed(ids);
    const { status, body } = await of('auditor', ids);
    expect(status).toBe(200);
    const items = z.parse(Items, body['items']);
    expect(items).toContainEqual({
      ...{ sequence: 3, type: 'ApplicationAdmitted', at: before, by: 'person-officer', name: 'officer' },
      ...{ reason: '材料齐全', record: `APPLICATION#${ids.applicationId}` },
    });
    expect(items).toContainEqual(
      expect.objectContaining({ type: 'ReviewRecused', name: 'expert', reason: '曾任其顾问' }),
    );
    expect(items).toContainEqual(expect.objectContaining({ type: 'NoticeEnded', name: '系统' }));
    expect(JSON.stringify(items)).not.toMatch(/score|amountFen/);
  });

  it('tells the applicant as one body, without reviews and without what went on inside', async () => {
    const ids = await project('outside', scene);
    await reviewed(ids);
    const items = z.parse(Items, (await of(ids.grantee, ids)).body['items']);
    expect(items.map(({ type, name }) => [type, name])).toEqual([
      ['ApplicationDrafted', ids.grantee],
      ['ApplicationSubmitted', ids.grantee],
      ['ApplicationAdmitted', '基金会'],
      ['ExpertsAssigned', '基金会'],
      ['ReviewClosed', '系统'],
      ['AwardConfirmed', '基金会'],
      ['NoticeEnded', '系统'],
    ]);
    expect(JSON.stringify(items)).not.toMatch(/person-(officer|director|expert)|顾问/);
  });

  it('is told to nobody else', async () => {
    const [ids, other] = [await project('closed', scene), await project('closed2', scene)];
    for (const as of [other.grantee, 'expert', 'evaluator', 'cashier', 'adviser'])
      expect(await of(as, ids)).toMatchObject({ status: 404, body: { code: 'record.unknown' } });
    const none = { ...ids, applicationId: idOf('nothing') };
    expect(await of('auditor', none)).toMatchObject({ status: 404 });
  });
});

describe('the timeline of an award', () => {
  const of = async (as: string, { awardId }: Project) => {
    const { status, body } = await ask('ofAward', { as, params: { awardId } });
    return { status, items: z.parse(z.optional(Items), body['items']) ?? [] };
  };
  const kinds = (items: z.output<typeof Items>) => new Set(items.map(({ record }) => `${record}`.split('#')[0]));

  it('tells application, agreement, payments and evaluations as one story, each to who may see it', async () => {
    const ids = await project('whole', scene);
    await paid(
      ids,
      { type: 'PaymentPrepared', v: 1, accountVersion: 1, ...system, by: personOf('accountant') },
      { type: 'PaymentSentBack', v: 1, reason: '金额待核', ...system, by: personOf('lead') },
    );
    const { items } = await of('director', ids);
    expect(kinds(items)).toEqual(new Set(['APPLICATION', 'AWARD', 'INSTALMENT', 'EVALUATION']));
    expect(items).toContainEqual(
      expect.objectContaining({ type: 'PaymentSentBack', name: 'lead', reason: '金额待核' }),
    );
    expect(items).toContainEqual(expect.objectContaining({ type: 'GranteeSigned', name: ids.grantee }));

    expect(kinds((await of('cashier', ids)).items)).toEqual(new Set(['AWARD', 'INSTALMENT']));
    const own = await of(ids.grantee, ids);
    expect(JSON.stringify(own.items)).not.toMatch(/金额待核|person-(accountant|lead)/);
    expect(own.items).toContainEqual(expect.objectContaining({ type: 'PaymentPrepared', name: '基金会' }));
    const other = await project('whole2', scene);
    for (const as of [other.grantee, 'expert', 'adviser']) expect(await of(as, ids)).toMatchObject({ status: 404 });
  });
});
