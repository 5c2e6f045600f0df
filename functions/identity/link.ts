import { authorised, changed, created, put, unique, type Write } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { newId } from '#functions/adapters/new-id';
import type { Reader } from '#functions/adapters/reader';
import { linkCodes, uniques } from '#functions/adapters/rows';
import type { Vault } from '#functions/adapters/vault';
import type { Action } from '#functions/runtime/action';
import type { identityRoutes } from '#shared/contracts/routes/identity';
import { evolvePerson, linkPerson, type Role } from '#shared/domain/person';
import { PersonId } from '#shared/kernel/ids';
import type { Instant } from '#shared/kernel/instant';
import { fail, ok } from '#shared/kernel/result';
import { people } from '#shared/table/aggregates';
import { codeHashOf } from './request-code.ts';

type Deps = Pick<Reader, 'get'> &
  Committer &
  Pick<Vault, 'lookup' | 'keepPrivate'> & { readonly firstAdministrator: string };
type Link = Action<typeof identityRoutes.link, Deps>;

/** Proves the address and links the sign-in to the invited person, or registers a new one without any role. */
export const link: Link = async ({ body, authority, once, now }, deps) => {
  if (authority.actor.version > 0) return fail({ code: 'person.already-linked' });
  const addressHash = await deps.lookup('address', body.address);
  const checked = await checkCode(addressHash, body.code, authority.subject, now, deps);
  if (!checked.ok) return checked;

  const invited = await deps.get(uniques, { kind: 'address', value: addressHash });
  const who = { subject: authority.subject, addressHash, at: now };
  const linked = invited
    ? await linkInvited(PersonId.parse(invited.owner), who, deps)
    : await register({ ...who, address: body.address, name: body.name }, deps);
  if (!linked.ok) return linked;
  const { personId, roles, changes } = linked.value;
  return deps.commit({ changes: [[checked.value], changes], once, reply: { personId, roles } });
};

/** A wrong code costs one of five tries; the fifth spoils it. */
async function checkCode(addressHash: string, code: string, subject: string, now: Instant, deps: Deps) {
  const row = await deps.get(linkCodes, { subject });
  if (!row || row.used || row.left === 0 || row.expiresAt <= now || row.addressHash !== addressHash)
    return fail({ code: 'person.code-expired' });
  const same = 'attempt = :attempt AND used = :unused';
  const values = { ':attempt': row.attempt, ':unused': false };
  if (row.codeHash === (await codeHashOf(deps, addressHash, code))) {
    return ok(put(linkCodes.item({ subject }, { ...row, used: true }), 'person.code-expired', same, values));
  }
  const left = row.left - 1;
  const counted = await deps.commit({
    changes: [[put(linkCodes.item({ subject }, { ...row, left }), 'record.busy', same, values)]],
    once: undefined,
    reply: { left },
  });
  return counted.ok ? fail({ code: 'person.code-wrong', details: { left } }) : counted;
}

type Who = { readonly subject: string; readonly addressHash: string; readonly at: Instant };
type Linked = {
  readonly personId: PersonId;
  readonly roles: Role[];
  readonly changes: readonly Write<'record.busy' | 'record.stale' | 'person.address-taken'>[];
};

async function linkInvited(personId: PersonId, { subject, at }: Who, { get }: Deps) {
  const stored = await get(people, { personId });
  if (!stored) throw new Error(`${personId} owns an address but does not exist`);
  if (stored.state.phase !== 'invited') return fail({ code: 'person.address-taken' });
  const event = linkPerson(stored.state, { subject, by: personId, at });
  if (!event.ok) return event;
  const next = evolvePerson(stored.state, event.value);
  const changes = [...changed(people, stored, event.value), ...authorised(next, stored.version + 1)];
  return ok<Linked>({ personId, roles: next.roles, changes });
}

type Newcomer = Who & { readonly address: string; readonly name: string };

/** The address that configuration names becomes the first administrator; everybody else starts with nothing. */
async function register(
  { subject, addressHash, at, address, name }: Newcomer,
  { keepPrivate, firstAdministrator }: Deps,
) {
  const personId = PersonId.parse(newId('person', at));
  const roles: Role[] = address === firstAdministrator ? ['administrator'] : [];
  const event = { type: 'PersonRegistered', v: 1, personId, subject, roles, by: personId, at } as const;
  const next = evolvePerson(undefined, event);
  const holder = people.key({ personId }).pk;
  const changes = [
    ...created(people, event),
    ...authorised(next, 1),
    ...(await keepPrivate(holder, { name, address })),
    unique('address', addressHash, personId, 'person.address-taken'),
  ];
  return ok<Linked>({ personId, roles, changes });
}
