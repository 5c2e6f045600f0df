import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import { members } from '#functions/adapters/rows';
import type { Action } from '#functions/runtime/action';
import type { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import { assignEvaluator } from '#shared/domain/evaluation';
import { fail } from '#shared/kernel/result';
import { evaluations, people } from '#shared/table/aggregates';

type Assign = Action<typeof evaluationRoutes.assign, Reader & Committer>;

/** A third party evaluates (rules 5.4): somebody with the role, who does not belong to the organisation evaluated. */
export const assign: Assign = async ({ params, body, authority, once, now }, { load, get, commit }) => {
  const evaluation = await load(authority, evaluations, params);
  if (!evaluation.ok) return evaluation;
  const { state, version } = evaluation.value;
  const personId = body.evaluatorId;
  const [member, person] = await Promise.all([
    get(members, { role: 'evaluator', personId }),
    get(people, { personId }),
  ]);
  if (!member?.active || person?.state.organisationId === state.organisationId)
    return fail({ code: 'evaluation.evaluator-unknown' });
  const event = assignEvaluator(state, { ...body, by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  return commit({
    changes: [changed(evaluations, evaluation.value, event.value)],
    once,
    reply: { phase: 'assigned', version: version + 1 },
  });
};
