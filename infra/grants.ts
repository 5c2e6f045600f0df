import { type Step, steps } from '#shared/contracts/routes/all';
import { keysOf } from '#shared/kernel/const-table';
import type { indexes } from '#shared/table/access-patterns';
import type { MailPort } from './settings.ts';

type Index = Exclude<keyof typeof indexes, 'table'>;
type Actions<On extends string, May extends string> = { readonly on: On; readonly may: readonly May[] };
type QueueName = 'workflow' | 'mail' | 'statistics' | 'intake';

/** One thing that a function may touch, and what it may do to it: IAM actions without their service. */
export type Grant =
  | Actions<'table', 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'ConditionCheckItem'>
  | Actions<Index, 'Query'>
  | Actions<'stream', 'DescribeStream' | 'GetRecords' | 'GetShardIterator'>
  | Actions<'quarantine' | 'documents', 'GetObject' | 'GetObjectVersion' | 'PutObject'>
  | Actions<'web', 'GetObject'>
  | Actions<'bus', 'PutEvents'>
  | Actions<`${QueueName}Queue`, 'SendMessage' | 'ReceiveMessage' | 'DeleteMessage' | 'GetQueueAttributes'>
  | Actions<'outboxDeadLetters', 'SendMessage'>
  /** The key of what lies in the table and among the documents, and the key that wraps the data keys of people. */
  | Actions<'storageKey' | 'dataKey', 'Decrypt' | 'Encrypt' | 'GenerateDataKey'>
  | Actions<'reviewMachine' | 'agreementMachine' | 'instalmentMachine', 'StartExecution'>
  | Actions<'mailIdentity', 'SendEmail'>
  | Actions<'smtpSecret', 'GetSecretValue'>
  | Actions<'anyStream', 'ListStreams'>
  | Actions<'anyToken', 'SendTaskSuccess'>;
export type Target = Grant['on'];

/** Every resource that has to be written with a wildcard, and why. */
export const wildcards: Partial<Readonly<Record<Target, string>>> = {
  anyStream: 'IAM lists dynamodb:ListStreams without a resource; it tells no more than which streams there are.',
  anyToken: 'IAM lists states:SendTaskSuccess without a resource; the task token that it has to bring bounds it.',
  quarantine: 'The keys of uploads are chosen one by one: the prefix is the narrowest resource there is.',
  documents: 'Documents lie under their hashes: the prefix is the narrowest resource there is.',
  web: 'The web function serves every file of the web, and its bucket holds nothing else.',
};

/** The names of environment variables. */
export type Setting =
  | 'TABLE'
  | 'DATA_KEY_ARN'
  | 'DOCUMENTS_BUCKET'
  | 'WEB_BUCKET'
  | 'BUS'
  | 'MAIL_QUEUE_URL'
  | 'ISSUER'
  | 'CLIENT_ID'
  | 'AUDIENCE'
  | 'ORIGIN'
  | 'DOCUMENTS_ORIGIN'
  | 'SIGN_IN_ORIGIN'
  | 'FIRST_ADMINISTRATOR'
  | 'FOUNDATION_NAME'
  | 'MAIL_FROM'
  | 'MAIL_PORT'
  | 'SMTP_URL_SECRET'
  | 'REVIEW_MACHINE'
  | 'AGREEMENT_MACHINE'
  | 'INSTALMENT_MACHINE';

type Entry = { readonly settings: readonly Setting[]; readonly access: readonly Grant[] };

const reads: readonly Grant[] = [
  { on: 'table', may: ['GetItem', 'BatchGetItem', 'Query'] },
  { on: 'gsi1', may: ['Query'] },
  { on: 'gsi2', may: ['Query'] },
  { on: 'gsi3', may: ['Query'] },
  { on: 'gsi4', may: ['Query'] },
];
/** DynamoDB opens the table's key in the name of whoever asks, whether it reads or writes. */
const opensTable: Grant = { on: 'storageKey', may: ['Decrypt'] };
const commits: Grant = { on: 'table', may: ['PutItem', 'UpdateItem', 'ConditionCheckItem'] };
const opensPeople: Grant = { on: 'dataKey', may: ['Decrypt', 'GenerateDataKey'] };
const consumes = (queue: QueueName): Grant => ({
  on: `${queue}Queue`,
  may: ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'],
});
const sendsMail: Grant = { on: 'mailQueue', may: ['SendMessage'] };

const commander: Entry = { settings: ['TABLE', 'DATA_KEY_ARN'], access: [...reads, commits, opensTable, opensPeople] };
const reader: Entry = { settings: ['TABLE', 'DATA_KEY_ARN'], access: [...reads, opensTable, opensPeople] };

/** An entry with more settings and more access. */
const and = (entry: Entry, settings: readonly Setting[], access: readonly Grant[] = []): Entry => ({
  settings: [...entry.settings, ...settings],
  access: [...entry.access, ...access],
});

/** Public notices lie in the index of days, and evaluations by their phase. */
const listsByTime: Grant = { on: 'gsi5', may: ['Query'] };

const stepGrants: Readonly<Record<Step, Entry>> = {
  identity: and(
    commander,
    ['ISSUER', 'CLIENT_ID', 'AUDIENCE', 'ORIGIN', 'FIRST_ADMINISTRATOR', 'MAIL_QUEUE_URL'],
    [sendsMail],
  ),
  people: commander,
  organisations: commander,
  needs: commander,
  catalogue: commander,
  funds: commander,
  calls: commander,
  // It answers whom it does not know, so it opens no key of people.
  public: { settings: ['TABLE'], access: [...reads, opensTable, listsByTime] },
  applications: commander,
  // A form for an upload and a link for a download can do only what their signer may.
  documents: and(
    commander,
    ['DOCUMENTS_BUCKET'],
    [
      { on: 'quarantine', may: ['PutObject'] },
      { on: 'documents', may: ['GetObject'] },
      { on: 'storageKey', may: ['GenerateDataKey'] },
    ],
  ),
  admission: commander,
  review: commander,
  decision: commander,
  agreement: commander,
  payments: commander,
  delivery: commander,
  evaluation: and(commander, [], [listsByTime]),
  inbox: reader,
  operations: and(
    commander,
    ['BUS'],
    [
      { on: 'gsi5', may: ['Query'] },
      { on: 'bus', may: ['PutEvents'] },
    ],
  ),
};

const workerGrants = {
  web: {
    settings: ['WEB_BUCKET', 'ISSUER', 'SIGN_IN_ORIGIN', 'DOCUMENTS_ORIGIN', 'ORIGIN'],
    access: [{ on: 'web', may: ['GetObject'] }],
  },
  outbox: {
    settings: ['BUS'],
    access: [
      { on: 'stream', may: ['DescribeStream', 'GetRecords', 'GetShardIterator'] },
      { on: 'anyStream', may: ['ListStreams'] },
      opensTable,
      { on: 'outboxDeadLetters', may: ['SendMessage'] },
      { on: 'bus', may: ['PutEvents'] },
    ],
  },
  'workflow-events': and(
    commander,
    ['REVIEW_MACHINE', 'AGREEMENT_MACHINE', 'INSTALMENT_MACHINE'],
    [
      consumes('workflow'),
      { on: 'reviewMachine', may: ['StartExecution'] },
      { on: 'agreementMachine', may: ['StartExecution'] },
      { on: 'instalmentMachine', may: ['StartExecution'] },
      { on: 'anyToken', may: ['SendTaskSuccess'] },
    ],
  ),
  'workflow-tasks': and(commander, ['FOUNDATION_NAME'], [{ on: 'anyToken', may: ['SendTaskSuccess'] }]),
  mail: and(commander, ['MAIL_FROM', 'MAIL_PORT', 'ORIGIN'], [consumes('mail')]),
  statistics: { settings: ['TABLE'], access: [...reads, commits, opensTable, consumes('statistics')] },
  intake: {
    settings: ['TABLE', 'DOCUMENTS_BUCKET'],
    access: [
      ...reads,
      commits,
      { on: 'storageKey', may: ['Decrypt', 'GenerateDataKey'] },
      consumes('intake'),
      { on: 'quarantine', may: ['GetObject', 'GetObjectVersion'] },
      { on: 'documents', may: ['PutObject'] },
    ],
  },
  reminders: and(commander, ['MAIL_QUEUE_URL'], [sendsMail]),
} as const satisfies Record<string, Entry>;

const mailPorts: Readonly<Record<MailPort['port'], Entry>> = {
  ses: { settings: [], access: [{ on: 'mailIdentity', may: ['SendEmail'] }] },
  smtp: { settings: ['SMTP_URL_SECRET'], access: [{ on: 'smtpSecret', may: ['GetSecretValue'] }] },
};

type Worker = keyof typeof workerGrants;
export type FunctionName = Step | Worker;
export type Grants = Readonly<Record<FunctionName, Entry>>;

/** Every function of the platform. */
export const functionNames: readonly FunctionName[] = [...keysOf(steps), ...keysOf(workerGrants)];

/** What each function is told and what it may touch. None may scan or delete. */
export const grantsFor = (port: MailPort['port']): Grants => {
  const { settings, access } = mailPorts[port];
  return { ...stepGrants, ...workerGrants, mail: and(workerGrants.mail, settings, access) };
};
