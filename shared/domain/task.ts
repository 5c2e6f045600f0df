import * as z from 'zod/mini';
import type { Application } from './application.ts';
import type { Award } from './award.ts';
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
