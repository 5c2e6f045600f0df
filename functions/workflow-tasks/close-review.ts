import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Lister } from '#functions/adapters/lister';
import type { Reader } from '#functions/adapters/reader';
import { closeReview } from '#shared/domain/decision';
import { workflow } from '#shared/domain/event';
import type { ApplicationId } from '#shared/kernel/ids';
import type { Instant } from '#shared/kernel/instant';
import { applications, calls, reviews } from '#shared/table/aggregates';

type Deps = Reader & Lister & Committer;

/** The mean of what the experts gave, once all have answered. Reviews are read again: the index may lag. */
export async function closeReviewNow(applicationId: ApplicationId, now: Instant, deps: Deps) {
  const application = await deps.get(applications, { applicationId });
  if (application?.state.phase !== 'inReview') return { done: false };
  const [call, asked] = await Promise.all([
    deps.get(calls, application.state),
    deps.all(reviews, 'reviews.of-application', { applicationId }),
  ]);
  if (!call) throw new Error(`${application.state.callId} is missing`);
  const states = await deps.getMany(
    reviews,
    asked.map(({ state }) => state),
  );
  const given = states.map(({ state }) => state);
  const event = closeReview(application.state, call.state, given, { by: workflow, at: now });
  if (!event.ok) return { done: false };
  const changes = [changed(applications, application, event.value)];
  return { done: (await deps.commit({ changes, once: undefined, reply: {} })).ok };
}
