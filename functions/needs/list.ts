import type { Lister } from '#functions/adapters/lister';
import type { Vault } from '#functions/adapters/vault';
import type { Action, Person } from '#functions/runtime/action';
import { view } from '#functions/runtime/view';
import type { needsRoutes } from '#shared/contracts/routes/needs';
import type { Need } from '#shared/domain/need';
import { ok } from '#shared/kernel/result';
import { beneficiaries, needs, type Stored } from '#shared/table/aggregates';

type Routes = typeof needsRoutes;

type Deps = Lister & Pick<Vault, 'readPrivate'>;

/** With what is noted of the household: for whom the need itself is open, and gone with the person. */
const shownTo = (actor: Person, found: readonly Stored<Need>[], { readPrivate }: Deps) =>
  Promise.all(
    found.map(async (need) => {
      const { hasNote, needId, beneficiaryId } = need.state;
      const holder = beneficiaries.key({ beneficiaryId }).pk;
      const told = hasNote ? await readPrivate(holder, needs.key({ needId }).pk) : undefined;
      const shown = view(actor, 'need', need);
      return { ...shown, state: { ...shown.state, note: told?.['note'] ?? '' } };
    }),
  );

/** What an adviser entered: the policy asks for the same person as the record's adviser. */
export const mine: Action<Routes['mine'], Deps> = async ({ query, authority }, deps) => {
  const { personId } = authority.actor;
  const found = await deps.page(personId, needs, 'needs.of-adviser', { adviserId: personId }, query);
  if (!found.ok) return found;
  return ok({ ...found.value, items: await shownTo(authority.actor, found.value.items, deps) });
};

export const waiting: Action<Routes['waiting'], Deps> = async ({ query, authority }, deps) => {
  const found = await deps.list(authority, needs, 'tasks.of-kind', { task: 'need.publish' }, query);
  if (!found.ok) return found;
  return ok({ ...found.value, items: await shownTo(authority.actor, found.value.items, deps) });
};

export const ofDistrict: Action<Routes['ofDistrict'], Deps> = async ({ params, query, authority }, deps) => {
  const { phase, ...page } = query;
  const found = await deps.list(authority, needs, 'needs.of-district', { ...params, phase }, page);
  if (!found.ok) return found;
  return ok({ ...found.value, items: await shownTo(authority.actor, found.value.items, deps) });
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
