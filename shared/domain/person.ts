import * as z from 'zod/mini';
import { OrganisationId, PersonId } from '#shared/kernel/ids';
import { fail, ok } from '#shared/kernel/result';
import { type Command, event } from './event.ts';
import { guard } from './life-cycle.ts';

/**
 * What a person may be. `lead` heads the programme and hears of what others let slip; accountant and cashier are
 * different people (rules 9.6); `auditor` reads everything and changes nothing.
 */
export const Role = z.enum([
  'applicant',
  'adviser',
  'expert',
  'evaluator',
  'officer',
  'lead',
  'director',
  'accountant',
  'cashier',
  'auditor',
  'administrator',
]);
export type Role = z.output<typeof Role>;

/** Names, addresses and numbers lie encrypted beside it; here is nothing that names a human being. */
export const Person = z.strictObject({
  personId: PersonId,
  phase: z.enum(['invited', 'active', 'disabled']),
  roles: z.array(Role),
  organisationId: z.nullable(OrganisationId),
  /** The `sub` of the token, once the person has signed in and proved the address. */
  subject: z.nullable(z.string()),
});
export type Person = z.output<typeof Person>;

export const PersonInvited = event('PersonInvited', { personId: PersonId, roles: z.array(Role) });
export const PersonRegistered = event('PersonRegistered', {
  personId: PersonId,
  subject: z.string(),
  roles: z.array(Role),
});
export const PersonLinked = event('PersonLinked', { subject: z.string() });
export const RolesChanged = event('RolesChanged', { roles: z.array(Role), reason: z.string() });
export const OrganisationJoined = event('OrganisationJoined', { organisationId: OrganisationId, roles: z.array(Role) });
export const PersonDisabled = event('PersonDisabled', { reason: z.string() });
export const PersonEvent = z.discriminatedUnion('type', [
  PersonInvited,
  PersonRegistered,
  PersonLinked,
  RolesChanged,
  OrganisationJoined,
  PersonDisabled,
]);
export type PersonEvent = z.output<typeof PersonEvent>;

export function linkPerson(person: Person, command: Command & { readonly subject: string }) {
  const allowed = guard('person', person.phase, 'link');
  if (!allowed.ok) return allowed;
  return ok({ type: 'PersonLinked', v: 1, ...command });
}

/** A second pair of eyes is worth nothing when it is the same pair: the one who pays out is never the one who books. */
const apart = [['accountant', 'cashier']] as const;
export const rolesApart = (roles: readonly Role[]) => apart.some((pair) => pair.every((role) => roles.includes(role)));

export function changeRoles(
  person: Person,
  command: Command & { readonly roles: readonly Role[]; readonly reason: string },
) {
  const allowed = guard('person', person.phase, 'changeRoles');
  if (!allowed.ok) return allowed;
  if (person.personId === command.by) return fail({ code: 'person.own-roles' });
  if (rolesApart(command.roles)) return fail({ code: 'person.roles-apart' });
  return ok<z.output<typeof RolesChanged>>({ type: 'RolesChanged', v: 1, ...command, roles: [...command.roles] });
}

export function joinOrganisation(person: Person, command: Command & { readonly organisationId: OrganisationId }) {
  const allowed = guard('person', person.phase, 'join');
  if (!allowed.ok) return allowed;
  if (person.organisationId !== null) return fail({ code: 'person.has-organisation' });
  const roles: Role[] = person.roles.includes('applicant') ? [...person.roles] : [...person.roles, 'applicant'];
  return ok<z.output<typeof OrganisationJoined>>({ type: 'OrganisationJoined', v: 1, ...command, roles });
}

export function evolvePerson(person: Person | undefined, event: PersonEvent): Person {
  if (event.type === 'PersonInvited')
    return { personId: event.personId, phase: 'invited', roles: event.roles, organisationId: null, subject: null };
  if (event.type === 'PersonRegistered') {
    const { personId, subject, roles } = event;
    return { personId, phase: 'active', roles, organisationId: null, subject };
  }
  if (!person) throw new Error(`${event.type} needs a person`);
  switch (event.type) {
    case 'PersonLinked':
      return { ...person, phase: 'active', subject: event.subject };
    case 'RolesChanged':
      return { ...person, roles: event.roles };
    case 'OrganisationJoined':
      return { ...person, organisationId: event.organisationId, roles: event.roles };
    case 'PersonDisabled':
      return { ...person, phase: 'disabled' };
  }
}
