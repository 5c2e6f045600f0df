import type { Reader } from '#functions/adapters/reader';
import { submissions } from '#functions/adapters/rows';
import type { ApplicationId } from '#shared/kernel/ids';
import { needs } from '#shared/table/aggregates';

/** Which needs a project was approved for: those its application cited when it was handed in. */
export async function citedIds(applicationId: ApplicationId, { get }: Pick<Reader, 'get'>) {
  const submission = await get(submissions, { applicationId });
  if (!submission) throw new Error(`${applicationId} became an award without a submission`);
  return [...new Set(submission.content.needs.needIds)];
}

export async function citedNeeds(applicationId: ApplicationId, deps: Reader) {
  const needIds = await citedIds(applicationId, deps);
  const found = await deps.getMany(
    needs,
    needIds.map((needId) => ({ needId })),
  );
  return found.map(({ state }) => state);
}
