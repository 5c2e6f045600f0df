import type { Lister } from '#functions/adapters/lister';
import type { Reader } from '#functions/adapters/reader';
import { standings } from '#functions/adapters/standing';
import type { Vault } from '#functions/adapters/vault';
import type { Action } from '#functions/runtime/action';
import { view } from '#functions/runtime/view';
import type { deliveryRoutes } from '#shared/contracts/routes/delivery';
import type { ServiceRecord } from '#shared/domain/service-record';
import { ok } from '#shared/kernel/result';
import { awards, beneficiaries, serviceRecords } from '#shared/table/aggregates';
import { citedNeeds } from './cited.ts';

type Routes = typeof deliveryRoutes;

type Deps = Reader & Lister & Pick<Vault, 'readPrivate'>;

/** Who served, and what was noted: gone with the person who was served. */
async function toldOf({ beneficiaryId, recordId }: ServiceRecord, { readPrivate }: Deps) {
  const holder = beneficiaries.key({ beneficiaryId }).pk;
  const { worker = '—', note = '' } = (await readPrivate(holder, serviceRecords.key({ recordId }).pk)) ?? {};
  return { worker, note };
}

/** Far more services than one project gives: what is beyond it is a fault, not a list. */
const mostRecords = 20_000;

/** A service that was corrected counts by its correction. */
export const people: Action<Routes['people'], Reader & Lister> = async ({ params, authority }, deps) => {
  const award = await deps.load(authority, awards, params, standings(deps).aroundAward);
  if (!award.ok) return award;
  const [cited, records] = await Promise.all([
    citedNeeds(award.value.state.applicationId, deps),
    deps.all(serviceRecords, 'records.of-award', params, mostRecords),
  ]);
  const served = new Map<string, number>();
  for (const { state } of records)
    if (state.phase === 'recorded') served.set(state.needId, (served.get(state.needId) ?? 0) + state.quantity);
  const items = cited.map(({ needId, beneficiaryId, itemCode, targetGroup, quantity }) => ({
    ...{ needId, beneficiaryId, itemCode, targetGroup, quantity },
    served: served.get(needId) ?? 0,
  }));
  return ok({ items });
};

export const list: Action<Routes['list'], Deps> = async ({ params, query, authority }, deps) => {
  const { aroundAward } = standings(deps);
  const [award, around] = await Promise.all([
    deps.load(authority, awards, params, aroundAward),
    aroundAward(authority.actor, params),
  ]);
  if (!award.ok) return award;
  const found = await deps.list(authority, serviceRecords, 'records.of-award', params, query, around);
  if (!found.ok) return found;
  const items = await Promise.all(
    found.value.items.map(async (record) => {
      const told = await toldOf(record.state, deps);
      const shown = view(authority.actor, 'serviceRecord', record);
      return { ...shown, state: { ...shown.state, ...told } };
    }),
  );
  return ok({ ...found.value, items });
};
