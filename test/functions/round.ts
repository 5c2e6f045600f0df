import { emptyAccounts, posted, put } from '#functions/adapters/changes';
import { balances, submissions } from '#functions/adapters/rows';
import { clock } from '#functions/runtime/clock';
import type { ApplicationEvent } from '#shared/domain/application';
import { CallPlan } from '#shared/domain/call';
import { post } from '#shared/domain/fund';
import { Content } from '#shared/domain/section';
import * as ids from '#shared/kernel/ids';
import { dayMs, later } from '#shared/kernel/instant';
import { Fen } from '#shared/kernel/money';
import { applications, calls, funds, organisations } from '#shared/table/aggregates';
import { type Scene, system } from './scene.ts';

export const days = (count: number) => later(clock(), count * dayMs);
export const requestedFen = Fen.parse(30_000_00);
export const proposedFen = Fen.parse(20_000_00);

const idsOf = (name: string) => ({
  applicationId: ids.ApplicationId.parse(`application-${name}`),
  callId: ids.CallId.parse(`call-${name}`),
  fundId: ids.FundId.parse(`fund-${name}`),
  organisationId: ids.OrganisationId.parse(`organisation-${name}`),
  contactId: ids.PersonId.parse(`person-${name}applicant`),
});
export type Round = Awaited<ReturnType<typeof round>>;

/** What somebody asks for who drafts a call: open from ten days ago to ten days from now. */
export const planOf = (fundId: ids.FundId) =>
  CallPlan.parse({
    ...{ name: { zh: '安心到家', en: 'Home' }, fundId, budgetFen: 100_000_00, floorFen: 10_000_00, capFen: 50_000_00 },
    ...{
      months: 12,
      items: ['CARE-01'],
      targetGroups: ['TG01'],
      eligibility: '社会组织',
      note: '',
      contact: '021-0000 0000',
    },
    ...{ opensAt: days(-10), closesAt: days(10) },
    rules: {
      ...{ v: 1, passScore: 60, expertsPerApplication: 2, admissionWorkingDays: 5, reviewDays: 10, noticeDays: 7 },
      ...{ signDays: 15, midTermPassScore: 60, closeOutPassScore: 60, reportDays: 10 },
      rubric: [{ id: 'R1', name: { zh: '必要性', en: 'Need' }, max: 100, lookFor: '需求' }],
      tranches: [
        { share: 60, after: 'signature' },
        { share: 40, after: 'closeOut' },
      ],
    },
  });

/** A fund with its accounts, and so much money in it. */
export async function openFund(fundId: ids.FundId, amountFen: number, { write, live }: Scene) {
  const name = { zh: '沪帮沪助', en: 'Neighbours' };
  const { state } = await live(
    funds,
    { fundId },
    { type: 'FundOpened', v: 1, fundId, name, sourceType: 'donation', ...system },
  );
  await write(emptyAccounts(fundId));
  if (amountFen === 0) return;
  const entryId = ids.EntryId.parse(`entry-${fundId.slice('fund-'.length)}`);
  const posting = { entryId, kind: 'donation', cause: funds.key({ fundId }).pk, ...system } as const;
  const given = post(state, { ...posting, amountFen: Fen.parse(amountFen) });
  if (!given.ok) throw new Error(given.error.code);
  await write(posted(given.value));
}

export async function balancesOf(fundId: ids.FundId, { all }: Scene) {
  const rows = await all(balances, 'fund.balances', { fundId });
  return Object.fromEntries(rows.map(({ account, balanceFen }) => [account, balanceFen]));
}

const steps = ['draft', 'submitted', 'admitted', 'inReview', 'reviewed', 'proposed'] as const;
type Step = (typeof steps)[number];

function storyOf(known: ReturnType<typeof idsOf>, passed: boolean): Readonly<Record<Step, ApplicationEvent>> {
  const { applicationId, callId, fundId, organisationId, contactId } = known;
  const [officer, contact] = [
    { ...system, by: ids.PersonId.parse('person-officer') },
    { ...system, by: contactId },
  ];
  const score = passed ? 88 : 40;
  return {
    draft: {
      ...{ type: 'ApplicationDrafted', v: 1, applicationId, callId, fundId, organisationId, contactId, ...contact },
      ...{ organisationName: '浦江社工服务社', title: '安心到家' },
    },
    submitted: {
      ...{ type: 'ApplicationSubmitted', v: 1, title: '安心到家', requestedFen, receiptNumber: 'SB-1', ...contact },
      contentHash: 'a'.repeat(64),
    },
    admitted: { type: 'ApplicationAdmitted', v: 1, reason: '材料齐全', ...officer },
    inReview: { type: 'ExpertsAssigned', v: 1, expertIds: [], dueAt: days(10), ...officer },
    reviewed: { type: 'ReviewClosed', v: 1, score, reviews: 2, passed, ...system },
    proposed: {
      ...{ type: 'DecisionProposed', v: 1, outcome: 'award', amountFen: proposedFen, reason: '可行', ...officer },
    },
  };
}

/** What was handed in; nothing of it matters here but that it is there. */
export const handedIn = Content.parse({
  project: { title: '安心到家', summary: '', leader: '', leaderQualification: '' },
  ...{ needs: { needIds: [], evidence: '台账' }, services: { lines: [], approach: '' } },
  ...{ budget: { lines: [], matchingFen: 0 }, outcomes: { goals: [], sustainability: '' } },
  declarations: { noMisconduct: true, noConflict: true, personalData: true, accurate: true },
});

type Options = {
  readonly fundFen?: number;
  readonly passed?: boolean;
  readonly documents?: { readonly documentId: ids.DocumentId; readonly sha256: string }[];
  /** In place of a call of its own: one that there is already. */
  readonly callId?: ids.CallId;
};

const publishedCall = (callId: ids.CallId, fundId: ids.FundId, { live }: Scene) =>
  live(
    calls,
    { callId },
    { type: 'CallDrafted', v: 1, ...planOf(fundId), callId, number: 'ZM-1', ...system },
    { type: 'CallPublished', v: 1, ...system },
  );

/** For each test a call of its own, with an applicant, and an application that has come so far. */
export async function round(name: string, until: Step | 'none', scene: Scene, options: Options = {}) {
  const { fundFen = 100_000_00, passed = true, documents = [] } = options;
  const known = { ...idsOf(name), ...(options.callId && { callId: options.callId }) };
  const { callId, fundId, organisationId, applicationId } = known;
  const applicant = `${name}applicant`;
  const facts = { name: '浦江社工服务社', uscc: '52310000DEM000014W', kind: 'socialServiceAgency' } as const;
  const story = storyOf(known, passed);
  const events = steps.slice(0, until === 'none' ? 0 : steps.indexOf(until) + 1).map((step) => story[step]);
  await Promise.all([
    openFund(fundId, fundFen, scene),
    ...(options.callId ? [] : [publishedCall(callId, fundId, scene)]),
    scene.live(
      organisations,
      { organisationId },
      { type: 'OrganisationRegistered', v: 1, organisationId, district: '310101', ...facts, ...system },
    ),
    scene.person(applicant, ['applicant'], organisationId),
    ...(events.length > 0 ? [scene.live(applications, { applicationId }, ...events)] : []),
    ...(events.length > 1
      ? [scene.write([put(submissions.item({ applicationId }, { content: handedIn, documents }), 'record.busy')])]
      : []),
  ]);
  return { ...known, applicant, version: events.length };
}
