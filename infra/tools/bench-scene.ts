import * as z from 'zod/mini';
import { callTemplates } from '#infra/sample/calls';
import { assemble, type Cast, castOf } from '#infra/sample/cast';
import * as delivery from '#infra/sample/delivery';
import { advisers, director, experts, lead, officer, sampleOrganisations } from '#infra/sample/people';
import { projects } from '#infra/sample/projects';
import * as round from '#infra/sample/round';
import type { World } from '#infra/sample/world';
import { admissionRoutes } from '#shared/contracts/routes/admission';
import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { deliveryRoutes } from '#shared/contracts/routes/delivery';
import { paymentsRoutes } from '#shared/contracts/routes/payments';
import { reviewRoutes } from '#shared/contracts/routes/review';
import type { ApplicationId, AwardId, FundId, NeedId } from '#shared/kernel/ids';
import { dayMs } from '#shared/kernel/instant';

/** Gives one command, and measures it under that name. */
export type Commands = <Value>(name: string, give: () => Promise<Value>) => Promise<Value>;

const applicationsCount = 5;
const savesPerDraft = 3;
const project = projects.home;
const [care] = callTemplates;
const [grantee] = sampleOrganisations;
const [adviser] = advisers;

/** A few applications from draft to delivery; what leads up to each measured command is played as in the sample round. */
export async function playCommands(world: World, timed: Commands) {
  if (!care || !grantee || !adviser) throw new Error('The sample is empty');
  world.pace(dayMs / 2);
  const cast = castOf(world);
  await assemble(cast);
  await round.publishCatalogue(cast);
  const fundId = await round.openFund(cast, { zh: '测量', en: 'Bench' }, 7_200_000, 'BENCH-1');
  const need = await round.recordNeed(cast, adviser.account, {
    ...{ name: '演示对象一', residentId: '310199194503120011', district: '310101', targetGroup: 'TG02' },
    ...{ itemCode: 'CARE-01', quantity: 12, urgency: 'high' },
  });
  await round.publishNeed(cast, need);
  await round.registerOrganisation(cast, grantee);
  const applicationIds: ApplicationId[] = [];
  for (let index = 0; index < applicationsCount; index += 1)
    applicationIds.push(await apply(cast, timed, grantee.account, fundId, [need.needId]));
  for (const applicationId of applicationIds) await review(cast, timed, applicationId);
  await world.clock.move(12 * dayMs);
  const awardIds: AwardId[] = [];
  for (const applicationId of applicationIds) {
    const awardId = await delivery.awardOf(cast, grantee.account, applicationId);
    await round.sign(cast, grantee.account, awardId, 'grantee');
    await round.sign(cast, director.account, awardId, 'foundation');
    awardIds.push(awardId);
  }
  for (const awardId of awardIds) await approve(cast, timed, awardId);
  // A service cannot have been given before the project began.
  await world.clock.move(3 * dayMs);
  for (const awardId of awardIds) await serve(cast, timed, grantee.account, awardId, need.needId);
}

async function apply(cast: Cast, timed: Commands, account: string, fundId: FundId, needIds: readonly NeedId[]) {
  const now = cast.world.clock.now();
  const window = { opensAt: now - dayMs, closesAt: now + 20 * dayMs, months: 2 };
  if (!care) throw new Error('The sample is empty');
  const callId = await round.publishCall(cast, care, fundId, window);
  const { applicationId } = await round.draftApplication(cast, account, callId, project);
  await round.fillApplication(cast, account, applicationId, project, needIds);
  const file = await round.proposalOf(project, '测量');
  await round.upload(cast, account, applicationId, '申报书.pdf', file, 'proposal');
  const me = cast.as(account);
  const route = applicationsRoutes.saveSection;
  for (let version = 1; version <= savesPerDraft; version += 1) {
    const content = { needIds, evidence: `需求来自社区救助顾问登记并发布的需求清单，第 ${version} 稿。` };
    const body = z.parse(route.body, { section: 'needs', content, version });
    await timed('save-section', () => me.call(route, { params: { applicationId, section: 'needs' }, body }));
  }
  const params = { applicationId };
  const { version } = await me.call(applicationsRoutes.read, { params });
  await timed('submit', () => me.call(applicationsRoutes.submit, { params, version }));
  return applicationId;
}

async function review(cast: Cast, timed: Commands, applicationId: ApplicationId) {
  const params = { applicationId };
  const staff = cast.as(officer.account);
  const { version } = await staff.call(applicationsRoutes.read, { params });
  const body = { admitted: true, reason: '材料齐全，符合申报条件。' };
  await timed('admit', () => staff.call(admissionRoutes.decide, { params, body, version }));
  const asked = experts.slice(0, 3).map(({ account }) => account);
  await round.assignExperts(cast, applicationId, asked);
  for (const account of asked) {
    await round.acceptReview(cast, account, applicationId);
    const me = cast.as(account);
    const seen = await me.call(reviewRoutes.read, { params });
    const lines = seen.rubric.map(({ id, max }) => ({ id, score: Math.round(max * 0.86), reason: '对照方案评定。' }));
    const scored = { lines, opinion: '需求清楚，方案可行。' };
    await timed('score', () => me.call(reviewRoutes.submit, { params, body: scored, version: seen.version }));
  }
  await round.reviewClosed(cast, applicationId);
  await round.proposeDecision(cast, applicationId, { outcome: 'award', amountFen: 160_000_00, reason: '得分居前。' });
  await round.confirmDecision(cast, applicationId);
}

async function approve(cast: Cast, timed: Commands, awardId: AwardId) {
  await delivery.prepare(cast, awardId, 1);
  for (const { account, phase } of [
    { account: lead.account, phase: 'prepared' },
    { account: director.account, phase: 'approvedOnce' },
  ]) {
    const { version } = await delivery.inPhase(cast, awardId, 1, phase);
    const asked = { params: { awardId, number: 1 }, version };
    await timed('approve-payment', () => cast.as(account).call(paymentsRoutes.approve, asked));
  }
}

async function serve(cast: Cast, timed: Commands, account: string, awardId: AwardId, needId: NeedId) {
  for (let index = 0; index < 3; index += 1) {
    const servedOn = delivery.todayOf(cast);
    const body = { needId, quantity: 1, servedOn, worker: '示例社工', note: `第 ${index + 1} 次服务，情况稳定。` };
    await timed('record-service', () => cast.as(account).call(deliveryRoutes.record, { params: { awardId }, body }));
  }
}
