import * as z from 'zod/mini';
import { AwardId, OrganisationId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { Text } from '#shared/kernel/text';
import { event } from './event.ts';
import { District, Grade } from './reference.ts';
import { OrganisationKind, Uscc } from './uscc.ts';

const GradeOnRecord = z.strictObject({
  awardId: AwardId,
  title: z.string(),
  grade: Grade,
  score: z.number(),
  at: Instant,
});

/** A social organisation (社会组织) that applies for and carries out projects. Its bank account lies encrypted beside it. */
export const Organisation = z.strictObject({
  organisationId: OrganisationId,
  phase: z.literal('active'),
  name: Text(120),
  uscc: z.string(),
  kind: OrganisationKind,
  district: District,
  hasAccount: z.boolean(),
  /** Rises with each account that is set, so that a payment can say which one it was checked against. */
  accountVersion: z.int(),
  /** Grades of closed projects (rules 5.4): they decide who skips the defence in the next round. */
  grades: z.array(GradeOnRecord),
});
export type Organisation = z.output<typeof Organisation>;

export const OrganisationRegistered = event('OrganisationRegistered', {
  organisationId: OrganisationId,
  name: Text(120),
  uscc: z.string(),
  kind: OrganisationKind,
  district: District,
});
export const AccountSet = event('AccountSet', {});
export const AccountUnmasked = event('AccountUnmasked', { reason: Text(300) });
export const GradeRecorded = event('GradeRecorded', {
  awardId: AwardId,
  title: z.string(),
  grade: Grade,
  score: z.number(),
});
export const OrganisationEvent = z.discriminatedUnion('type', [
  OrganisationRegistered,
  AccountSet,
  AccountUnmasked,
  GradeRecorded,
]);
export type OrganisationEvent = z.output<typeof OrganisationEvent>;

/** How a name is compared: width, case and blanks make no difference. Bounded, because it is part of a key. */
export const nameKeyOf = (name: string) =>
  [...name.normalize('NFKC').toLowerCase().replace(/\s/g, '')].slice(0, 120).join('');

/** What registering asks for. */
export const Registration = z.strictObject({ name: Text(120), uscc: Uscc, district: District });

export function evolveOrganisation(organisation: Organisation | undefined, event: OrganisationEvent): Organisation {
  if (event.type === 'OrganisationRegistered') {
    const { organisationId, name, uscc, kind, district } = event;
    return {
      organisationId,
      phase: 'active',
      name,
      uscc,
      kind,
      district,
      hasAccount: false,
      accountVersion: 0,
      grades: [],
    };
  }
  if (!organisation) throw new Error(`${event.type} needs an organisation`);
  switch (event.type) {
    case 'AccountSet':
      return { ...organisation, hasAccount: true, accountVersion: organisation.accountVersion + 1 };
    case 'AccountUnmasked':
      return organisation;
    case 'GradeRecorded': {
      const { awardId, title, grade, score, at } = event;
      return { ...organisation, grades: [...organisation.grades, { awardId, title, grade, score, at }] };
    }
  }
}
