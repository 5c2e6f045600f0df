import type { Lister } from '#functions/adapters/lister';
import type { Reader } from '#functions/adapters/reader';
import { callBudgets } from '#functions/adapters/rows';
import type { Action } from '#functions/runtime/action';
import { view } from '#functions/runtime/view';
import type { callsRoutes } from '#shared/contracts/routes/calls';
import { ok } from '#shared/kernel/result';
import { calls } from '#shared/table/aggregates';

type Routes = typeof callsRoutes;

export const list: Action<Routes['list'], Lister> = async ({ query, authority }, deps) => {
  const found = await deps.list(authority, calls, 'calls.all', {}, query);
  if (!found.ok) return found;
  return ok({ ...found.value, items: found.value.items.map((call) => view(authority.actor, 'call', call)) });
};

export const read: Action<Routes['read'], Reader> = async ({ params, authority }, { load, get }) => {
  const [found, budget] = await Promise.all([load(authority, calls, params), get(callBudgets, params)]);
  if (!found.ok) return found;
  return ok({ ...view(authority.actor, 'call', found.value), takenFen: budget?.takenFen ?? 0 });
};
