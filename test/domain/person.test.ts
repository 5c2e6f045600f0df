import { describe, expect, it } from 'vitest';
import { changeRoles, evolvePerson, joinOrganisation, Person, type Role, rolesApart } from '#shared/domain/person';
import { OrganisationId } from '#shared/kernel/ids';
import { person } from './examples.ts';

const administrator = person('administrator');
const somebody = Person.parse({
  ...{ personId: 'person-1', phase: 'active', roles: ['expert'], organisationId: null, subject: 'sub' },
});
const change = (roles: readonly Role[], by = administrator) => changeRoles(somebody, { ...by, roles, reason: '轮岗' });

describe('roles', () => {
  it('are never changed by their holder', () => {
    expect(change(['administrator'], person('1'))).toEqual({ ok: false, error: { code: 'person.own-roles' } });
  });
  it('of accountant and cashier are two people', () => {
    expect(change(['accountant', 'officer', 'cashier'])).toEqual({ ok: false, error: { code: 'person.roles-apart' } });
    expect(rolesApart(['accountant'])).toBe(false);
    expect(change(['cashier']).ok).toBe(true);
  });
  it('that are taken away are gone', () => {
    const decided = change([]);
    if (!decided.ok) throw new Error(decided.error.code);
    expect(evolvePerson(somebody, decided.value)).toEqual({ ...somebody, roles: [] });
  });
});

describe('joining an organisation', () => {
  const organisationId = OrganisationId.parse('organisation-1');
  it('makes an applicant, once, and keeps the other roles', () => {
    const joined = joinOrganisation(somebody, { ...person('1'), organisationId });
    if (!joined.ok) throw new Error(joined.error.code);
    const next = evolvePerson(somebody, joined.value);
    expect(next).toMatchObject({ organisationId, roles: ['expert', 'applicant'] });
    const again = joinOrganisation(next, { ...person('1'), organisationId: OrganisationId.parse('organisation-2') });
    expect(again).toEqual({ ok: false, error: { code: 'person.has-organisation' } });
  });
  it('does not name a role twice', () => {
    const applicant = { ...somebody, roles: ['applicant' as const] };
    expect(joinOrganisation(applicant, { ...person('1'), organisationId })).toMatchObject({
      value: { roles: ['applicant'] },
    });
  });
});
