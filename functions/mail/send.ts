import * as z from 'zod/mini';
import { BusMessage, type Happened } from '#functions/adapters/bus';
import type { Lister } from '#functions/adapters/lister';
import { CodeMessage, codeMail, ReminderMessage, SealedCode } from '#functions/adapters/queue';
import { mails, members } from '#functions/adapters/rows';
import type { Vault } from '#functions/adapters/vault';
import type { Recipient } from '#shared/contracts/mail-rule';
import { deadlineWords } from '#shared/contracts/mail-words';
import { isMailRule, type MailRule, mailOf, rulesOn } from '#shared/contracts/mails';
import type { PersonId } from '#shared/kernel/ids';
import { people } from '#shared/table/aggregates';
import { type Delivery, deliver } from './deliver.ts';
import { type Facts, factsOf } from './facts.ts';
import { isStillDue } from './still-due.ts';

/** What the queue of mails holds: events of the bus, reminders that fell due, and one-time codes. */
export const MailMessage = z.union([BusMessage, CodeMessage, ReminderMessage]);

type Deps = Delivery &
  Pick<Lister, 'all'> &
  Pick<Vault, 'readPrivate' | 'unsealFor'> & {
    /** Where people open the platform. */
    readonly origin: string;
  };

export async function send(message: z.output<typeof MailMessage>, deps: Deps) {
  if ('detail' in message) return sendNotices(message.detail, deps);
  return 'sealed' in message ? sendCode(message, deps) : remind(message, deps);
}

/** By the record as it is now; the event says only that there is something to say. */
async function sendNotices({ stream, type, eventId }: Happened, deps: Deps) {
  const rules = rulesOn(type);
  const facts = rules.length > 0 ? await factsOf(stream, deps) : undefined;
  if (!facts) return;
  await sendAll(
    rules.map((rule) => ({ rule, record: stream, cause: eventId, facts })),
    deps,
  );
}

/** What was done in the meantime needs no reminder. */
async function remind({ rule, record, dueAt }: z.output<typeof ReminderMessage>, deps: Deps) {
  if (!isMailRule(rule)) throw new Error(`${rule} is no rule of ours`);
  if (!(await isStillDue(rule, record, deps))) return;
  const facts = await factsOf(record, deps);
  if (facts) await sendAll([{ rule, record, cause: `${record}#${dueAt}`, facts }], deps);
}

type Occasion = {
  readonly rule: MailRule;
  readonly record: string;
  readonly cause: string;
  readonly facts: Facts;
};

const areaOf = {
  contact: 'portal',
  uploader: 'portal',
  invited: 'portal',
  expert: 'desk',
  evaluator: 'desk',
  lead: 'console',
  director: 'console',
  accountant: 'console',
} as const satisfies Record<Recipient, string>;

/**
 * One address that is refused keeps nobody else waiting. The message is tried again for it, and who has their mail is
 * known by its id and gets no second one.
 */
async function sendAll(occasions: readonly Occasion[], deps: Deps) {
  const failures: unknown[] = [];
  for (const occasion of occasions)
    for (const recipient of mailOf(occasion.rule).to)
      for (const personId of await personsOf(recipient, occasion.facts, deps))
        await sendTo(recipient, personId, occasion, deps).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, `Mails that were not sent: ${failures.length}`);
}

async function sendTo(recipient: Recipient, personId: PersonId, { rule, record, cause, facts }: Occasion, deps: Deps) {
  const area = areaOf[recipient];
  const url = `${deps.origin}/${area}${facts.paths[area]}`;
  const reached = await reach(personId, deps);
  if (!reached) return;
  const values = { ...facts.values, url, name: reached.name };
  await deliver({ mailId: `${rule}#${cause}#${personId}`, rule, record, to: reached.address, values }, deps);
}

/** A role is asked for now: who has it today gets the mail. */
async function personsOf(recipient: Recipient, { people: known }: Facts, { all }: Deps): Promise<readonly PersonId[]> {
  if (recipient === 'lead' || recipient === 'director' || recipient === 'accountant') {
    const holders = await all(members, 'people.with-role', { role: recipient });
    return holders.filter(({ active }) => active).map(({ personId }) => personId);
  }
  const person = known[recipient];
  return person === undefined ? [] : [person];
}

/** Nobody writes to those who were shut out, or whose data were erased. */
async function reach(personId: PersonId, { get, readPrivate }: Deps) {
  const [person, fields] = await Promise.all([get(people, { personId }), readPrivate(people.key({ personId }).pk)]);
  const { address, name } = fields ?? {};
  if (!person || person.state.phase === 'disabled' || address === undefined) return undefined;
  return { address, name: name ?? '' };
}

/** The only mail to an address that no person may have yet. */
async function sendCode({ identity, sealed }: z.output<typeof CodeMessage>, deps: Deps) {
  const mail = codeMail(identity);
  const opened: unknown = JSON.parse(await deps.unsealFor(mails, mail, 'code', sealed));
  const { address, code, expiresAt } = z.parse(SealedCode, opened);
  const values = {
    name: { zh: '用户', en: 'reader' },
    url: `${deps.origin}/sign-in`,
    oneTimeCode: code,
    until: deadlineWords(expiresAt),
  };
  await deliver({ ...mail, rule: 'code', record: 'code', to: address, values }, deps);
}
