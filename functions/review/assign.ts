import type { Calendar } from '#functions/adapters/calendar';
import { changed, created } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import { members } from '#functions/adapters/rows';
import type { Action } from '#functions/runtime/action';
import type { reviewRoutes } from '#shared/contracts/routes/review';
import { type Application, reviewsOf } from '#shared/domain/application';
import { assignExperts } from '#shared/domain/decision';
import type { PersonId } from '#shared/kernel/ids';
import { calendarDaysAfter, dayOf } from '#shared/kernel/instant';
import { fail, ok } from '#shared/kernel/result';
import { applications, calls, people, reviews } from '#shared/table/aggregates';

type Assign = Action<typeof reviewRoutes.assign, Reader & Committer & Calendar>;

export const assign: Assign = async ({ params, body, authority, once, now }, deps) => {
  const application = await deps.load(authority, applications, params);
  if (!application.ok) return application;
  const { state, version } = application.value;
  const call = await deps.get(calls, state);
  if (!call) throw new Error(`${state.callId} is missing`);
  const expertIds = [...new Set(body.expertIds)];
  const fit = await fitExperts(expertIds, state, call.state.rules.expertsPerApplication, deps);
  if (!fit.ok) return fit;

  const dueAt = calendarDaysAfter(dayOf(now), call.state.rules.reviewDays, await deps.holidaysOf(now));
  const by = { by: authority.actor.personId, at: now };
  const event = assignExperts(state, { expertIds, dueAt, ...by });
  if (!event.ok) return event;
  const { callId, title } = state;
  const asked = expertIds.map((expertId) =>
    created(reviews, { type: 'ReviewAssigned', v: 1, ...params, callId, expertId, title, dueAt, ...by }),
  );
  return deps.commit({
    changes: [changed(applications, application.value, event.value), ...asked],
    once,
    reply: { phase: 'inReview', version: version + 1 },
  });
};

/** Experts by role, none of them of the applying organisation, none asked twice, and enough of them (rules 5.3). */
async function fitExperts(
  expertIds: readonly PersonId[],
  application: Application,
  needed: number,
  { getMany }: Reader,
) {
  const [known, persons, asked] = await Promise.all([
    getMany(
      members,
      expertIds.map((personId) => ({ role: 'expert' as const, personId })),
    ),
    getMany(
      people,
      expertIds.map((personId) => ({ personId })),
    ),
    getMany(reviews, reviewsOf(application)),
  ]);
  const experts = new Set(known.filter(({ active }) => active).map(({ personId }) => personId));
  const stranger = expertIds.find((personId) => !experts.has(personId));
  if (stranger) return fail({ code: 'review.expert-unknown', details: { personId: stranger } });
  const related = persons.find(({ state }) => state.organisationId === application.organisationId);
  if (related) return fail({ code: 'review.conflict', details: { personId: related.state.personId } });
  if (asked.some(({ state }) => expertIds.includes(state.expertId))) return fail({ code: 'review.already-assigned' });
  const answering = asked.filter(({ state }) => state.phase !== 'recused').length + expertIds.length;
  return answering < needed ? fail({ code: 'review.too-few', details: { needed } }) : ok(undefined);
}
