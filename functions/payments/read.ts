import type { Lister } from '#functions/adapters/lister';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import { view } from '#functions/runtime/view';
import type { paymentsRoutes } from '#shared/contracts/routes/payments';
import { ok } from '#shared/kernel/result';
import { awards, instalments } from '#shared/table/aggregates';

type Routes = typeof paymentsRoutes;

export const ofAward: Action<Routes['ofAward'], Reader & Lister> = async ({ params, authority }, { load, all }) => {
  const award = await load(authority, awards, params);
  if (!award.ok) return award;
  const found = await all(instalments, 'instalments.of-award', params);
  return ok({ items: found.map((instalment) => view(authority.actor, 'instalment', instalment)) });
};

export const inPhase: Action<Routes['inPhase'], Lister> = async ({ query, authority }, deps) => {
  const { phase, ...page } = query;
  const found = await deps.list(authority, instalments, 'instalments.in-phase', { phase }, page);
  if (!found.ok) return found;
  const items = found.value.items.map((instalment) => view(authority.actor, 'instalment', instalment));
  return ok({ ...found.value, items });
};
