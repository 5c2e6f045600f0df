import * as z from 'zod/mini';
import { dayOf, type Holidays, type Instant, later, workingDaysAfter } from '#shared/kernel/instant';
import type { Application } from './application.ts';
import type { Award } from './award.ts';
import type { Call } from './call.ts';
import type { Evaluation } from './evaluation.ts';
import type { Instalment } from './instalment.ts';
import type { Need } from './need.ts';
import type { Permission } from './policy.ts';

/** What staff can be waited for. The inbox lists a task to everyone whom the policy allows it. */
export const Task = z.enum([
  'need.publish',
  'application.admit',
  'application.assign',
  'application.propose',
  'application.confirm',
  'award.signAsFoundation',
  'instalment.prepare',
  'instalment.approve',
  'instalment.execute',
  'instalment.confirm',
  'evaluation.assign',
  'evaluation.confirm',
]);
export type Task = z.output<typeof Task> & Permission;

const inPhase: {
  readonly [Name in 'need' | 'application' | 'award' | 'instalment' | 'evaluation']: Readonly<Record<string, Task>>;
} = {
  need: { recorded: 'need.publish' },
  application: {
    submitted: 'application.admit',
    admitted: 'application.assign',
    reviewed: 'application.propose',
    proposed: 'application.confirm',
  },
  award: { granteeSigned: 'award.signAsFoundation' },
  instalment: {
    due: 'instalment.prepare',
    prepared: 'instalment.approve',
    approvedOnce: 'instalment.approve',
    approved: 'instalment.execute',
    executed: 'instalment.confirm',
  },
  evaluation: { reported: 'evaluation.assign', submitted: 'evaluation.confirm' },
};

export const taskOfNeed = ({ phase }: Need) => inPhase.need[phase];
export const taskOfApplication = ({ phase }: Application) => inPhase.application[phase];
export const taskOfAward = ({ phase }: Award) => inPhase.award[phase];
export const taskOfInstalment = ({ phase }: Instalment) => inPhase.instalment[phase];
export const taskOfEvaluation = ({ phase }: Evaluation) => inPhase.evaluation[phase];

/** Where a call sets no period, the foundation acts within so many working days of the step before (our default). */
const usualWorkingDays = 5;

/** By when a task is to be done: the end of so many working days after something happened. */
const within = (at: Instant | undefined, workingDays: number, holidays: Holidays) =>
  at === undefined ? undefined : workingDaysAfter(dayOf(at), workingDays, holidays);

export const needDue = ({ recordedAt }: Pick<Need, 'recordedAt'>, holidays: Holidays) =>
  within(recordedAt, usualWorkingDays, holidays);

/** Admission is the call's own rule and counts from its last day (rules 5.2); every other step follows the one before. */
export function applicationDue(application: Application, call: Pick<Call, 'closesAt' | 'rules'>, holidays: Holidays) {
  const { phase, admission, review, proposal } = application;
  switch (phase) {
    case 'submitted':
      return within(later(call.closesAt, -1), call.rules.admissionWorkingDays, holidays);
    case 'admitted':
      return within(admission?.at, usualWorkingDays, holidays);
    case 'reviewed':
      return within(review?.at, usualWorkingDays, holidays);
    case 'proposed':
      return within(proposal?.at, usualWorkingDays, holidays);
    default:
      return undefined;
  }
}

type Waiting = Pick<Evaluation, 'phase' | 'report' | 'submittedAt'>;

/** What the foundation itself has to do with an evaluation; the grantee's and the evaluator's days stand on the record. */
export function evaluationDue({ phase, report, submittedAt }: Waiting, holidays: Holidays) {
  if (phase === 'reported') return within(report?.at, usualWorkingDays, holidays);
  return phase === 'submitted' ? within(submittedAt, usualWorkingDays, holidays) : undefined;
}
