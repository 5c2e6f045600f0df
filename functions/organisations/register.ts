import { authorised, changed, created, unique } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { newId } from '#functions/adapters/new-id';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { organisationsRoutes } from '#shared/contracts/routes/organisations';
import { evolvePerson, joinOrganisation } from '#shared/domain/person';
import { kindOf } from '#shared/domain/uscc';
import { OrganisationId } from '#shared/kernel/ids';
import { fail } from '#shared/kernel/result';
import { organisations, people } from '#shared/table/aggregates';

type Register = Action<typeof organisationsRoutes.register, Reader & Committer>;

/** Social organisations sign themselves; what is registered as an enterprise can only be a partner (rules 5.2). */
export const register: Register = async ({ body, authority, once, now }, { get, commit }) => {
  const { actor } = authority;
  const kind = kindOf(body.uscc);
  if (kind === 'enterprise' || kind === 'other') return fail({ code: 'organisation.not-eligible' });
  const person = await get(people, actor);
  if (!person) throw new Error(`${actor.personId} has access but does not exist`);

  const organisationId = OrganisationId.parse(newId('organisation', now));
  const by = { by: actor.personId, at: now };
  const joined = joinOrganisation(person.state, { organisationId, ...by });
  if (!joined.ok) return joined;
  const { name, uscc, district } = body;
  const event = { type: 'OrganisationRegistered', v: 1, organisationId, name, uscc, kind, district, ...by } as const;
  return commit({
    changes: [
      created(organisations, event),
      [unique('uscc', uscc, organisationId, 'organisation.uscc-taken')],
      changed(people, person, joined.value),
      authorised(evolvePerson(person.state, joined.value), person.version + 1),
    ],
    once,
    reply: { organisationId, version: 1 },
  });
};
