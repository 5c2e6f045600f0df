import type { Account } from '#shared/domain/fund';
import type { Role } from '#shared/domain/person';
import type { District, ItemCode } from '#shared/domain/reference';
import type { SectionName } from '#shared/domain/section';
import type { Task } from '#shared/domain/task';
import type * as ids from '#shared/kernel/ids';
import type { Day, Instant } from '#shared/kernel/instant';
import type { Holes } from '#shared/kernel/template';

const text = (value: string) => encodeURIComponent(value);
const plain = <Value extends string>(value: Value): string => value;

/** What may fill each hole, as parsed, and how it is written there. */
const encoders = {
  applicationId: plain<ids.ApplicationId>,
  awardId: plain<ids.AwardId>,
  beneficiaryId: plain<ids.BeneficiaryId>,
  callId: plain<ids.CallId>,
  documentId: plain<ids.DocumentId>,
  entryId: plain<ids.EntryId>,
  fundId: plain<ids.FundId>,
  needId: plain<ids.NeedId>,
  organisationId: plain<ids.OrganisationId>,
  personId: plain<ids.PersonId>,
  expertId: plain<ids.PersonId>,
  evaluatorId: plain<ids.PersonId>,
  adviserId: plain<ids.PersonId>,
  recordId: plain<ids.ServiceRecordId>,
  ownerId: plain<ids.ApplicationId | ids.AwardId>,
  district: plain<District>,
  itemCode: plain<ItemCode>,
  code: plain<ItemCode>,
  account: plain<Account>,
  task: plain<Task>,
  role: plain<Role>,
  section: plain<SectionName>,
  stage: plain<'midTerm' | 'closeOut'>,
  phase: plain<string>,
  nameKey: plain<string>,
  day: plain<Day>,
  dueDay: plain<Day>,
  dueAt: plain<Instant>,
  at: plain<Instant>,
  closesAt: plain<Instant>,
  noticeFrom: plain<Instant>,
  servedOn: plain<Day>,
  number: (value: number) => value.toString(),
  year: (value: number) => value.toString(),
  attempt: (value: number) => value.toString(),
  sequence: (value: number) => value.toString().padStart(12, '0'),
  standardVersion: (value: number) => value.toString().padStart(6, '0'),
  stream: text,
  subject: text,
  idempotencyKey: text,
  kind: text,
  value: text,
  gate: text,
  holder: text,
  mailId: text,
  counter: text,
};
type HoleValues = { readonly [Name in keyof typeof encoders]: Parameters<(typeof encoders)[Name]>[0] };
const encoderOf: { readonly [Name in keyof HoleValues]: (value: HoleValues[Name]) => string } = encoders;

type Values<Template> = Pick<HoleValues, Holes<Template & string> & keyof HoleValues>;

/**
 * The key attributes of each index; the CDK table is made from it. gsi1 lists under a parent, gsi2 under an owner, gsi3
 * by task, gsi4 by due day, gsi5 events by the day they happened, and whatever else is listed by nothing but its time or phase.
 */
export const indexes = {
  table: { pk: 'pk', sk: 'sk' },
  gsi1: { pk: 'gsi1pk', sk: 'gsi1sk' },
  gsi2: { pk: 'gsi2pk', sk: 'gsi2sk' },
  gsi3: { pk: 'gsi3pk', sk: 'gsi3sk' },
  gsi4: { pk: 'gsi4pk', sk: 'gsi4sk' },
  gsi5: { pk: 'gsi5pk', sk: 'gsi5sk' },
} as const;

/** Where each kind of row lies, attribute by attribute. An index attribute whose hole stays empty is left out (sparse). */
export const rows = {
  access: { pk: 'ACCESS#{subject}', sk: 'ACCESS' },
  person: { pk: 'PERSON#{personId}', sk: 'STATE', gsi1pk: 'PEOPLE', gsi1sk: '{personId}' },
  /** Who holds a role: written with the person, since a person has many. */
  member: { pk: 'ROLE#{role}', sk: '{personId}' },
  organisation: {
    pk: 'ORGANISATION#{organisationId}',
    sk: 'STATE',
    gsi1pk: 'ORGANISATIONS',
    gsi1sk: '{organisationId}',
    gsi2pk: 'ORGANISATION-NAMES',
    gsi2sk: '{nameKey}#{organisationId}',
  },
  beneficiary: { pk: 'BENEFICIARY#{beneficiaryId}', sk: 'STATE' },
  /** What names a human being, field by field encrypted, beside the record it belongs to. */
  privacy: { pk: '{holder}', sk: 'PRIVATE' },
  dataKey: { pk: '{holder}', sk: 'KEY' },
  linkCode: { pk: 'CODE#{subject}', sk: 'CODE' },
  need: {
    pk: 'NEED#{needId}',
    sk: 'STATE',
    gsi1pk: 'DISTRICT#{district}',
    gsi1sk: 'NEED#{phase}#{needId}',
    gsi2pk: 'PERSON#{adviserId}',
    gsi2sk: 'NEED#{needId}',
    gsi3pk: 'TASK#{task}',
    gsi3sk: '{needId}',
  },
  serviceItem: { pk: 'ITEM#{code}', sk: 'STATE', gsi1pk: 'ITEMS', gsi1sk: '{code}' },
  standard: { pk: 'ITEM#{code}', sk: 'STANDARD#{standardVersion}' },
  fund: { pk: 'FUND#{fundId}', sk: 'STATE', gsi1pk: 'FUNDS', gsi1sk: '{fundId}' },
  balance: { pk: 'FUND#{fundId}', sk: 'ACCOUNT#{account}' },
  entry: { pk: 'FUND#{fundId}', sk: 'ENTRY#{entryId}' },
  call: {
    pk: 'CALL#{callId}',
    sk: 'STATE',
    gsi1pk: 'CALLS',
    gsi1sk: '{callId}',
    gsi4pk: 'DUE#{dueDay}',
    gsi4sk: '{dueAt}#CALL#{callId}',
  },
  /** What the awards of a call have taken of its budget; beside its state, so that they do not collide on its version. */
  callBudget: { pk: 'CALL#{callId}', sk: 'BUDGET' },
  application: {
    pk: 'APPLICATION#{applicationId}',
    sk: 'STATE',
    gsi1pk: 'CALL#{callId}',
    gsi1sk: 'APPLICATION#{applicationId}',
    gsi2pk: 'ORGANISATION#{organisationId}',
    gsi2sk: 'APPLICATION#{applicationId}',
    gsi3pk: 'TASK#{task}',
    gsi3sk: '{applicationId}',
    gsi5pk: 'NOTICES#{year}',
    gsi5sk: '{noticeFrom}#{applicationId}',
  },
  section: { pk: 'APPLICATION#{applicationId}', sk: 'SECTION#{section}' },
  /** What was handed in, locked; its hash stands in the event. */
  submission: { pk: 'APPLICATION#{applicationId}', sk: 'SUBMISSION' },
  /** The text that both sides sign; its hash is part of each signature. */
  agreement: { pk: 'AWARD#{awardId}', sk: 'AGREEMENT' },
  document: {
    pk: 'DOCUMENT#{documentId}',
    sk: 'STATE',
    gsi1pk: 'OWNER#{ownerId}',
    gsi1sk: 'DOCUMENT#{documentId}',
    gsi4pk: 'DUE#{dueDay}',
    gsi4sk: '{dueAt}#DOCUMENT#{documentId}',
  },
  review: {
    pk: 'REVIEW#{applicationId}#{expertId}',
    sk: 'STATE',
    gsi2pk: 'PERSON#{expertId}',
    gsi2sk: 'REVIEW#{applicationId}',
    gsi4pk: 'DUE#{dueDay}',
    gsi4sk: '{dueAt}#REVIEW#{applicationId}#{expertId}',
  },
  award: {
    pk: 'AWARD#{awardId}',
    sk: 'STATE',
    gsi1pk: 'AWARDS',
    gsi1sk: '{awardId}',
    gsi2pk: 'ORGANISATION#{organisationId}',
    gsi2sk: 'AWARD#{awardId}',
    gsi3pk: 'TASK#{task}',
    gsi3sk: '{awardId}',
    gsi4pk: 'DUE#{dueDay}',
    gsi4sk: '{dueAt}#AWARD#{awardId}',
  },
  instalment: {
    pk: 'INSTALMENT#{awardId}#{number}',
    sk: 'STATE',
    gsi1pk: 'AWARD#{awardId}',
    gsi1sk: 'INSTALMENT#{number}',
    gsi2pk: 'INSTALMENTS#{phase}',
    gsi2sk: '{awardId}#{number}',
    gsi3pk: 'TASK#{task}',
    gsi3sk: '{awardId}#{number}',
    gsi4pk: 'DUE#{dueDay}',
    gsi4sk: '{dueAt}#INSTALMENT#{awardId}#{number}',
  },
  evaluation: {
    pk: 'EVALUATION#{awardId}#{stage}',
    sk: 'STATE',
    gsi1pk: 'AWARD#{awardId}',
    gsi1sk: 'EVALUATION#{stage}',
    gsi2pk: 'PERSON#{evaluatorId}',
    gsi2sk: 'EVALUATION#{awardId}#{stage}',
    gsi3pk: 'TASK#{task}',
    gsi3sk: '{awardId}#{stage}',
    gsi4pk: 'DUE#{dueDay}',
    gsi4sk: '{dueAt}#EVALUATION#{awardId}#{stage}',
    gsi5pk: 'EVALUATIONS#{phase}',
    gsi5sk: '{awardId}#{stage}',
  },
  serviceRecord: {
    pk: 'RECORD#{recordId}',
    sk: 'STATE',
    gsi1pk: 'AWARD#{awardId}',
    gsi1sk: 'RECORD#{recordId}',
  },
  /** In the partition of the aggregate it happened to. */
  event: { pk: '{stream}', sk: 'EVENT#{sequence}', gsi5pk: 'DAY#{day}', gsi5sk: '{at}#{stream}#{sequence}' },
  unique: { pk: 'UNIQUE#{kind}#{value}', sk: 'UNIQUE' },
  once: { pk: 'IDEMPOTENCY#{subject}#{idempotencyKey}', sk: 'IDEMPOTENCY' },
  serial: { pk: 'SERIAL#{kind}', sk: 'SERIAL' },
  gate: { pk: 'GATE#{stream}', sk: '{gate}#{attempt}' },
  mail: { pk: 'MAIL#{mailId}', sk: 'MAIL' },
  watermark: { pk: 'WATERMARK#{kind}', sk: 'WATERMARK' },
  contribution: { pk: 'CONTRIBUTION#{stream}', sk: 'CONTRIBUTION' },
  total: { pk: 'TOTALS#{kind}', sk: '{counter}' },
  calendar: { pk: 'CALENDAR#{year}', sk: 'STATE' },
} as const;

type Query = {
  readonly index: keyof typeof indexes;
  readonly pk: string;
  readonly prefix: string;
  /** Ids begin with the time, so the other way round the newest comes first. */
  readonly newestFirst?: true;
};

/** Every list the platform reads: a partition of one index, and a prefix in it. */
export const queries = {
  'people.all': { index: 'gsi1', pk: 'PEOPLE', prefix: '' },
  'people.with-role': { index: 'table', pk: 'ROLE#{role}', prefix: '' },
  'organisations.all': { index: 'gsi1', pk: 'ORGANISATIONS', prefix: '' },
  'organisations.by-name': { index: 'gsi2', pk: 'ORGANISATION-NAMES', prefix: '{nameKey}' },
  'needs.of-district': { index: 'gsi1', pk: 'DISTRICT#{district}', prefix: 'NEED#{phase}#' },
  'needs.of-adviser': { index: 'gsi2', pk: 'PERSON#{adviserId}', prefix: 'NEED#' },
  'items.all': { index: 'gsi1', pk: 'ITEMS', prefix: '' },
  'standards.of-item': { index: 'table', pk: 'ITEM#{code}', prefix: 'STANDARD#' },
  'funds.all': { index: 'gsi1', pk: 'FUNDS', prefix: '' },
  'fund.balances': { index: 'table', pk: 'FUND#{fundId}', prefix: 'ACCOUNT#' },
  'fund.entries': { index: 'table', pk: 'FUND#{fundId}', prefix: 'ENTRY#' },
  'calls.all': { index: 'gsi1', pk: 'CALLS', prefix: '' },
  'applications.of-call': { index: 'gsi1', pk: 'CALL#{callId}', prefix: 'APPLICATION#' },
  'applications.of-organisation': { index: 'gsi2', pk: 'ORGANISATION#{organisationId}', prefix: 'APPLICATION#' },
  'applications.noticed-in': { index: 'gsi5', pk: 'NOTICES#{year}', prefix: '' },
  'application.sections': { index: 'table', pk: 'APPLICATION#{applicationId}', prefix: 'SECTION#' },
  'documents.of-owner': { index: 'gsi1', pk: 'OWNER#{ownerId}', prefix: 'DOCUMENT#' },
  'reviews.of-expert': { index: 'gsi2', pk: 'PERSON#{expertId}', prefix: 'REVIEW#' },
  'awards.all': { index: 'gsi1', pk: 'AWARDS', prefix: '' },
  'awards.of-organisation': { index: 'gsi2', pk: 'ORGANISATION#{organisationId}', prefix: 'AWARD#' },
  'instalments.of-award': { index: 'gsi1', pk: 'AWARD#{awardId}', prefix: 'INSTALMENT#' },
  'instalments.in-phase': { index: 'gsi2', pk: 'INSTALMENTS#{phase}', prefix: '' },
  'evaluations.of-award': { index: 'gsi1', pk: 'AWARD#{awardId}', prefix: 'EVALUATION#' },
  'evaluations.in-phase': { index: 'gsi5', pk: 'EVALUATIONS#{phase}', prefix: '' },
  'evaluations.of-evaluator': { index: 'gsi2', pk: 'PERSON#{evaluatorId}', prefix: 'EVALUATION#' },
  'records.of-award': { index: 'gsi1', pk: 'AWARD#{awardId}', prefix: 'RECORD#', newestFirst: true },
  'tasks.of-kind': { index: 'gsi3', pk: 'TASK#{task}', prefix: '' },
  'due.on-day': { index: 'gsi4', pk: 'DUE#{dueDay}', prefix: '' },
  'events.of-day': { index: 'gsi5', pk: 'DAY#{day}', prefix: '' },
  'events.of-stream': { index: 'table', pk: '{stream}', prefix: 'EVENT#' },
  'totals.of-kind': { index: 'table', pk: 'TOTALS#{kind}', prefix: '' },
  'gates.of-stream': { index: 'table', pk: 'GATE#{stream}', prefix: '' },
} as const satisfies Record<string, Query>;

type Rows = typeof rows;
export type RowName = keyof Rows;
type Templates<Table> = Table[keyof Table];
/** What fills the key of a row. */
export type KeyValues<Name extends RowName> = Values<Rows[Name]['pk' | 'sk']>;
/** What fills the attributes by which a row shows in lists; holes outside its key may stay empty. */
export type RowValues<Name extends RowName> = KeyValues<Name> & {
  readonly [Hole in keyof Values<Templates<Rows[Name]>>]?: Values<Templates<Rows[Name]>>[Hole] | undefined;
};

const encode = <Name extends keyof HoleValues>(name: Name, values: Partial<HoleValues>) => {
  const value = values[name];
  return value === undefined ? undefined : encoderOf[name](value);
};

/** The text without its holes, or nothing when something is missing for one of them. */
function fill(template: string, values: Partial<HoleValues>) {
  let complete = true;
  const filled = template.replace(/\{(\w+)\}/g, (_, name: keyof HoleValues) => {
    const encoded = encode(name, values);
    if (encoded === undefined) complete = false;
    return encoded ?? '';
  });
  return complete ? filled : undefined;
}

function filled(template: string, values: Partial<HoleValues>) {
  const whole = fill(template, values);
  if (whole === undefined) throw new Error(`Something is missing to fill ${template}`);
  // A stream is itself a key of another row: it was written with '#', which must stay readable as such.
  return whole.replaceAll('%23', '#');
}

export const keyOf = <Name extends RowName>(name: Name, values: KeyValues<Name>) => ({
  pk: filled(rows[name].pk, values),
  sk: filled(rows[name].sk, values),
});

/** The key and the attributes by which a row shows in lists. Both halves of an index key are there, or neither. */
export function attributesOf<Name extends RowName>(name: Name, values: RowValues<Name>) {
  const templates: Readonly<Record<string, string>> = rows[name];
  const found: Record<string, string> = {};
  for (const { pk, sk } of Object.values(indexes)) {
    const [partition, sort] = [templates[pk], templates[sk]];
    if (partition === undefined || sort === undefined) continue;
    if (fill(partition, values) === undefined || fill(sort, values) === undefined) continue;
    found[pk] = filled(partition, values);
    found[sk] = filled(sort, values);
  }
  if (!found['pk']) throw new Error(`Something is missing in the key of ${name}`);
  return found;
}

type Queries = typeof queries;
export type QueryId = keyof Queries;
export type QueryValues<Id extends QueryId> = Values<Templates<Omit<Queries[Id], 'index'>>>;

/** The part of a DynamoDB Query that says where to look. */
export const rangeOf = <Id extends QueryId>(id: Id, values: QueryValues<Id>) => {
  const query: Query = queries[id];
  const { pk, sk } = indexes[query.index];
  const index = {
    ...(query.index !== 'table' && { IndexName: query.index }),
    ...(query.newestFirst && { ScanIndexForward: false }),
  };
  const partition = filled(query.pk, values);
  if (query.prefix === '')
    return { ...index, KeyConditionExpression: `${pk} = :pk`, ExpressionAttributeValues: { ':pk': partition } };
  return {
    ...index,
    KeyConditionExpression: `${pk} = :pk AND begins_with(${sk}, :prefix)`,
    ExpressionAttributeValues: { ':pk': partition, ':prefix': filled(query.prefix, values) },
  };
};
