import type { Application } from './application.ts';
import type { Evaluation } from './evaluation.ts';
import { workflow } from './event.ts';
import { type Caller, type Guarded, mayOnAll, type Permission } from './policy.ts';

/** Do they look at the record from the foundation's side? Whoever belongs to its organisation never does, whatever the roles. */
export const isInside = (caller: Caller, permission: Permission, { organisationId }: Guarded) =>
  mayOnAll(caller, permission) && (caller.organisationId === null || caller.organisationId !== organisationId);

/** Towards an applicant the foundation speaks as one body: which of its people acted is nobody's business outside. */
const asBody = <Part extends object>(part: Part) => ({ ...part, by: workflow });

/**
 * An application as this caller may see it. The applicant learns score, proposal and amount when the decision is
 * confirmed, not while it is in the making, and never which person of the foundation acted or who reviewed it.
 */
export function visibleApplication(caller: Caller, application: Application): Application {
  if (isInside(caller, 'application.read', application)) return application;
  const { admission, review, proposal, confirmation, ...rest } = application;
  const seen = { ...rest, expertIds: [], ...(admission && { admission: asBody(admission) }) };
  if (!confirmation) return seen;
  return {
    ...{ ...seen, confirmation: asBody(confirmation) },
    ...(review && { review }),
    ...(proposal && { proposal: asBody(proposal) }),
  };
}

/** An evaluation as this caller may see it: the grantee reads marks and opinion when they are confirmed, not before. */
export function visibleEvaluation(caller: Caller, evaluation: Evaluation): Evaluation {
  if (evaluation.evaluatorId === caller.personId || isInside(caller, 'evaluation.read', evaluation)) return evaluation;
  const { evaluatorId, ...known } = evaluation;
  if (evaluation.phase === 'confirmed') return known;
  const { marks, totals, score, opinion, submittedAt, sentBackReason, ...rest } = known;
  return rest;
}

/** What happened on the way to a decision and is not told outside: the decision itself is. */
const internal: ReadonlySet<string> = new Set([
  'DecisionProposed',
  'DecisionSentBack',
  'WorkflowRestarted',
  'PaymentSentBack',
  'EvaluationSentBack',
]);
export const isInternal = (eventType: string) => internal.has(eventType);
