import type { Lister } from '#functions/adapters/lister';
import type { Action } from '#functions/runtime/action';
import { view } from '#functions/runtime/view';
import type { needsRoutes } from '#shared/contracts/routes/needs';
import { ok } from '#shared/kernel/result';
import { needs } from '#shared/table/aggregates';

type Routes = typeof needsRoutes;

/** What an adviser entered: the policy asks for the same person as the record's adviser. */
export const mine: Action<Routes['mine'], Lister> = async ({ query, authority }, deps) => {
  const { personId } = authority.actor;
  const found = await deps.page(personId, needs, 'needs.of-adviser', { adviserId: personId }, query);
  if (!found.ok) return found;
  return ok({ ...found.value, items: found.value.items.map((need) => view(authority.actor, 'need', need)) });
};

export const ofDistrict: Action<Routes['ofDistrict'], Lister> = async ({ params, query, authority }, deps) => {
  const { phase, ...page } = query;
  const found = await deps.list(authority, needs, 'needs.of-district', { ...params, phase }, page);
  if (!found.ok) return found;
  return ok({ ...found.value, items: found.value.items.map((need) => view(authority.actor, 'need', need)) });
};

/** Lines to cite, without the person: a pseudonym comes with the award only. */
export const published: Action<Routes['published'], Lister> = async ({ params, query, authority }, deps) => {
  const found = await deps.list(authority, needs, 'needs.of-district', { ...params, phase: 'published' }, query);
  if (!found.ok) return found;
  const items = found.value.items.map(({ state: { needId, district, targetGroup, itemCode, quantity, urgency } }) => ({
    ...{ needId, district, targetGroup, itemCode, quantity, urgency },
  }));
  return ok({ ...found.value, items });
};
