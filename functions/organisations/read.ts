import type { Lister } from '#functions/adapters/lister';
import type { Reader } from '#functions/adapters/reader';
import type { Vault } from '#functions/adapters/vault';
import type { Action } from '#functions/runtime/action';
import { view } from '#functions/runtime/view';
import type { organisationsRoutes } from '#shared/contracts/routes/organisations';
import { ok } from '#shared/kernel/result';
import { organisations } from '#shared/table/aggregates';

type Routes = typeof organisationsRoutes;

export const list: Action<Routes['list'], Lister> = async ({ query, authority }, deps) => {
  const found = await deps.list(authority, organisations, 'organisations.all', {}, query);
  return found.ok ? ok({ ...found.value, items: found.value.items.map(({ state }) => state) }) : found;
};

/** The account number shows its last four digits only, to the organisation too. */
export const read: Action<Routes['read'], Reader & Vault> = async ({ params, authority }, { load, readPrivate }) => {
  const found = await load(authority, organisations, params);
  if (!found.ok) return found;
  const seen = view(authority.actor, 'organisation', found.value);
  if (!found.value.state.hasAccount) return ok(seen);
  const account = await readPrivate(organisations.key(params).pk);
  return ok({ ...seen, accountMasked: `${account?.['bank'] ?? ''} ****${(account?.['number'] ?? '').slice(-4)}` });
};
