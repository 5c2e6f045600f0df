import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Role } from '#shared/domain/person';
import { Caller, type Guarded, may, mayOnAll, mayTry, type Permission, policy } from '#shared/domain/policy';
import { possible } from '#shared/domain/possible';
import { keysOf } from '#shared/kernel/const-table';
import { OrganisationId, PersonId } from '#shared/kernel/ids';

const own = OrganisationId.parse('organisation-1');
const me = PersonId.parse('person-me');
const as = (...roles: readonly Role[]) => Caller.parse({ personId: me, organisationId: own, roles });
const nobody = Caller.parse({ personId: me, organisationId: null, roles: [] });

/** Written by hand, from who does what in the foundation; `-` refuses. */
const expected: readonly (readonly [Role, Permission, Guarded, boolean])[] = [
  ['applicant', 'application.read', { phase: 'draft', organisationId: own }, true],
  [
    'applicant',
    'application.read',
    { phase: 'submitted', organisationId: OrganisationId.parse('organisation-2') },
    false,
  ],
  ['officer', 'application.read', { phase: 'draft', organisationId: own }, false],
  ['officer', 'application.read', { phase: 'submitted' }, true],
  ['officer', 'application.confirm', { phase: 'proposed' }, false],
  ['director', 'application.confirm', { phase: 'proposed' }, true],
  ['director', 'application.propose', { phase: 'reviewed' }, false],
  ['expert', 'application.read', { phase: 'inReview' }, false],
  ['expert', 'review.submit', { phase: 'accepted', expertId: me }, true],
  ['expert', 'review.submit', { phase: 'accepted', expertId: PersonId.parse('person-other') }, false],
  ['auditor', 'instalment.read', { phase: 'due' }, true],
  ['auditor', 'instalment.approve', { phase: 'prepared' }, false],
  ['accountant', 'instalment.execute', { phase: 'approved' }, false],
  ['cashier', 'instalment.execute', { phase: 'approved' }, true],
  ['cashier', 'instalment.prepare', { phase: 'due' }, false],
  ['lead', 'instalment.restart', { phase: 'due' }, true],
  ['administrator', 'award.restart', { phase: 'inDelivery' }, true],
  ['director', 'award.restart', { phase: 'inDelivery' }, false],
  ['director', 'award.terminate', { phase: 'inDelivery' }, true],
  ['lead', 'award.terminate', { phase: 'inDelivery' }, false],
  ['officer', 'beneficiary.unmask', { phase: 'active' }, false],
  ['lead', 'beneficiary.unmask', { phase: 'active' }, true],
  ['administrator', 'beneficiary.unmask', { phase: 'active' }, false],
  ['administrator', 'application.read', { phase: 'submitted' }, false],
  ['adviser', 'need.read', { phase: 'recorded', adviserId: PersonId.parse('person-other') }, false],
  ['applicant', 'need.cite', { phase: 'recorded' }, false],
  ['applicant', 'need.cite', { phase: 'published' }, true],
  ['evaluator', 'document.read', { phase: 'refused', evaluatorId: me }, false],
  ['evaluator', 'document.read', { phase: 'clean', evaluatorId: me }, true],
  ['evaluator', 'document.read', { phase: 'clean', ownerPhase: 'inDelivery' }, false],
  ['expert', 'document.read', { phase: 'clean', ownerPhase: 'inReview' }, false],
  ['expert', 'document.read', { phase: 'clean', expertId: me }, true],
  ['officer', 'document.read', { phase: 'clean' }, false],
  ['officer', 'document.read', { phase: 'clean', ownerPhase: 'draft' }, false],
  ['officer', 'document.read', { phase: 'clean', ownerPhase: 'withdrawn' }, false],
  ['officer', 'document.read', { phase: 'clean', ownerPhase: 'submitted' }, true],
  ['officer', 'document.read', { phase: 'clean', ownerPhase: 'closed' }, true],
  ['evaluator', 'serviceRecord.read', { phase: 'recorded' }, false],
  ['evaluator', 'serviceRecord.read', { phase: 'recorded', evaluatorId: me }, true],
  ['evaluator', 'evaluation.confirm', { phase: 'submitted', evaluatorId: me }, false],
];
const permissions = keysOf(policy);
/** A record of which somebody is everything. */
const mine = { organisationId: own, expertId: me, evaluatorId: me, adviserId: me, personId: me };

describe('the policy', () => {
  it.each(expected)('for %s, %s of %j: %s', (role, permission, record, allowed) => {
    expect(may(as(role), permission, record)).toBe(allowed);
  });
  it('allows nothing to who holds no role, whatever the record', () => {
    for (const permission of permissions) {
      expect(mayTry(nobody, permission)).toBe(false);
      expect(may({ ...nobody, organisationId: own }, permission, { phase: 'active', ...mine })).toBe(false);
    }
  });
  it('takes nobody without an organisation for a member of a record without one', () => {
    const applicant = { ...nobody, roles: ['applicant' as const] };
    for (const organisationId of [null, undefined])
      expect(may(applicant, 'award.read', { phase: 'inDelivery', organisationId })).toBe(false);
  });
  it('opens to an applicant no record of another organisation, but needs to cite', () => {
    const foreign = { phase: 'clean', organisationId: OrganisationId.parse('organisation-2') };
    const open = permissions.filter((permission) => may(as('applicant'), permission, foreign));
    expect(open).toEqual(['application.draft']);
    expect(may(as('applicant'), 'need.cite', { phase: 'published' })).toBe(true);
  });
  it('lets the auditor see and change nothing', () => {
    const given = permissions.filter((permission) => mayTry(as('auditor'), permission));
    const reads = given.filter((permission) => /\.(read|list)$/.test(permission));
    // To choose is to see who there is; unmasking is a look, too, and on record.
    expect(new Set(given)).toEqual(
      new Set([...reads, 'person.choose', 'beneficiary.unmask', 'organisation.unmaskAccount']),
    );
  });
  it('lets nobody who prepares or approves a payment order it, by any one role', () => {
    const record = { phase: 'approved', ...mine };
    for (const role of Role.options) {
      const steps = (['instalment.prepare', 'instalment.approve', 'instalment.execute'] as const).filter((permission) =>
        may(as(role), permission, record),
      );
      expect(steps.length).toBeLessThanOrEqual(1);
    }
  });
  it('gives two roles what either gives, and a record only to who may try', () => {
    const some = fc.constantFrom(...Role.options);
    const phase = fc.constantFrom('draft', 'submitted', 'published', 'clean', 'refused', 'active');
    fc.assert(
      fc.property(some, some, fc.constantFrom(...permissions), phase, (a, b, permission, now) => {
        const record = { phase: now, ...mine };
        const both = may(as(a, b), permission, record);
        expect(both).toBe(may(as(a), permission, record) || may(as(b), permission, record));
        if (both) expect(mayTry(as(a, b), permission)).toBe(true);
      }),
    );
  });
  it('knows which lists need no filter', () => {
    expect(mayOnAll(as('officer'), 'need.read')).toBe(true);
    expect(mayOnAll(as('adviser'), 'need.read')).toBe(false);
  });
});

describe('the buttons of a record', () => {
  it.each([
    ['officer', 'reviewed', ['application.propose']],
    ['officer', 'proposed', []],
    ['director', 'proposed', ['application.confirm']],
    ['director', 'inNotice', ['application.cancelNotice']],
    ['lead', 'submitted', ['application.admit']],
    ['applicant', 'draft', ['application.edit', 'application.submit', 'application.withdraw']],
    ['applicant', 'awarded', []],
    ['expert', 'inReview', []],
    ['auditor', 'reviewed', []],
  ] as const)('for %s on an application that is %s are %j', (role, phase, buttons) => {
    expect(possible(as(role), 'application', { phase, organisationId: own })).toEqual(buttons);
  });
});
