import * as z from 'zod/mini';
import type { Lister } from '#functions/adapters/lister';
import type { Names } from '#functions/adapters/names';
import type { Reader } from '#functions/adapters/reader';
import type { Action, Person } from '#functions/runtime/action';
import type { inboxRoutes } from '#shared/contracts/routes/inbox';
import { reviewsOf } from '#shared/domain/application';
import { Actor, workflow } from '#shared/domain/event';
import { type Guarded, may, type Permission } from '#shared/domain/policy';
import { isInside, isInternal } from '#shared/domain/visibility';
import type { PersonId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { ok } from '#shared/kernel/result';
import {
  applications,
  awards,
  evaluations,
  funds,
  instalments,
  organisations,
  people,
  reviews,
} from '#shared/table/aggregates';
import { eventsAs } from '#shared/table/events';

type Routes = typeof inboxRoutes;
type Deps = Reader & Lister & Names;

/** Of an event only what a timeline shows is read; a reason is words of a person, never personal data. */
const Happened = z.object({
  stream: z.string(),
  sequence: z.int(),
  event: z.object({ type: z.string(), by: Actor, at: Instant, reason: z.optional(z.string()) }),
});
type Happened = z.output<typeof Happened>;
const happened = eventsAs(Happened);

const inOrder = (a: Happened, b: Happened) =>
  a.event.at.localeCompare(b.event.at) || a.stream.localeCompare(b.stream) || a.sequence - b.sequence;

/** Everything that happened to these records, as one story. */
async function storyOf(streams: readonly string[], { all }: Lister) {
  const found = await Promise.all(streams.map((stream) => all(happened, 'events.of-stream', { stream })));
  return found.flat().toSorted(inOrder);
}

/** Towards a grantee the foundation, its experts and its evaluators speak as one body; own people keep their names. */
async function outsideNames(story: readonly Happened[], { organisationId }: Person, { getMany, nameOf }: Deps) {
  const ids = [...new Set(story.map(({ event }) => event.by))].filter((by): by is PersonId => by !== workflow);
  const known = await getMany(
    people,
    ids.map((personId) => ({ personId })),
  );
  const own = new Set(
    known.filter(({ state }) => state.organisationId === organisationId).map(({ state }) => state.personId),
  );
  return async (by: Actor) => (by === workflow || own.has(by) ? { by, name: await nameOf(by) } : foundation);
}
const foundation = { by: 'foundation', name: '基金会' } as const;

async function told(story: readonly Happened[], inside: boolean, actor: Person, deps: Deps) {
  const seen = inside ? story : story.filter(({ event }) => !isInternal(event.type));
  const whoIs = inside
    ? async (by: Actor) => ({ by, name: await deps.nameOf(by) })
    : await outsideNames(seen, actor, deps);
  return Promise.all(
    seen.map(async ({ stream, sequence, event: { type, at, by, reason } }) => ({
      ...{ sequence, type, at, record: stream },
      ...(await whoIs(by)),
      ...(reason !== undefined && { reason }),
    })),
  );
}

/** Staff see the reviews too; that an expert stepped back, and why, is not for the applicant. */
export const ofApplication: Action<Routes['ofApplication'], Deps> = async ({ params, authority }, deps) => {
  const { actor } = authority;
  const application = await deps.load(authority, applications, params);
  if (!application.ok) return application;
  const { state } = application.value;
  const inside = isInside(actor, 'review.read', state);
  const asked = inside ? reviewsOf(state) : [];
  const streams = [applications.key(params).pk, ...asked.map((review) => reviews.key(review).pk)];
  return ok({ items: await told(await storyOf(streams, deps), inside, actor, deps) });
};

/** The agreement and what belongs to it, each part for those who may see it. */
export const ofAward: Action<Routes['ofAward'], Deps> = async ({ params, authority }, deps) => {
  const { actor } = authority;
  const award = await deps.load(authority, awards, params);
  if (!award.ok) return award;
  const { state } = award.value;
  const [paid, judged, application] = await Promise.all([
    deps.all(instalments, 'instalments.of-award', params),
    deps.all(evaluations, 'evaluations.of-award', params),
    deps.get(applications, state),
  ]);
  const mayRead = (permission: Permission) => (stored: { readonly state: Guarded }) =>
    may(actor, permission, stored.state);
  const streams = [
    ...(application ? [application] : [])
      .filter(mayRead('application.read'))
      .map((stored) => applications.key(stored.state).pk),
    awards.key(params).pk,
    ...paid.filter(mayRead('instalment.read')).map((stored) => instalments.key(stored.state).pk),
    ...judged.filter(mayRead('evaluation.read')).map((stored) => evaluations.key(stored.state).pk),
  ];
  const inside = isInside(actor, 'award.read', state);
  return ok({ items: await told(await storyOf(streams, deps), inside, actor, deps) });
};

export const ofOrganisation: Action<Routes['ofOrganisation'], Deps> = async ({ params, authority }, deps) => {
  const organisation = await deps.load(authority, organisations, params);
  if (!organisation.ok) return organisation;
  const story = await storyOf([organisations.key(params).pk], deps);
  const inside = isInside(authority.actor, 'organisation.read', organisation.value.state);
  return ok({ items: await told(story, inside, authority.actor, deps) });
};

export const ofFund: Action<Routes['ofFund'], Deps> = async ({ params, authority }, deps) => {
  const fund = await deps.load(authority, funds, params);
  if (!fund.ok) return fund;
  return ok({ items: await told(await storyOf([funds.key(params).pk], deps), true, authority.actor, deps) });
};
