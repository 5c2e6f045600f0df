import type { Lister } from '#functions/adapters/lister';
import type { Action } from '#functions/runtime/action';
import { view } from '#functions/runtime/view';
import type { admissionRoutes } from '#shared/contracts/routes/admission';
import { ok } from '#shared/kernel/result';
import { applications } from '#shared/table/aggregates';

export const list: Action<typeof admissionRoutes.list, Lister> = async ({ params, query, authority }, deps) => {
  const found = await deps.list(authority, applications, 'applications.of-call', params, query);
  if (!found.ok) return found;
  return ok({ ...found.value, items: found.value.items.map((it) => view(authority.actor, 'application', it)) });
};
