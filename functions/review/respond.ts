import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { reviewRoutes } from '#shared/contracts/routes/review';
import { acceptReview, recuse as recuseReview, submitReview } from '#shared/domain/review';
import { calls, reviews } from '#shared/table/aggregates';

type Routes = typeof reviewRoutes;
type Deps = Reader & Committer;

export const accept: Action<Routes['accept'], Deps> = async ({ params, authority, once, now }, { load, commit }) => {
  const { personId } = authority.actor;
  const review = await load(authority, reviews, { ...params, expertId: personId });
  if (!review.ok) return review;
  const event = acceptReview(review.value.state, { by: personId, at: now });
  if (!event.ok) return event;
  const reply = { phase: 'accepted', version: review.value.version + 1 };
  return commit({ changes: [changed(reviews, review.value, event.value)], once, reply });
};

export const recuse: Action<Routes['recuse'], Deps> = async (request, { load, commit }) => {
  const { params, body, authority, once, now } = request;
  const { personId } = authority.actor;
  const review = await load(authority, reviews, { ...params, expertId: personId });
  if (!review.ok) return review;
  const event = recuseReview(review.value.state, { ...body, by: personId, at: now });
  if (!event.ok) return event;
  const reply = { phase: 'recused', version: review.value.version + 1 };
  return commit({ changes: [changed(reviews, review.value, event.value)], once, reply });
};

export const submit: Action<Routes['submit'], Deps> = async (request, { load, get, commit }) => {
  const { params, body, authority, once, now } = request;
  const { personId } = authority.actor;
  const review = await load(authority, reviews, { ...params, expertId: personId });
  if (!review.ok) return review;
  const call = await get(calls, review.value.state);
  if (!call) throw new Error(`${review.value.state.callId} is missing`);
  const event = submitReview(review.value.state, call.state.rules.rubric, { ...body, by: personId, at: now });
  if (!event.ok) return event;
  return commit({
    changes: [changed(reviews, review.value, event.value)],
    once,
    reply: { phase: 'submitted', version: review.value.version + 1, total: event.value.total },
  });
};
