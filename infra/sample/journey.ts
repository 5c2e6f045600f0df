import type { AwardId, FundId, NeedId } from '#shared/kernel/ids';
import { dayMs } from '#shared/kernel/instant';
import { callTemplates } from './calls.ts';
import { assemble, type Cast, castOf } from './cast.ts';
import * as delivery from './delivery.ts';
import {
  accountant,
  administrator,
  advisers,
  cashier,
  director,
  evaluators,
  experts,
  lead,
  officer,
  sampleOrganisations,
} from './people.ts';
import { projects } from './projects.ts';
import * as round from './round.ts';
import type { World } from './world.ts';

export type Step = { readonly name: string; readonly by: string; readonly ms: number };

const [care] = callTemplates;
const [grantee] = sampleOrganisations;
const project = projects.home;
/** Always the same morning (a Monday, 9:05 in Shanghai), so that holidays and schedules fall as they did for the bill. */
export const journeyBeginsAt = Date.UTC(2026, 2, 2, 1, 5);
/** Short enough to be played in seconds, long enough for a mid-term and a close-out. */
const months = 2;

type Teller = (step: Step) => void;
type Telling = <Value>(name: string, by: string, act: () => Promise<Value>) => Promise<Value>;

/** Tells each step when it is done: what, by whom, and how long it took. */
const telling =
  (tell: Teller): Telling =>
  async (name, by, act) => {
    const begun = performance.now();
    const value = await act();
    tell({ name, by, ms: Math.round(performance.now() - begun) });
    return value;
  };

/** The main job, from a need to the last payment, by everyone whose part it is; nothing but HTTP and a clock that moves. */
export async function playJourney(world: World, tell: Teller) {
  // Twice a day is often enough while months go by in seconds.
  world.pace(dayMs / 2);
  const cast = castOf(world);
  const step = telling(tell);
  const { account } = required(grantee);
  const fundId = await prepared(cast, step);
  const needs = await needed(cast, step);
  const applicationId = await applied(cast, step, account, fundId, needs);
  await reviewed(cast, step, applicationId);

  await step('decision proposed', officer.account, () =>
    round.proposeDecision(cast, applicationId, {
      outcome: 'award',
      amountFen: 160_000_00,
      reason: '得分居前，核减场地费。',
    }),
  );
  await step('decision confirmed, notice opened', director.account, () => round.confirmDecision(cast, applicationId));
  await step('public notice ran', 'clock', () => world.clock.move(12 * dayMs));
  const awardId = await step('award granted', 'workflow', () => delivery.awardOf(cast, account, applicationId));
  await step('agreement signed by the grantee', account, () => round.sign(cast, account, awardId, 'grantee'));
  await step('agreement signed by the foundation', director.account, () =>
    round.sign(cast, director.account, awardId, 'foundation'),
  );
  await paid(cast, step, awardId, 1);
  await delivered(cast, step, account, awardId, 'midTerm', { before: 36, after: 12 });
  await paid(cast, step, awardId, 2);
  await delivered(cast, step, account, awardId, 'closeOut', { before: 2, after: 39 });
  await paid(cast, step, awardId, 3);
  const closed = await step('award closed', 'workflow', () => delivery.awardIs(cast, account, awardId, 'closed'));
  await world.clock.quiet();
  world.pace(0);
  return { applicationId, awardId, fundId, grade: closed.grade, account };
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('The sample is empty');
  return value;
}

async function prepared(cast: Cast, step: Telling): Promise<FundId> {
  await step('staff signed in', administrator.account, () => assemble(cast));
  await step('service list published', administrator.account, () => round.publishCatalogue(cast));
  const name = { zh: '服务类社会救助专项基金（演示）', en: 'Service-type social assistance fund (sample)' };
  return step('fund opened and donation booked', accountant.account, () =>
    round.openFund(cast, name, 7_200_000, 'DEM-BANK-0001'),
  );
}

async function needed(cast: Cast, step: Telling): Promise<NeedId[]> {
  const { account } = required(advisers[0]);
  const need = { district: '310101', targetGroup: 'TG02', itemCode: 'CARE-01', quantity: 12, urgency: 'high' } as const;
  const people = [
    { name: '演示对象一', residentId: '310199194503120011' },
    { name: '演示对象二', residentId: '310199198802290027' },
    { name: '演示对象三' },
  ];
  const recorded = await step('needs recorded', account, () =>
    Promise.all(people.map((who) => round.recordNeed(cast, account, { ...need, ...who }))),
  );
  await step('needs published', officer.account, async () => {
    for (const it of recorded) await round.publishNeed(cast, it);
  });
  return recorded.map(({ needId }) => needId);
}

async function applied(cast: Cast, step: Telling, account: string, fundId: FundId, needs: readonly NeedId[]) {
  const now = cast.world.clock.now();
  const window = { opensAt: now - dayMs, closesAt: now + 20 * dayMs, months };
  const callId = await step('call published', lead.account, () =>
    round.publishCall(cast, required(care), fundId, { ...window, rules: { reportDays: 7 } }),
  );
  await step('organisation registered', account, () => round.registerOrganisation(cast, required(grantee)));
  const { applicationId } = await step('application drafted', account, () =>
    round.draftApplication(cast, account, callId, project),
  );
  await step('sections saved', account, () => round.fillApplication(cast, account, applicationId, project, needs));
  await step('proposal uploaded and checked', account, async () => {
    const file = await round.proposalOf(project, required(grantee).name);
    await round.upload(cast, account, applicationId, '申报书.pdf', file, 'proposal');
  });
  await step('application submitted', account, () => round.submitApplication(cast, account, applicationId));
  return applicationId;
}

async function reviewed(cast: Cast, step: Telling, applicationId: Parameters<typeof round.submitApplication>[2]) {
  await step('application admitted', officer.account, () =>
    round.decideAdmission(cast, applicationId, true, '材料齐全，符合申报条件。'),
  );
  const asked = experts.slice(0, 3).map(({ account }) => account);
  await step('experts assigned', officer.account, () => round.assignExperts(cast, applicationId, asked));
  for (const account of asked)
    await step('conflict declared and scores given', account, async () => {
      await round.acceptReview(cast, account, applicationId);
      await round.scoreReview(cast, account, applicationId, 0.86);
    });
  await step('review closed', 'workflow', () => round.reviewClosed(cast, applicationId));
}

async function paid(cast: Cast, step: Telling, awardId: AwardId, number: number) {
  await step(`instalment ${number} prepared`, accountant.account, () => delivery.prepare(cast, awardId, number));
  await step(`instalment ${number} approved`, lead.account, () =>
    delivery.approve(cast, lead.account, awardId, number),
  );
  await step(`instalment ${number} approved again`, director.account, () =>
    delivery.approve(cast, director.account, awardId, number),
  );
  await step(`instalment ${number} ordered`, cashier.account, () => delivery.execute(cast, awardId, number));
  await step(`instalment ${number} confirmed`, accountant.account, () =>
    delivery.confirmPayment(cast, awardId, number),
  );
}

/** Services, then the report that nobody hands in until the lead has heard of it, then the evaluation. */
async function delivered(
  cast: Cast,
  step: Telling,
  account: string,
  awardId: AwardId,
  stage: 'midTerm' | 'closeOut',
  /** How many days go by before the services are recorded, and after: until the report is overdue. */
  days: { readonly before: number; readonly after: number },
) {
  const evaluator = required(evaluators[0]);
  await step('time passed', 'clock', () => cast.world.clock.move(days.before * dayMs));
  await step('services recorded', account, () => delivery.serve(cast, account, awardId, 6));
  await step('reminders ran', 'clock', () => cast.world.clock.move(days.after * dayMs));
  await step(`${stage} report handed in`, account, () => delivery.report(cast, account, awardId, stage));
  await step(`${stage} evaluator assigned`, officer.account, () => delivery.assignEvaluator(cast, awardId, stage));
  await step(`${stage} marked in four dimensions`, evaluator.account, () =>
    delivery.mark(cast, evaluator.account, awardId, stage, 0.92),
  );
  await step(`${stage} confirmed`, lead.account, () => delivery.confirmEvaluation(cast, awardId, stage));
}
