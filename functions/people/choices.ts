import type { Lister } from '#functions/adapters/lister';
import type { Names } from '#functions/adapters/names';
import { members } from '#functions/adapters/rows';
import type { Action } from '#functions/runtime/action';
import type { peopleRoutes } from '#shared/contracts/routes/people';
import type { PersonId } from '#shared/kernel/ids';
import { ok } from '#shared/kernel/result';
import { evaluations, reviews } from '#shared/table/aggregates';

/** Whom one can choose for a role, with how much each still has on the desk. */
export const choices: Action<typeof peopleRoutes.choices, Lister & Names> = async ({ query }, deps) => {
  const openOf = async (personId: PersonId) => {
    if (query.role === 'expert') {
      const found = await deps.all(reviews, 'reviews.of-expert', { expertId: personId });
      return found.filter(({ state }) => state.phase === 'assigned' || state.phase === 'accepted').length;
    }
    const found = await deps.all(evaluations, 'evaluations.of-evaluator', { evaluatorId: personId });
    return found.filter(({ state }) => state.phase === 'assigned').length;
  };
  const active = (await deps.all(members, 'people.with-role', query)).filter((member) => member.active);
  const items = await Promise.all(
    active.map(async ({ personId }) => ({
      personId,
      name: await deps.nameOf(personId),
      open: await openOf(personId),
    })),
  );
  return ok({ items });
};
