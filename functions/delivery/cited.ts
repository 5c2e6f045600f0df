import type { Reader } from '#functions/adapters/reader';
import { submissions } from '#functions/adapters/rows';
import type { ApplicationId } from '#shared/kernel/ids';
import { needs } from '#shared/table/aggregates';

/** The needs that a project was approved for: those its application cited when it was handed in. */
export async function citedNeeds(applicationId: ApplicationId, { get, getMany }: Reader) {
  const submission = await get(submissions, { applicationId });
  if (!submission) throw new Error(`${applicationId} became an award without a submission`);
  const needIds = [...new Set(submission.content.needs.needIds)];
  const found = await getMany(
    needs,
    needIds.map((needId) => ({ needId })),
  );
  return found.map(({ state }) => state);
}
