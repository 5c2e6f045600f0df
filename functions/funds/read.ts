import type { Lister } from '#functions/adapters/lister';
import type { Reader } from '#functions/adapters/reader';
import { balances, entries as entryRows } from '#functions/adapters/rows';
import type { Action } from '#functions/runtime/action';
import { view } from '#functions/runtime/view';
import type { fundsRoutes } from '#shared/contracts/routes/funds';
import type { Application } from '#shared/domain/application';
import type { Award } from '#shared/domain/award';
import { type Account, accounts, type LedgerEntry } from '#shared/domain/fund';
import { ApplicationId, AwardId, type FundId } from '#shared/kernel/ids';
import { ok } from '#shared/kernel/result';
import { applications, awards, funds } from '#shared/table/aggregates';

type Routes = typeof fundsRoutes;

async function balancesOf(fundId: FundId, { all }: Pick<Lister, 'all'>) {
  const rows = await all(balances, 'fund.balances', { fundId });
  const of = (account: Account) => rows.find((row) => row.account === account)?.balanceFen ?? 0;
  const [received, available, reserved, committed, inTransit, paid] = accounts.map(of);
  return {
    ...{ received: received ?? 0, available: available ?? 0, reserved: reserved ?? 0 },
    ...{ committed: committed ?? 0, inTransit: inTransit ?? 0, paid: paid ?? 0 },
  };
}

export const list: Action<Routes['list'], Lister> = async ({ query, authority }, deps) => {
  const found = await deps.list(authority, funds, 'funds.all', {}, query);
  if (!found.ok) return found;
  const items = await Promise.all(
    found.value.items.map(async ({ state }) => ({ ...state, balances: await balancesOf(state.fundId, deps) })),
  );
  return ok({ ...found.value, items });
};

export const read: Action<Routes['read'], Reader & Lister> = async ({ params, authority }, deps) => {
  const found = await deps.load(authority, funds, params);
  if (!found.ok) return found;
  return ok({ ...view(authority.actor, 'fund', found.value), balances: await balancesOf(params.fundId, deps) });
};

export const entries: Action<Routes['entries'], Reader & Lister> = async ({ params, query, authority }, deps) => {
  const found = await deps.load(authority, funds, params);
  if (!found.ok) return found;
  const page = await deps.page(authority.actor.personId, entryRows, 'fund.entries', params, query);
  if (!page.ok) return page;
  const purposeOf = await purposes(page.value.items, deps);
  return ok({ ...page.value, items: page.value.items.map((entry) => ({ ...entry, ...purposeOf(entry) })) });
};

/** Which application or award an entry belongs to: an instalment is named by its award. */
async function purposes(items: readonly LedgerEntry[], { getMany }: Reader) {
  const idsOf = (...kinds: readonly string[]) => [
    ...new Set(
      items.map(({ cause }) => cause.split('#')).flatMap(([kind = '', id]) => (kinds.includes(kind) && id ? [id] : [])),
    ),
  ];
  const [applied, awarded] = await Promise.all([
    getMany(
      applications,
      idsOf('APPLICATION').map((id) => ({ applicationId: ApplicationId.parse(id) })),
    ),
    getMany(
      awards,
      idsOf('AWARD', 'INSTALMENT').map((id) => ({ awardId: AwardId.parse(id) })),
    ),
  ]);
  const named = ({ title, organisationName, callId }: Application | Award) => ({ title, organisationName, callId });
  const known = new Map([
    ...applied.map(({ state }) => [state.applicationId.toString(), named(state)] as const),
    ...awarded.map(({ state }) => [state.awardId.toString(), named(state)] as const),
  ]);
  return ({ cause }: LedgerEntry) => known.get(cause.split('#')[1] ?? '');
}
