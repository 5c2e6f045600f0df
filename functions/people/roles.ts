import { authorised, changed, stillThere } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { peopleRoutes } from '#shared/contracts/routes/people';
import { changeRoles as decide, evolvePerson } from '#shared/domain/person';
import { people } from '#shared/table/aggregates';

type ChangeRoles = Action<typeof peopleRoutes.changeRoles, Reader & Committer>;

/** From the next call on the person may do what the new roles allow, and nothing else. */
export const changeRoles: ChangeRoles = async ({ params, body, authority, once, now }, { load, commit }) => {
  const person = await load(authority, people, params);
  if (!person.ok) return person;
  const { state, version } = person.value;
  const event = decide(state, { ...body, by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  const next = evolvePerson(state, event.value);
  return commit({
    changes: [
      changed(people, person.value, event.value),
      authorised(next, version + 1, state.roles),
      [stillThere(authority.actor)],
    ],
    once,
    reply: { phase: next.phase, version: version + 1 },
  });
};
