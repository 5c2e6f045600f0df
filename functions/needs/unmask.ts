import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import type { Vault } from '#functions/adapters/vault';
import type { Action } from '#functions/runtime/action';
import type { needsRoutes } from '#shared/contracts/routes/needs';
import { ok } from '#shared/kernel/result';
import { beneficiaries } from '#shared/table/aggregates';

type Unmask = Action<typeof needsRoutes.unmask, Reader & Committer & Vault>;

/** The reason is on record before the name is shown. The reply itself is never kept: it would be a copy in clear. */
export const unmask: Unmask = async ({ params, body, authority, now }, { load, commit, readPrivate }) => {
  const found = await load(authority, beneficiaries, params);
  if (!found.ok) return found;
  const event = { type: 'BeneficiaryUnmasked', v: 1, ...body, by: authority.actor.personId, at: now } as const;
  const noted = await commit({ changes: [changed(beneficiaries, found.value, event)], once: undefined, reply: {} });
  if (!noted.ok) return noted;
  const { name = '—', residentId, telephone } = (await readPrivate(beneficiaries.key(params).pk)) ?? {};
  return ok({ name, ...(residentId && { residentId }), ...(telephone && { telephone }) });
};
