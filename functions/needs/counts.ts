import type { Lister } from '#functions/adapters/lister';
import { totals } from '#functions/adapters/rows';
import type { Action } from '#functions/runtime/action';
import type { needsRoutes } from '#shared/contracts/routes/needs';
import { District, ItemCode } from '#shared/domain/reference';
import { ok } from '#shared/kernel/result';

/** Counts only, kept by the statistics: nobody can be found in them. */
export const counts: Action<typeof needsRoutes.counts, Lister> = async (_, { all }) => {
  const found = await all(totals, 'totals.of-kind', { kind: 'needs' });
  const items = found.flatMap(({ counter, value }) => {
    const [district, itemCode] = counter.split('#');
    return value > 0 ? [{ district: District.parse(district), itemCode: ItemCode.parse(itemCode), needs: value }] : [];
  });
  return ok({ items });
};
