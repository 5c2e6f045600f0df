import { authorised, created, stillThere, unique } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { newId } from '#functions/adapters/new-id';
import type { Vault } from '#functions/adapters/vault';
import type { Action } from '#functions/runtime/action';
import type { peopleRoutes } from '#shared/contracts/routes/people';
import { evolvePerson, rolesApart } from '#shared/domain/person';
import { PersonId } from '#shared/kernel/ids';
import { fail } from '#shared/kernel/result';
import { people } from '#shared/table/aggregates';

type Invite = Action<typeof peopleRoutes.invite, Committer & Pick<Vault, 'lookup' | 'keepPrivate'>>;

/** The person is there from now on and is linked at the first sign-in that proves the address. */
export const invite: Invite = async ({ body, authority, once, now }, { commit, lookup, keepPrivate }) => {
  if (rolesApart(body.roles)) return fail({ code: 'person.roles-apart' });
  const personId = PersonId.parse(newId('person', now));
  const { name, address, roles } = body;
  const event = { type: 'PersonInvited', v: 1, personId, roles, by: authority.actor.personId, at: now } as const;
  return commit({
    changes: [
      created(people, event),
      authorised(evolvePerson(undefined, event), 1),
      await keepPrivate(people.key({ personId }).pk, { name, address }),
      [
        unique('address', await lookup('address', address), personId, 'person.address-taken'),
        stillThere(authority.actor),
      ],
    ],
    once,
    reply: { personId, version: 1 },
  });
};
