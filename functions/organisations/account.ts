import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import type { Vault } from '#functions/adapters/vault';
import type { Action } from '#functions/runtime/action';
import type { organisationsRoutes } from '#shared/contracts/routes/organisations';
import { fail, ok } from '#shared/kernel/result';
import { organisations } from '#shared/table/aggregates';

type Routes = typeof organisationsRoutes;
type Deps = Reader & Committer & Vault;

/** A bank account is sensitive (Personal Information Protection Law art. 28): the event says that it was set, not what it is. */
export const setAccount: Action<Routes['setAccount'], Deps> = async ({ params, body, authority, once, now }, deps) => {
  const organisation = await deps.load(authority, organisations, params);
  if (!organisation.ok) return organisation;
  const { state, version } = organisation.value;
  const event = { type: 'AccountSet', v: 1, by: authority.actor.personId, at: now } as const;
  return deps.commit({
    changes: [
      changed(organisations, organisation.value, event),
      await deps.replacePrivate(organisations.key(params).pk, body),
    ],
    once,
    reply: { phase: state.phase, version: version + 1 },
  });
};

/** The reason is on record before the number is shown. The reply itself is never kept: it would be a copy in clear. */
export const unmaskAccount: Action<Routes['unmaskAccount'], Deps> = async ({ params, body, authority, now }, deps) => {
  const found = await deps.load(authority, organisations, params);
  if (!found.ok) return found;
  const account = await deps.readPrivate(organisations.key(params).pk);
  const { holder, bank, number, branch } = account ?? {};
  if (!holder || !bank || !number || !branch) return fail({ code: 'organisation.no-account' });
  const event = { type: 'AccountUnmasked', v: 1, ...body, by: authority.actor.personId, at: now } as const;
  const noted = await deps.commit({
    changes: [changed(organisations, found.value, event)],
    once: undefined,
    reply: {},
  });
  return noted.ok ? ok({ holder, bank, number, branch }) : noted;
};
