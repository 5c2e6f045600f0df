import type { Lister } from '#functions/adapters/lister';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import { view } from '#functions/runtime/view';
import type { catalogueRoutes } from '#shared/contracts/routes/catalogue';
import { ok } from '#shared/kernel/result';
import { serviceItems } from '#shared/table/aggregates';

export const list: Action<typeof catalogueRoutes.list, Lister> = async (_, { all }) => {
  const found = await all(serviceItems, 'items.all', {});
  return ok({ items: found.map(({ state }) => state) });
};

export const read: Action<typeof catalogueRoutes.read, Reader> = async ({ params, authority }, { load }) => {
  const found = await load(authority, serviceItems, params);
  return found.ok ? ok(view(authority.actor, 'serviceItem', found.value)) : found;
};
