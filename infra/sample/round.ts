import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import { admissionRoutes } from '#shared/contracts/routes/admission';
import { agreementRoutes } from '#shared/contracts/routes/agreement';
import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { callsRoutes } from '#shared/contracts/routes/calls';
import { catalogueRoutes } from '#shared/contracts/routes/catalogue';
import { decisionRoutes } from '#shared/contracts/routes/decision';
import { documentsRoutes } from '#shared/contracts/routes/documents';
import { fundsRoutes } from '#shared/contracts/routes/funds';
import { needsRoutes } from '#shared/contracts/routes/needs';
import { organisationsRoutes } from '#shared/contracts/routes/organisations';
import { peopleRoutes } from '#shared/contracts/routes/people';
import { reviewRoutes } from '#shared/contracts/routes/review';
import type { Rules } from '#shared/domain/call';
import type { District, TargetGroup } from '#shared/domain/reference';
import { Standard } from '#shared/domain/service-item';
import type { ApplicationId, AwardId, CallId, FundId, NeedId } from '#shared/kernel/ids';
import { dayMs, instantOf } from '#shared/kernel/instant';
import { type CallTemplate, catalogue, defaultRules } from './calls.ts';
import { type Cast, joinAs } from './cast.ts';
import { accountant, administrator, director, experts, lead, officer, type sampleOrganisations } from './people.ts';
import { proposalPdf } from './proposal-pdf.ts';
import { together } from './together.ts';
import { until } from './until.ts';

/** The parts of a round, each played through the public API by the person whose part it is. */

const effectiveFrom = '2024-01-01';

export async function publishCatalogue({ as }: Cast) {
  await together(catalogue, (item) => {
    const body = z.parse(Standard, { ...item, effectiveFrom });
    return as(administrator.account).call(catalogueRoutes.revise, { params: { code: body.code }, version: 0, body });
  });
}

export async function openFund({ as }: Cast, name: { zh: string; en: string }, yuan: number, reference: string) {
  const { fundId } = await as(director.account).call(fundsRoutes.open, { body: { name, sourceType: 'donation' } });
  const body = { amountFen: yuan * 100, reference };
  await as(accountant.account).call(fundsRoutes.receive, { params: { fundId }, body });
  return fundId;
}

export type SampleNeed = {
  readonly name: string;
  readonly residentId?: string;
  readonly district: District;
  readonly targetGroup: TargetGroup;
  readonly itemCode: string;
  readonly quantity: number;
  readonly urgency: 'high' | 'medium' | 'low';
};

export async function recordNeed({ as }: Cast, adviser: string, need: SampleNeed) {
  const { name, residentId, ...facts } = need;
  const who = { name, ...(residentId && { residentId }) };
  const body = { ...facts, who, source: 'visit' as const, note: '示例需求，虚构。', consent: true as const };
  return as(adviser).call(needsRoutes.record, { body });
}

export async function publishNeed({ as }: Cast, { needId, version }: { needId: NeedId; version: number }) {
  await as(officer.account).call(needsRoutes.publish, { params: { needId }, version });
}

export async function closeNeed({ as }: Cast, { needId, version }: { needId: NeedId; version: number }) {
  await as(officer.account).call(needsRoutes.close, { params: { needId }, body: { reason: 'met' }, version });
}

type Window = {
  readonly opensAt: number;
  readonly closesAt: number;
  readonly rules?: Partial<Rules>;
  readonly months?: number;
};

export async function draftCall({ as }: Cast, template: CallTemplate, fundId: FundId, window: Window) {
  const { key, budgetYuan, capYuan, floorYuan, ...plan } = template;
  const body = {
    ...{ ...plan, items: [...plan.items], targetGroups: [...plan.targetGroups], fundId },
    ...{ budgetFen: budgetYuan * 100, capFen: capYuan * 100, floorFen: floorYuan * 100 },
    ...{ opensAt: instantOf(window.opensAt), closesAt: instantOf(window.closesAt) },
    ...{ months: window.months ?? plan.months, rules: { ...defaultRules, ...window.rules } },
  };
  return as(officer.account).call(callsRoutes.draft, { body });
}

export async function publishCall(cast: Cast, template: CallTemplate, fundId: FundId, window: Window) {
  const { callId, version } = await draftCall(cast, template, fundId, window);
  await cast.as(lead.account).call(callsRoutes.publish, { params: { callId }, version });
  return callId;
}

export async function registerOrganisation(cast: Cast, organisation: (typeof sampleOrganisations)[number]) {
  const { account, person, name, uscc, district } = organisation;
  await joinAs(cast, account, person, '申报机构 Applicant');
  const me = cast.as(account);
  const { organisationId, version } = await me.call(organisationsRoutes.register, { body: { name, uscc, district } });
  const number = `62220000${uscc.slice(8, 17).replace(/\D/g, '0')}`;
  const body = { holder: name, bank: '示例银行上海分行', number, branch: '000000000000' };
  await me.call(organisationsRoutes.setAccount, { params: { organisationId }, body, version });
  return organisationId;
}

export type Project = {
  readonly title: string;
  readonly summary: string;
  readonly approach: string;
  readonly lines: readonly {
    readonly itemCode: string;
    readonly quantity: number;
    readonly beneficiaries: number;
    readonly unitYuan: number;
  }[];
  readonly requestedYuan: number;
};

export async function draftApplication({ as }: Cast, account: string, callId: CallId, project: Project) {
  return as(account).call(applicationsRoutes.draft, { params: { callId }, body: { title: project.title } });
}

/** Every section as the portal saves it, the last of them the declarations. */
export async function fillApplication(
  { as, world }: Cast,
  account: string,
  applicationId: ApplicationId,
  project: Project,
  needIds: readonly NeedId[],
) {
  const startsOn = instantOf(world.clock.now() + 60 * dayMs).slice(0, 10);
  const staffFen = Math.floor(project.requestedYuan * 30);
  const contents = [
    {
      section: 'project',
      content: {
        title: project.title,
        summary: project.summary,
        startsOn,
        leader: '演示负责人',
        leaderQualification: '社会工作师（示例）',
      },
    },
    {
      section: 'needs',
      content: { needIds: [...needIds], evidence: '需求来自社区救助顾问登记并发布的需求清单，已与街镇核对。' },
    },
    {
      section: 'services',
      content: {
        lines: project.lines.map(({ unitYuan, ...line }) => ({
          ...line,
          standardVersion: 1,
          unitPriceFen: unitYuan * 100,
        })),
        approach: project.approach,
      },
    },
    {
      section: 'budget',
      content: {
        lines: [
          {
            heading: 'beneficiaryServices',
            note: '直接服务',
            amountFen: project.requestedYuan * 100 - staffFen - 2000_00,
          },
          { heading: 'staff', note: '专职社工与督导', amountFen: staffFen },
          { heading: 'volunteers', note: '志愿者补贴与保险', amountFen: 2000_00 },
        ],
        matchingFen: Math.floor(project.requestedYuan * 10),
      },
    },
    {
      section: 'outcomes',
      content: {
        goals: [
          {
            goal: '服务人数',
            baseline: '0',
            target: `${project.lines[0]?.beneficiaries ?? 20} 人`,
            method: '服务记录去重',
          },
          { goal: '满意度', baseline: '无', target: '90%', method: '第三方电话抽样' },
        ],
        sustainability: '与街镇续签，并培训社区志愿者接续。',
      },
    },
    { section: 'declarations', content: { noMisconduct: true, noConflict: true, personalData: true, accurate: true } },
  ];
  for (const body of contents) {
    const route = applicationsRoutes.saveSection;
    const parsed = z.parse(route.body, { ...body, version: 0 });
    await as(account).call(route, { params: { applicationId, section: parsed.section }, body: parsed });
  }
}

/** The file goes straight to the bucket, with the form that the platform signed for it. */
export async function upload(
  { as, world }: Cast,
  account: string,
  ownerId: ApplicationId | AwardId,
  name: string,
  file: Buffer,
  kind: 'proposal' | 'report',
) {
  const sha256 = createHash('sha256').update(file).digest('hex');
  const body = { ownerId, kind, name, mediaType: 'application/pdf' as const, bytes: file.length, sha256 };
  const { documentId, url, fields } = await as(account).call(documentsRoutes.request, { body });
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append('file', new Blob([new Uint8Array(file)]), name);
  await post(world, url, form);
  for (let attempt = 0; attempt < 200; attempt += 1) {
    await world.clock.quiet();
    const { phase } = await as(account).call(documentsRoutes.read, { params: { documentId } });
    if (phase === 'clean') return documentId;
    if (phase === 'refused') throw new Error(`${name} was refused`);
    await pause(25);
  }
  throw new Error(`${name} was never checked`);
}

/** Once more after a connection that broke, as a browser does; the bucket judges the first version that came whole. */
async function post(world: Cast['world'], url: string, body: FormData) {
  for (let attempt = 1; ; attempt += 1) {
    await world.ready();
    const answer = await fetch(url, { method: 'POST', body }).catch((cause: unknown) => {
      if (attempt === 5) throw new Error(`The bucket does not answer at ${url}`, { cause });
    });
    if (answer?.ok) return;
    if (answer) throw new Error(`The bucket refused the file: ${answer.status} ${await answer.text()}`);
    await pause(200 * attempt);
  }
}

export async function proposalOf(project: Project, organisation: string) {
  return proposalPdf(project.title, organisation, [
    { heading: '一、项目概要', text: project.summary },
    {
      heading: '二、需求依据',
      text: '需求来自社区救助顾问登记并公布的需求清单；每条需求均经本人或监护人单独同意，本文不含任何个人信息。',
    },
    { heading: '三、服务方案', text: project.approach },
    {
      heading: '四、质量与风险',
      text: '执行服务标准目录的有效版本；入户双人或佩证；异常两小时内报街镇；每季复核照护计划；投诉渠道随告知书发放。',
    },
    {
      heading: '五、预算',
      text: `申请资助人民币 ${project.requestedYuan.toLocaleString('zh-CN')} 元，其中人员费不超过 40%。`,
    },
  ]);
}

export async function submitApplication({ as }: Cast, account: string, applicationId: ApplicationId) {
  const { version } = await as(account).call(applicationsRoutes.read, { params: { applicationId } });
  return as(account).call(applicationsRoutes.submit, { params: { applicationId }, version });
}

export async function withdrawApplication({ as }: Cast, account: string, applicationId: ApplicationId) {
  const { version } = await as(account).call(applicationsRoutes.read, { params: { applicationId } });
  const body = { reason: '机构人手不足，本轮不再申报。' };
  return as(account).call(applicationsRoutes.withdraw, { params: { applicationId }, body, version });
}

/** The version that a member of staff sees now. */
async function versionOf({ as }: Cast, account: string, applicationId: ApplicationId) {
  return (await as(account).call(applicationsRoutes.read, { params: { applicationId } })).version;
}

export async function decideAdmission(cast: Cast, applicationId: ApplicationId, admitted: boolean, reason: string) {
  const version = await versionOf(cast, officer.account, applicationId);
  const asked = { params: { applicationId }, body: { admitted, reason }, version };
  await cast.as(officer.account).call(admissionRoutes.decide, asked);
}

export async function assignExperts(cast: Cast, applicationId: ApplicationId, accounts: readonly string[]) {
  const { items } = await cast.as(officer.account).call(peopleRoutes.choices, { query: { role: 'expert' } });
  const names = experts.filter(({ account }) => accounts.includes(account)).map(({ name }) => name);
  const expertIds = items.filter(({ name }) => names.includes(name)).map(({ personId }) => personId);
  const version = await versionOf(cast, officer.account, applicationId);
  await cast.as(officer.account).call(reviewRoutes.assign, { params: { applicationId }, body: { expertIds }, version });
}

export async function acceptReview({ as }: Cast, account: string, applicationId: ApplicationId) {
  const params = { applicationId };
  const { version } = await as(account).call(reviewRoutes.read, { params });
  await as(account).call(reviewRoutes.accept, { params, body: { noConflict: true }, version });
}

export async function recuse({ as }: Cast, account: string, applicationId: ApplicationId) {
  const params = { applicationId };
  const { version } = await as(account).call(reviewRoutes.read, { params });
  await as(account).call(reviewRoutes.recuse, { params, body: { reason: '曾任该机构顾问。' }, version });
}

/** Scores each line at that share of its maximum. */
export async function scoreReview({ as }: Cast, account: string, applicationId: ApplicationId, share: number) {
  const params = { applicationId };
  const { rubric, version } = await as(account).call(reviewRoutes.read, { params });
  const lines = rubric.map(({ id, max }) => ({
    id,
    score: Math.round(max * share * 2) / 2,
    reason: '对照方案与需求清单评定。',
  }));
  const body = { lines, opinion: '需求清楚，方案可行，建议按标准执行并加强季度复核。' };
  return as(account).call(reviewRoutes.submit, { params, body, version });
}

type Proposal = { readonly outcome: 'award' | 'decline'; readonly amountFen: number; readonly reason: string };

export async function proposeDecision(cast: Cast, applicationId: ApplicationId, body: Proposal) {
  const version = await versionOf(cast, officer.account, applicationId);
  await cast.as(officer.account).call(decisionRoutes.propose, { params: { applicationId }, body, version });
}

export async function confirmDecision(cast: Cast, applicationId: ApplicationId) {
  const version = await versionOf(cast, director.account, applicationId);
  await cast.as(director.account).call(decisionRoutes.confirm, { params: { applicationId }, version });
}

export async function sign({ as }: Cast, account: string, awardId: AwardId, side: 'grantee' | 'foundation') {
  const params = { awardId };
  const [{ version }, { agreementHash }] = await Promise.all([
    as(account).call(agreementRoutes.read, { params }),
    as(account).call(agreementRoutes.text, { params }),
  ]);
  const route = side === 'grantee' ? agreementRoutes.signAsGrantee : agreementRoutes.signAsFoundation;
  await as(account).call(route, { params, body: { agreementHash, agreesToSignElectronically: true }, version });
}

/** The workflow has counted the scores, once every expert has answered. */
export const reviewClosed = (cast: Cast, applicationId: ApplicationId) =>
  until(cast, 'the review was closed', async () => {
    const { state } = await cast.as(officer.account).call(applicationsRoutes.read, { params: { applicationId } });
    return state.phase === 'reviewed' ? state : undefined;
  });
