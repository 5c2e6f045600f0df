import type { Lister } from '#functions/adapters/lister';
import type { Action } from '#functions/runtime/action';
import type { catalogueRoutes } from '#shared/contracts/routes/catalogue';
import { ok } from '#shared/kernel/result';
import { serviceItems } from '#shared/table/aggregates';

export const list: Action<typeof catalogueRoutes.list, Lister> = async (_, { all }) => {
  const found = await all(serviceItems, 'items.all', {});
  return ok({ items: found.map(({ state }) => state) });
};
