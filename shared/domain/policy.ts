import * as z from 'zod/mini';
import { keysOf } from '#shared/kernel/const-table';
import { OrganisationId, PersonId } from '#shared/kernel/ids';
import { lifeCycle } from './life-cycle.ts';
import { Role } from './person.ts';

/** What the platform knows of a signed-in person when it asks whether something is allowed. */
export const Caller = z.strictObject({
  personId: PersonId,
  organisationId: z.nullable(OrganisationId),
  roles: z.array(Role),
});
export type Caller = z.output<typeof Caller>;

/** What the policy looks at in a record. Whatever aggregate has these fields can be judged. */
export type Guarded = {
  readonly phase: string;
  readonly organisationId?: OrganisationId | null | undefined;
  readonly expertId?: PersonId | undefined;
  readonly evaluatorId?: PersonId | undefined;
  readonly adviserId?: PersonId | undefined;
  readonly personId?: PersonId | undefined;
  /** Of a document: how far the application or award is that it belongs to. */
  readonly ownerPhase?: string | undefined;
};

const afterDraft = [
  'submitted',
  'admitted',
  'inReview',
  'reviewed',
  'proposed',
  'inNotice',
  'awarded',
  'declined',
  'refused',
];
/** What an applicant still writes, or has taken back, is nobody else's to read. */
const handedIn: ReadonlySet<string | undefined> = new Set([...afterDraft, ...keysOf(lifeCycle.award)]);

const relations = {
  any: () => true,
  'own-organisation': (caller: Caller, record: Guarded) =>
    caller.organisationId !== null && caller.organisationId === record.organisationId,
  assignee: (caller: Caller, record: Guarded) =>
    [record.expertId, record.evaluatorId, record.adviserId].includes(caller.personId),
  'handed-in': (_: Caller, { ownerPhase }: Guarded) => handedIn.has(ownerPhase),
  self: (caller: Caller, record: Guarded) => caller.personId === record.personId,
};
export type Relation = keyof typeof relations;

const staff = ['officer', 'lead', 'director', 'accountant', 'cashier', 'auditor'] as const satisfies readonly Role[];
const deciders = ['officer', 'lead', 'director', 'auditor'] as const satisfies readonly Role[];
const money = ['accountant', 'cashier', 'lead', 'director', 'auditor'] as const satisfies readonly Role[];

type Rule = {
  readonly roles: readonly Role[];
  readonly phases: readonly string[] | 'every';
  readonly relation: Relation;
};
const rule = (roles: readonly Role[], relation: Relation = 'any', phases: Rule['phases'] = 'every'): Rule => ({
  roles,
  relation,
  phases,
});

/**
 * Who may do what, in which phase, in which relation to the record. What no line allows is refused, and a record that
 * one may not see answers as one that does not exist.
 */
export const policy = {
  'person.read': [rule(['administrator', 'auditor'])],
  'person.choose': [rule([...deciders, 'administrator'])],
  'person.invite': [rule(['administrator'])],
  'person.changeRoles': [rule(['administrator'])],
  'organisation.read': [rule([...staff, 'administrator']), rule(['applicant'], 'own-organisation')],
  'organisation.unmaskAccount': [rule(['accountant', 'cashier', 'auditor'])],
  'organisation.setAccount': [rule(['applicant'], 'own-organisation')],
  'beneficiary.unmask': [rule(['lead', 'auditor'])],
  'need.record': [rule(['adviser'])],
  'need.read': [rule(['officer', 'lead', 'auditor']), rule(['adviser'], 'assignee')],
  'need.publish': [rule(['officer', 'lead'])],
  'need.close': [rule(['officer', 'lead']), rule(['adviser'], 'assignee')],
  'need.cite': [rule(['applicant'], 'any', ['published'])],
  'serviceItem.revise': [rule(['lead', 'administrator'])],
  'fund.open': [rule(['director', 'administrator'])],
  'fund.read': [rule([...money, 'officer'])],
  'fund.receive': [rule(['accountant'])],
  'call.draft': [rule(['officer', 'lead'])],
  'call.read': [rule(staff)],
  'call.amend': [rule(['officer', 'lead'], 'any', ['draft'])],
  'call.publish': [rule(['lead', 'director'])],
  'call.close': [rule(['lead', 'director'])],
  'application.list': [rule(deciders, 'any', afterDraft)],
  'application.draft': [rule(['applicant'])],
  'application.read': [rule(deciders, 'any', afterDraft), rule(['applicant'], 'own-organisation')],
  'application.edit': [rule(['applicant'], 'own-organisation')],
  'application.submit': [rule(['applicant'], 'own-organisation')],
  'application.withdraw': [rule(['applicant'], 'own-organisation')],
  'application.admit': [rule(['officer', 'lead'], 'any', afterDraft)],
  'application.assign': [rule(['officer', 'lead'], 'any', afterDraft)],
  'application.propose': [rule(['officer', 'lead'], 'any', afterDraft)],
  'application.confirm': [rule(['director'], 'any', afterDraft)],
  'application.cancelNotice': [rule(['director'], 'any', afterDraft)],
  'application.restart': [rule(['lead', 'administrator'], 'any', afterDraft)],
  'review.read': [rule(deciders), rule(['expert'], 'assignee')],
  'review.accept': [rule(['expert'], 'assignee')],
  'review.recuse': [rule(['expert'], 'assignee')],
  'review.submit': [rule(['expert'], 'assignee')],
  'award.read': [rule(staff), rule(['applicant'], 'own-organisation')],
  'award.signAsGrantee': [rule(['applicant'], 'own-organisation')],
  'award.signAsFoundation': [rule(['director'])],
  'award.terminate': [rule(['director'])],
  'award.restart': [rule(['lead', 'administrator'])],
  'instalment.read': [rule(staff), rule(['applicant'], 'own-organisation')],
  'instalment.prepare': [rule(['accountant'])],
  'instalment.approve': [rule(['lead', 'director'])],
  'instalment.sendBack': [rule(['lead', 'director'])],
  'instalment.execute': [rule(['cashier'])],
  'instalment.confirm': [rule(['accountant'])],
  'instalment.restart': [rule(['lead', 'administrator'])],
  'serviceRecord.record': [rule(['applicant'], 'own-organisation')],
  'serviceRecord.read': [rule(deciders), rule(['evaluator'], 'assignee'), rule(['applicant'], 'own-organisation')],
  'serviceRecord.correct': [rule(['applicant'], 'own-organisation')],
  'evaluation.list': [rule(deciders)],
  'evaluation.read': [rule(deciders), rule(['evaluator'], 'assignee'), rule(['applicant'], 'own-organisation')],
  'evaluation.report': [rule(['applicant'], 'own-organisation')],
  'evaluation.assign': [rule(['officer', 'lead'])],
  'evaluation.submit': [rule(['evaluator'], 'assignee')],
  'evaluation.confirm': [rule(['lead', 'director'])],
  'document.read': [
    rule(deciders, 'handed-in', ['clean']),
    rule(['expert', 'evaluator'], 'assignee', ['clean']),
    rule(['applicant'], 'own-organisation'),
  ],
  'inbox.read': [rule([...staff, 'administrator'])],
  'operations.run': [rule(['administrator'])],
} as const satisfies Record<string, readonly Rule[]>;

export type Permission = keyof typeof policy;

const rulesFor = (caller: Caller, permission: Permission): readonly Rule[] =>
  policy[permission].filter((line: Rule) => line.roles.some((role) => caller.roles.includes(role)));

/** Is there any record at all on which this person might do that? */
export const mayTry = (caller: Caller, permission: Permission) => rulesFor(caller, permission).length > 0;

export const may = (caller: Caller, permission: Permission, record: Guarded) =>
  rulesFor(caller, permission).some(
    ({ phases, relation }) =>
      (phases === 'every' || phases.includes(record.phase)) && relations[relation](caller, record),
  );

/** Does every record of that kind lie open to this person, so that a list needs no filter? */
export const mayOnAll = (caller: Caller, permission: Permission) =>
  rulesFor(caller, permission).some(({ relation }) => relation === 'any');
