import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import { confirmEvaluation, gradeOf, sendBackEvaluation, submitEvaluation } from '#shared/domain/evaluation';
import { formOf, formVersion } from '#shared/domain/evaluation-form';
import { evaluations } from '#shared/table/aggregates';

type Routes = typeof evaluationRoutes;
type Deps = Reader & Committer;

export const submit: Action<Routes['submit'], Deps> = async ({ params, body, authority, once, now }, deps) => {
  const evaluation = await deps.load(authority, evaluations, params);
  if (!evaluation.ok) return evaluation;
  const { state, version } = evaluation.value;
  const by = { by: authority.actor.personId, at: now };
  const event = submitEvaluation(state, formOf(params.stage), { ...body, formVersion, ...by });
  if (!event.ok) return event;
  const { score } = event.value;
  return deps.commit({
    changes: [changed(evaluations, evaluation.value, event.value)],
    once,
    reply: { phase: 'submitted', version: version + 1, score, grade: gradeOf(score) },
  });
};

export const confirm: Action<Routes['confirm'], Deps> = async ({ params, authority, once, now }, deps) => {
  const evaluation = await deps.load(authority, evaluations, params);
  if (!evaluation.ok) return evaluation;
  const event = confirmEvaluation(evaluation.value.state, { by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  const reply = { phase: 'confirmed', version: evaluation.value.version + 1 };
  return deps.commit({ changes: [changed(evaluations, evaluation.value, event.value)], once, reply });
};

export const sendBack: Action<Routes['sendBack'], Deps> = async ({ params, body, authority, once, now }, deps) => {
  const evaluation = await deps.load(authority, evaluations, params);
  if (!evaluation.ok) return evaluation;
  const event = sendBackEvaluation(evaluation.value.state, { ...body, by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  const reply = { phase: 'assigned', version: evaluation.value.version + 1 };
  return deps.commit({ changes: [changed(evaluations, evaluation.value, event.value)], once, reply });
};
