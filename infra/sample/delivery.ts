import { agreementRoutes } from '#shared/contracts/routes/agreement';
import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { deliveryRoutes } from '#shared/contracts/routes/delivery';
import { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import { paymentsRoutes } from '#shared/contracts/routes/payments';
import { peopleRoutes } from '#shared/contracts/routes/people';
import type { ApplicationId, AwardId, DocumentId } from '#shared/kernel/ids';
import { Day, dayMs, dayOf, instantOf, plusDays } from '#shared/kernel/instant';
import type { Cast } from './cast.ts';
import { accountant, cashier, director, evaluators, lead, officer } from './people.ts';
import { until } from './until.ts';

type Stage = 'midTerm' | 'closeOut';

export const awardOf = (cast: Cast, account: string, applicationId: ApplicationId) =>
  until(cast, 'the award was granted', async () => {
    const { state } = await cast.as(account).call(applicationsRoutes.read, { params: { applicationId } });
    return state.awardId;
  });

const instalmentOf = async ({ as }: Cast, awardId: AwardId, number: number) => {
  const { items } = await as(accountant.account).call(paymentsRoutes.ofAward, { params: { awardId } });
  return items.find(({ state }) => state.number === number);
};

export const inPhase = (cast: Cast, awardId: AwardId, number: number, phase: string) =>
  until(cast, `instalment ${number} is ${phase}`, async () => {
    const found = await instalmentOf(cast, awardId, number);
    return found?.state.phase === phase ? found : undefined;
  });

export async function prepare(cast: Cast, awardId: AwardId, number: number) {
  const { version } = await inPhase(cast, awardId, number, 'due');
  await cast.as(accountant.account).call(paymentsRoutes.prepare, { params: { awardId, number }, version });
}

export async function approve(cast: Cast, account: string, awardId: AwardId, number: number) {
  const found = await instalmentOf(cast, awardId, number);
  await cast.as(account).call(paymentsRoutes.approve, { params: { awardId, number }, version: found?.version ?? 0 });
}

export async function execute(cast: Cast, awardId: AwardId, number: number) {
  const { version } = await inPhase(cast, awardId, number, 'approved');
  const body = { bankReference: `DEM${awardId.slice(-8).toUpperCase()}-${number}` };
  await cast.as(cashier.account).call(paymentsRoutes.execute, { params: { awardId, number }, body, version });
}

export async function confirmPayment(cast: Cast, awardId: AwardId, number: number) {
  const { version } = await inPhase(cast, awardId, number, 'executed');
  await cast.as(accountant.account).call(paymentsRoutes.confirm, { params: { awardId, number }, version });
}

type Paid = 'prepared' | 'approved' | 'executed' | 'confirmed';

/** From due on: one prepares, two others approve, a fourth orders, the first sees it on the statement. */
export async function pay(cast: Cast, awardId: AwardId, number: number, until: Paid = 'confirmed') {
  await prepare(cast, awardId, number);
  if (until === 'prepared') return;
  await approve(cast, lead.account, awardId, number);
  await approve(cast, director.account, awardId, number);
  if (until === 'approved') return;
  await execute(cast, awardId, number);
  if (until === 'executed') return;
  await confirmPayment(cast, awardId, number);
}

export const todayOf = ({ world }: Cast): Day => dayOf(instantOf(world.clock.now()));

/** So many services, spread over the people whom the project serves, up to today or to the project's last day. */
export async function serve(cast: Cast, account: string, awardId: AwardId, count: number) {
  const [{ items }, { state }] = await Promise.all([
    cast.as(account).call(deliveryRoutes.people, { params: { awardId } }),
    cast.as(account).call(agreementRoutes.read, { params: { awardId } }),
  ]);
  const last = [todayOf(cast), Day.parse(state.endsOn)].toSorted()[0] ?? todayOf(cast);
  for (let index = 0; index < count; index += 1) {
    const person = items[index % items.length];
    if (!person) throw new Error('The project serves nobody');
    const servedOn = plusDays(last, -(index % 3));
    const body = { needId: person.needId, quantity: 1, servedOn, worker: '示例社工', note: '按计划完成，情况稳定。' };
    await cast.as(account).call(deliveryRoutes.record, { params: { awardId }, body });
  }
}

export const evaluationOf = ({ as }: Cast, account: string, awardId: AwardId, stage: Stage) =>
  as(account).call(evaluationRoutes.read, { params: { awardId, stage } });

export async function report(
  cast: Cast,
  account: string,
  awardId: AwardId,
  stage: Stage,
  documentIds: DocumentId[] = [],
) {
  const { version } = await evaluationOf(cast, account, awardId, stage);
  const body = { summary: '本阶段按计划开展服务，记录完整，需求响应及时；问题与改进见附件。', documentIds };
  await cast.as(account).call(evaluationRoutes.report, { params: { awardId, stage }, body, version });
}

export async function assignEvaluator(cast: Cast, awardId: AwardId, stage: Stage, evaluator = evaluators[0]) {
  const { items } = await cast.as(officer.account).call(peopleRoutes.choices, { query: { role: 'evaluator' } });
  const chosen = items.find(({ name }) => name === evaluator?.name);
  if (!chosen) throw new Error('No evaluator can be chosen');
  const { version } = await evaluationOf(cast, officer.account, awardId, stage);
  const body = { evaluatorId: chosen.personId, dueAt: instantOf(cast.world.clock.now() + 14 * dayMs) };
  await cast.as(officer.account).call(evaluationRoutes.assign, { params: { awardId, stage }, body, version });
}

/** Marks each indicator at that share of its maximum, with the evidence that each asks for. */
export async function mark(cast: Cast, account: string, awardId: AwardId, stage: Stage, share: number) {
  const { form, version } = await evaluationOf(cast, account, awardId, stage);
  const marks = form.map(({ id, max }) => ({
    id,
    score: Math.round(max * share * 2) / 2,
    evidence: '服务记录、现场查看与电话抽样。',
  }));
  const body = { marks, opinion: '服务到达率与记录质量良好，建议继续完善资源链接。' };
  return cast.as(account).call(evaluationRoutes.submit, { params: { awardId, stage }, body, version });
}

export async function confirmEvaluation(cast: Cast, awardId: AwardId, stage: Stage) {
  const { version } = await evaluationOf(cast, lead.account, awardId, stage);
  await cast.as(lead.account).call(evaluationRoutes.confirm, { params: { awardId, stage }, version });
}

export async function sendBackEvaluation(cast: Cast, awardId: AwardId, stage: Stage) {
  const { version } = await evaluationOf(cast, lead.account, awardId, stage);
  const body = { reason: '可持续性一项的依据不足，请补充。' };
  await cast.as(lead.account).call(evaluationRoutes.sendBack, { params: { awardId, stage }, body, version });
}

export const awardIs = (cast: Cast, account: string, awardId: AwardId, phase: string) =>
  until(cast, `the award is ${phase}`, async () => {
    const { state } = await cast.as(account).call(agreementRoutes.read, { params: { awardId } });
    return state.phase === phase ? state : undefined;
  });
