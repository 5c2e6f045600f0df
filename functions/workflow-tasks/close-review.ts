import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import { reviewsOf } from '#shared/domain/application';
import { closeReview } from '#shared/domain/decision';
import { workflow } from '#shared/domain/event';
import type { ApplicationId } from '#shared/kernel/ids';
import type { Instant } from '#shared/kernel/instant';
import { applications, calls, reviews } from '#shared/table/aggregates';

type Deps = Reader & Committer;

/** The mean of what the experts gave, once all have answered. Reviews are read by key: an index may not know all of them. */
export async function closeReviewNow(applicationId: ApplicationId, now: Instant, deps: Deps) {
  const application = await deps.get(applications, { applicationId });
  if (application?.state.phase !== 'inReview') return { done: false };
  const [call, states] = await Promise.all([
    deps.get(calls, application.state),
    deps.getMany(reviews, reviewsOf(application.state)),
  ]);
  if (!call) throw new Error(`${application.state.callId} is missing`);
  const given = states.map(({ state }) => state);
  const event = closeReview(application.state, call.state, given, { by: workflow, at: now });
  if (!event.ok) return { done: false };
  const changes = [changed(applications, application, event.value)];
  return { done: (await deps.commit({ changes, once: undefined, reply: {} })).ok };
}
