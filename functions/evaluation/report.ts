import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import { submitReport } from '#shared/domain/evaluation';
import { fail } from '#shared/kernel/result';
import { documents, evaluations } from '#shared/table/aggregates';

type Report = Action<typeof evaluationRoutes.report, Reader & Committer>;

/** What the grantee says of its own work comes first; it may only name files of this project that passed their checks. */
export const report: Report = async ({ params, body, authority, once, now }, { load, getMany, commit }) => {
  const evaluation = await load(authority, evaluations, params);
  if (!evaluation.ok) return evaluation;
  const documentIds = [...new Set(body.documentIds)];
  const found = await getMany(
    documents,
    documentIds.map((documentId) => ({ documentId })),
  );
  const clean = found.filter(({ state }) => state.ownerId === params.awardId && state.phase === 'clean');
  if (clean.length < documentIds.length) return fail({ code: 'document.not-clean' });
  const { summary } = body;
  const event = submitReport(evaluation.value.state, {
    ...{ summary, documentIds },
    ...{ by: authority.actor.personId, at: now },
  });
  if (!event.ok) return event;
  const reply = { phase: 'reported', version: evaluation.value.version + 1 };
  return commit({ changes: [changed(evaluations, evaluation.value, event.value)], once, reply });
};
