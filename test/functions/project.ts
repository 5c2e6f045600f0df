import { emptyAccounts, posted, put, taken } from '#functions/adapters/changes';
import { standards, submissions } from '#functions/adapters/rows';
import { clock } from '#functions/runtime/clock';
import { instalmentsOf } from '#shared/domain/award';
import type { EvaluationEvent } from '#shared/domain/evaluation';
import { post, settle } from '#shared/domain/fund';
import { Role } from '#shared/domain/person';
import { ItemCode } from '#shared/domain/reference';
import { Content } from '#shared/domain/section';
import * as ids from '#shared/kernel/ids';
import { Day, dayMs, dayOf, Instant, later } from '#shared/kernel/instant';
import { Fen } from '#shared/kernel/money';
import {
  applications,
  awards,
  beneficiaries,
  calls,
  evaluations,
  funds,
  instalments,
  needs,
  organisations,
  serviceItems,
} from '#shared/table/aggregates';
import { planOf } from './round.ts';
import { before, type Scene, system } from './scene.ts';

export const awardFen = Fen.parse(100_000_01);
const tranches = [
  { share: 50, after: 'signature' as const },
  { share: 30, after: 'midTerm' as const },
  { share: 20, after: 'closeOut' as const },
];
export const startsOn = '2026-01-06';
/** It runs while the tests do, whenever that is. */
export const endsOn = dayOf(later(clock(), 40 * dayMs));
export const noticeUntil = Instant.parse('2026-01-05T16:00:00.000Z');

const idsOf = (name: string) => ({
  applicationId: ids.ApplicationId.parse(`application-${name}`),
  awardId: ids.AwardId.parse(`award-${name}`),
  callId: ids.CallId.parse(`call-${name}`),
  fundId: ids.FundId.parse(`fund-${name}`),
  organisationId: ids.OrganisationId.parse(`organisation-${name}`),
  contactId: ids.PersonId.parse(`person-${name}grantee`),
});
export type Project = Awaited<ReturnType<typeof project>>;

/** What an application says when it is handed in. */
export const contentOf = (needIds: readonly ids.NeedId[]) =>
  Content.parse({
    project: { title: '安心到家', summary: '上门照护', startsOn, leader: '何敏', leaderQualification: '' },
    needs: { needIds, evidence: '街道台账' },
    services: {
      lines: [
        { itemCode: 'CARE-01', standardVersion: 1, quantity: 100, beneficiaries: 20, unitPriceFen: 100_00 },
        { itemCode: 'CARE-01', standardVersion: 1, quantity: 50, beneficiaries: 5, unitPriceFen: 100_00 },
      ],
      approach: '一户一策',
    },
    budget: { lines: [{ heading: 'beneficiaryServices', note: '', amountFen: awardFen }], matchingFen: 0 },
    outcomes: { goals: [{ goal: '减负', baseline: '', target: '80%', method: '' }], sustainability: '' },
    declarations: { noMisconduct: true, noConflict: true, personalData: true, accurate: true },
  });

/** A fund of twice the award, of which the award's amount is committed. */
async function fundOf({ fundId }: ReturnType<typeof idsOf>, name: string, { write, live }: Scene) {
  const title = { zh: '沪帮沪助', en: 'Neighbours' };
  const { state } = await live(
    funds,
    { fundId },
    { type: 'FundOpened', v: 1, fundId, name: title, sourceType: 'donation', ...system },
  );
  await write(emptyAccounts(fundId));
  const posting = { cause: funds.key({ fundId }).pk, ...system };
  const entryId = (kind: string) => ids.EntryId.parse(`entry-${name}${kind.slice(0, 3)}`);
  const given = post(state, {
    ...{ ...posting, entryId: entryId('donation'), kind: 'donation' },
    amountFen: Fen.parse(2 * awardFen),
  });
  if (!given.ok) throw new Error(given.error.code);
  await write(posted(given.value));
  const reserved = post(state, {
    ...posting,
    entryId: entryId('reservation'),
    kind: 'reservation',
    amountFen: awardFen,
  });
  if (!reserved.ok) throw new Error(reserved.error.code);
  await write(posted(reserved.value));
  const committed = { ...posting, entryId: entryId('commitment'), kind: 'commitment', amountFen: awardFen } as const;
  await write(posted(settle(fundId, committed)));
}

/** The call that the award comes from, whose budget it has taken from. */
async function callOf({ callId, fundId }: ReturnType<typeof idsOf>, { write, live }: Scene) {
  const plan = { ...planOf(fundId), budgetFen: Fen.parse(2 * awardFen) };
  const { state } = await live(
    calls,
    { callId },
    { type: 'CallDrafted', v: 1, ...plan, callId, number: 'ZM-9', ...system },
  );
  await write([taken(state, awardFen)]);
}

/** A need of a pseudonym, published. */
async function need(name: string, { live, write, keepPrivate }: Scene) {
  const needId = ids.NeedId.parse(`need-${name}`);
  const by = { ...system, adviserId: ids.PersonId.parse('person-adviser') };
  const { pk } = beneficiaries.key({ beneficiaryId: ids.BeneficiaryId.parse(`beneficiary-${name}`) });
  await write(await keepPrivate(pk, { name: '演示对象' }));
  await live(
    needs,
    { needId },
    {
      ...{ type: 'NeedRecorded', v: 1, needId, beneficiaryId: ids.BeneficiaryId.parse(`beneficiary-${name}`), ...by },
      ...{ district: '310101', targetGroup: 'TG01', itemCode: serviceCode, quantity: 12, urgency: 'high' },
      ...{ source: 'visit', hasNote: false },
    },
    { type: 'NeedPublished', v: 1, ...system },
  );
  return needId;
}
export const serviceCode = ItemCode.parse('CARE-01');

/** A version of the standard of that item, from a day on. */
const versionOf = (standardVersion: number, effectiveFrom: Day) =>
  ({
    ...{ code: serviceCode, name: { zh: '助浴', en: 'Bathing' }, field: '照护', target: '失能老人' },
    class: 'care',
    ...{ unit: '次', content: '上门助浴', quality: '持证', standardVersion, effectiveFrom },
    ...{ priceFromFen: Fen.parse(80_00), priceToFen: Fen.parse(120_00) },
  }) as const;
/** The row that keeps it. */
export const standardOf = (standardVersion: number, effectiveFrom: Day) => {
  const version = versionOf(standardVersion, effectiveFrom);
  return put(standards.item(version, version), 'record.busy');
};

/** Once for a table: the service item that everything here is about, its first version and the third, its newest. */
export async function serviceItem({ live, write }: Scene) {
  const newest = versionOf(3, dayOf(before));
  await live(serviceItems, { code: serviceCode }, { type: 'StandardPublished', v: 1, ...newest, ...system });
  await write([standardOf(1, Day.parse('2024-01-01')), standardOf(3, newest.effectiveFrom)]);
}

/** What an award comes from: an application that was reviewed, confirmed and noticed, with what it handed in. */
async function applicationOf(known: ReturnType<typeof idsOf>, needIds: readonly ids.NeedId[], { write, live }: Scene) {
  const { applicationId, awardId, callId, fundId, organisationId, contactId } = known;
  const officer = { ...system, by: ids.PersonId.parse('person-officer') } as const;
  const director = { ...system, by: ids.PersonId.parse('person-director') } as const;
  const amount = { amountFen: awardFen, reason: '方案可行' };
  await live(
    applications,
    { applicationId },
    {
      ...{ type: 'ApplicationDrafted', v: 1, applicationId, callId, fundId, organisationId, ...named, contactId },
      ...{ ...system, by: contactId },
    },
    {
      ...{ type: 'ApplicationSubmitted', v: 1, title: named.title, requestedFen: awardFen, receiptNumber: 'SB-2026-1' },
      ...{ contentHash: 'a'.repeat(64), ...system, by: contactId },
    },
    { type: 'ApplicationAdmitted', v: 1, reason: '材料齐全', ...officer },
    { type: 'ExpertsAssigned', v: 1, expertIds: [ids.PersonId.parse('person-expert')], dueAt: before, ...officer },
    { type: 'ReviewClosed', v: 1, score: 88, reviews: 3, passed: true, ...system },
    { type: 'DecisionProposed', v: 1, outcome: 'award', ...amount, ...officer },
    { type: 'AwardConfirmed', v: 1, from: before, until: noticeUntil, ...director },
    { type: 'NoticeEnded', v: 1, awardId, ...system },
  );
  await write([
    put(submissions.item({ applicationId }, { content: contentOf(needIds), documents: [] }), 'record.busy'),
  ]);
}

/** An award in delivery, with its instalments planned and its evaluations awaited. */
async function awardOf(known: ReturnType<typeof idsOf>, { live }: Scene, first: 'due' | 'planned') {
  const { awardId, fundId, organisationId, contactId } = known;
  const shared = { awardId, fundId, organisationId, contactId, ...named };
  const agreementHash = 'b'.repeat(64);
  await live(
    awards,
    { awardId },
    {
      ...{ type: 'AwardGranted', v: 1, ...known, ...named, number: 'XM-2026-1', amountFen: awardFen, months: 12 },
      ...{ tranches, signBy: noticeUntil, agreementHash, ...system },
    },
    { type: 'GranteeSigned', v: 1, agreementHash, ...system, by: contactId },
    { type: 'FoundationSigned', v: 1, agreementHash, startsOn, endsOn, ...system },
  );
  for (const part of instalmentsOf(awardFen, tranches))
    await live(
      instalments,
      { awardId, number: part.number },
      { type: 'InstalmentPlanned', v: 1, ...shared, ...part, ...system },
    );
  if (first === 'due')
    await live(instalments, { awardId, number: 1 }, { type: 'InstalmentOpened', v: 1, dueAt: noticeUntil, ...system });
  for (const stage of ['midTerm', 'closeOut'] as const) {
    const { fundId: _, ...facts } = shared;
    await live(
      evaluations,
      { awardId, stage },
      { type: 'EvaluationPlanned', v: 1, ...facts, stage, reportDueAt: noticeUntil, passScore: 60, ...system },
    );
  }
}
const named = { organisationName: '浦江社工服务社', title: '安心到家' };

/** For each test a project of its own: fund, grantee with an account, application, award, instalments, evaluations. */
export async function project(
  name: string,
  scene: Scene,
  account: 'withAccount' | 'withoutAccount' = 'withAccount',
  first: 'due' | 'planned' = 'due',
) {
  const known = idsOf(name);
  const { organisationId } = known;
  const registered = { type: 'OrganisationRegistered', v: 1, organisationId, name: named.organisationName } as const;
  const facts = { ...registered, uscc: '52310000MJ00000000', kind: 'socialServiceAgency', district: '310101' } as const;
  const accountSet = account === 'withAccount' ? [{ type: 'AccountSet' as const, v: 1 as const, ...system }] : [];
  const grantee = `${name}grantee`;
  const needIds = await Promise.all([need(`${name}a`, scene), need(`${name}b`, scene)]);
  await Promise.all([
    fundOf(known, name, scene),
    callOf(known, scene),
    scene.live(organisations, { organisationId }, { ...facts, ...system }, ...accountSet),
    scene.person(grantee, ['applicant'], organisationId),
    applicationOf(known, needIds, scene),
    awardOf(known, scene, first),
  ]);
  return { ...known, grantee, needIds };
}

/** Everybody on the foundation's side, and around it, each named after the role. */
export async function cast({ person }: Scene) {
  for (const role of Role.options) if (role !== 'applicant') await person(role, [role]);
}

/** An evaluation of it, from the report to what the foundation confirmed. */
export const judged = ({ live }: Scene, { awardId }: Project, stage: 'midTerm' | 'closeOut', score: number) => {
  const events: EvaluationEvent[] = [
    { type: 'ReportSubmitted', v: 1, summary: '报告', documentIds: [], ...system },
    { type: 'EvaluatorAssigned', v: 1, evaluatorId: ids.PersonId.parse('person-evaluator'), dueAt: before, ...system },
    {
      ...{ type: 'EvaluationSubmitted', v: 1, formVersion: 1, marks: [], score, opinion: '—', ...system },
      totals: { accessibility: 0, suitability: 0, effectiveness: 0, sustainability: 0 },
    },
    { type: 'EvaluationConfirmed', v: 1, passed: score >= 60, ...system },
  ];
  return live(evaluations, { awardId, stage }, ...events);
};
