import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import type { Vault } from '#functions/adapters/vault';
import type { Action } from '#functions/runtime/action';
import type { organisationsRoutes } from '#shared/contracts/routes/organisations';
import { organisations } from '#shared/table/aggregates';

type SetAccount = Action<typeof organisationsRoutes.setAccount, Reader & Committer & Vault>;

/** A bank account is sensitive (Personal Information Protection Law art. 28): the event says that it was set, not what it is. */
export const setAccount: SetAccount = async ({ params, body, authority, once, now }, deps) => {
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
