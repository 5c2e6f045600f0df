import { publicFactsOf } from '#functions/adapters/cited-needs';
import { documentView, handedIn } from '#functions/adapters/drafts';
import type { Lister } from '#functions/adapters/lister';
import type { Names } from '#functions/adapters/names';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import { view } from '#functions/runtime/view';
import type { reviewRoutes } from '#shared/contracts/routes/review';
import { reviewsOf } from '#shared/domain/application';
import { reviewsComplete } from '#shared/domain/decision';
import type { Review } from '#shared/domain/review';
import { ok } from '#shared/kernel/result';
import { applications, calls, reviews } from '#shared/table/aggregates';

type Routes = typeof reviewRoutes;

/** While one of them still scores, nobody sees what the others gave. */
function blind({ lines, total, opinion, ...rest }: Review): Review {
  return rest;
}

export const ofApplication: Action<Routes['ofApplication'], Reader & Names> = async (request, deps) => {
  const { params, authority } = request;
  const application = await deps.load(authority, applications, params);
  if (!application.ok) return application;
  const states = (await deps.getMany(reviews, reviewsOf(application.value.state))).map(({ state }) => state);
  const open = reviewsComplete(states);
  const items = await Promise.all(
    states.map(async (state) => ({ ...(open ? state : blind(state)), name: await deps.nameOf(state.expertId) })),
  );
  return ok({ items });
};

/** What lies on an expert's desk, each named by who applies and in which call. */
export const mine: Action<Routes['mine'], Reader & Lister> = async ({ query, authority }, { page, getMany }) => {
  const { actor } = authority;
  const found = await page(actor.personId, reviews, 'reviews.of-expert', { expertId: actor.personId }, query);
  if (!found.ok) return found;
  const { items } = found.value;
  const [asked, called] = await Promise.all([
    getMany(
      applications,
      items.map(({ state: { applicationId } }) => ({ applicationId })),
    ),
    getMany(
      calls,
      [...new Set(items.map(({ state }) => state.callId))].map((callId) => ({ callId })),
    ),
  ]);
  const organisationOf = new Map(asked.map(({ state }) => [state.applicationId, state.organisationName]));
  const callOf = new Map(called.map(({ state }) => [state.callId, state.name]));
  const named = items.map((it) => {
    const callName = callOf.get(it.state.callId);
    return {
      ...view(actor, 'review', it),
      organisationName: organisationOf.get(it.state.applicationId) ?? '—',
      ...(callName && { callName }),
    };
  });
  return ok({ ...found.value, items: named });
};

/**
 * Who applies comes first, so that a conflict can be declared; what they wrote only after that, and of what they uploaded
 * nothing that came after it was handed in.
 */
export const read: Action<Routes['read'], Reader> = async ({ params, authority }, deps) => {
  const review = await deps.load(authority, reviews, { ...params, expertId: authority.actor.personId });
  if (!review.ok) return review;
  const { state } = review.value;
  const [application, call] = await Promise.all([deps.get(applications, state), deps.get(calls, state)]);
  const submittedAt = application?.state.submission?.at;
  if (!application || !submittedAt || !call) throw new Error(`${state.applicationId} is missing`);
  const { organisationName, requestedFen } = application.state;
  const seen = { ...view(authority.actor, 'review', review.value), organisationName, requestedFen };
  const { rubric } = call.state.rules;
  if (state.phase === 'assigned' || state.phase === 'recused') return ok({ ...seen, rubric, documents: [] });
  const { draft, files } = await handedIn(params.applicationId, submittedAt, deps);
  const citedNeeds = await publicFactsOf(draft.needs?.content.needIds ?? [], deps);
  return ok({ ...seen, rubric, draft, citedNeeds, documents: files.map(documentView) });
};
