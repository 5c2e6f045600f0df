import { changed, created, put } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import { standards } from '#functions/adapters/rows';
import type { Action } from '#functions/runtime/action';
import type { catalogueRoutes } from '#shared/contracts/routes/catalogue';
import { fail } from '#shared/kernel/result';
import { serviceItems } from '#shared/table/aggregates';

type Revise = Action<typeof catalogueRoutes.revise, Reader & Committer>;

/** The next version of a standard. The old one stays in a row of its own: records were made under it. */
export const revise: Revise = async ({ params, body, authority, once, now }, { get, commit }) => {
  if (params.code !== body.code)
    return fail({ code: 'request.invalid', details: { issues: [{ path: 'body.code', code: 'path' }] } });
  const before = await get(serviceItems, params);
  const version = before?.version ?? 0;
  if (authority.version !== version) return fail({ code: 'record.stale' });
  const standardVersion = (before?.state.standardVersion ?? 0) + 1;
  const by = { by: authority.actor.personId, at: now };
  const event = { type: 'StandardPublished', v: 1, ...body, standardVersion, ...by } as const;
  const kept = put(standards.item({ ...params, standardVersion }, { ...body, standardVersion }), 'record.stale');
  return commit({
    changes: [before ? changed(serviceItems, before, event) : created(serviceItems, event), [kept]],
    once,
    reply: { code: params.code, standardVersion, version: version + 1 },
  });
};
