import { fail, ok } from '#shared/kernel/result';

/**
 * Every aggregate: phase -> command -> next phase. Guards, buttons, the diagram and a test of every pair read this one
 * table. A command that is missing in a phase is refused with `record.wrong-phase`.
 */
export const lifeCycle = {
  person: {
    invited: { link: 'active', changeRoles: 'invited', disable: 'disabled' },
    active: { changeRoles: 'active', join: 'active', disable: 'disabled' },
    disabled: { enable: 'active' },
  },
  organisation: { active: { setAccount: 'active', unmaskAccount: 'active', recordGrade: 'active' } },
  beneficiary: { active: { unmask: 'active' } },
  need: {
    recorded: { publish: 'published', close: 'closed' },
    published: { close: 'closed' },
    closed: {},
  },
  serviceItem: { active: { revise: 'active', retire: 'retired' }, retired: { revise: 'active' } },
  fund: { open: { receive: 'open', close: 'closed' }, closed: {} },
  call: { draft: { amend: 'draft', publish: 'published' }, published: { close: 'closed' }, closed: {} },
  application: {
    draft: { rename: 'draft', submit: 'submitted', withdraw: 'withdrawn' },
    submitted: { admit: 'admitted', refuse: 'refused', withdraw: 'withdrawn' },
    admitted: { assign: 'inReview', restart: 'admitted' },
    inReview: { assign: 'inReview', closeReview: 'reviewed', restart: 'inReview' },
    reviewed: { propose: 'proposed', restart: 'reviewed' },
    proposed: { sendBack: 'reviewed', confirmAward: 'inNotice', confirmDecline: 'declined', restart: 'proposed' },
    inNotice: { award: 'awarded', cancelNotice: 'declined', restart: 'inNotice' },
    awarded: {},
    declined: {},
    refused: {},
    withdrawn: {},
  },
  review: {
    assigned: { accept: 'accepted', recuse: 'recused' },
    accepted: { submit: 'submitted', recuse: 'recused' },
    recused: {},
    submitted: {},
  },
  award: {
    awaitingSignatures: { signAsGrantee: 'granteeSigned', terminate: 'terminated', restart: 'awaitingSignatures' },
    granteeSigned: { signAsFoundation: 'inDelivery', terminate: 'terminated', restart: 'granteeSigned' },
    inDelivery: { close: 'closed', terminate: 'terminated', restart: 'inDelivery' },
    closed: {},
    terminated: {},
  },
  instalment: {
    planned: { open: 'due', withhold: 'withheld' },
    due: { prepare: 'prepared', withhold: 'withheld', restart: 'due' },
    prepared: { approveFirst: 'approvedOnce', sendBack: 'due', withhold: 'withheld', restart: 'prepared' },
    approvedOnce: { approveSecond: 'approved', sendBack: 'due', withhold: 'withheld', restart: 'approvedOnce' },
    approved: { execute: 'executed', sendBack: 'due', withhold: 'withheld', restart: 'approved' },
    executed: { confirm: 'confirmed', bounce: 'due', restart: 'executed' },
    confirmed: {},
    withheld: { open: 'due' },
  },
  serviceRecord: { recorded: { correct: 'corrected' }, corrected: {} },
  evaluation: {
    awaitingReport: { report: 'reported', cancel: 'cancelled' },
    reported: { assign: 'assigned', cancel: 'cancelled' },
    assigned: { assign: 'assigned', submit: 'submitted', cancel: 'cancelled' },
    submitted: { confirm: 'confirmed', sendBack: 'assigned', cancel: 'cancelled' },
    confirmed: {},
    cancelled: {},
  },
  calendar: { active: { replace: 'active' } },
  document: { awaitingUpload: { accept: 'clean', refuse: 'refused' }, clean: { download: 'clean' }, refused: {} },
} as const;

type Table = typeof lifeCycle;
export type Kind = keyof Table;
export type PhaseOf<K extends Kind> = keyof Table[K] & string;
/** Every command of an aggregate, whatever the phase. */
export type CommandOf<K extends Kind> = {
  [P in keyof Table[K]]: keyof Table[K][P] & string;
}[keyof Table[K]];

const commandsIn = (kind: Kind, phase: string): Readonly<Record<string, string>> => {
  const phases: Readonly<Record<string, Readonly<Record<string, string>>>> = lifeCycle[kind];
  return phases[phase] ?? {};
};

export const allows = <K extends Kind>(kind: K, phase: PhaseOf<K>, command: CommandOf<K>) =>
  command in commandsIn(kind, phase);

/** The refusal says in which phase the record is and which commands that phase knows. */
export function guard<K extends Kind>(kind: K, phase: PhaseOf<K>, command: CommandOf<K>) {
  if (allows(kind, phase, command)) return ok(undefined);
  return fail({
    code: 'record.wrong-phase',
    details: { phase, command, possible: Object.keys(commandsIn(kind, phase)) },
  });
}
