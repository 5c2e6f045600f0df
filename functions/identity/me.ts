import type { Names } from '#functions/adapters/names';
import type { Action } from '#functions/runtime/action';
import type { identityRoutes } from '#shared/contracts/routes/identity';
import { ok } from '#shared/kernel/result';

export const me: Action<typeof identityRoutes.me, Names> = async ({ authority: { actor } }, { nameOf }) => {
  if (actor.version === 0) return ok({ linked: false });
  const { personId, roles, organisationId } = actor;
  return ok({ linked: true, personId, name: await nameOf(personId), roles, organisationId });
};
