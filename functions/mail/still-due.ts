import type { Reader } from '#functions/adapters/reader';
import { byStream, kindOf } from '#functions/adapters/streams';
import { type MailRule, mailOf } from '#shared/contracts/mails';
import { deadlineOf, isRemindable, type Remindable, type RemindableKind } from '#shared/contracts/reminders';
import {
  applications,
  awards,
  calls,
  evaluations,
  instalments,
  reviews,
  type Source,
  type Stored,
} from '#shared/table/aggregates';

type Get = Pick<Reader, 'get'>;

const rows: { readonly [K in RemindableKind]: Source<string, Stored<Remindable[K]>> } = {
  call: byStream(calls),
  review: byStream(reviews),
  award: byStream(awards),
  evaluation: byStream(evaluations),
  instalment: byStream(instalments),
};

/** Does somebody still owe what this rule reminds of? A draft owes its submission for as long as its call takes it. */
export async function isStillDue(rule: MailRule, stream: string, deps: Get) {
  const kind = kindOf(stream);
  const open =
    kind === 'application' ? await ofDraft(stream, deps) : isRemindable(kind) && (await read(kind, stream, deps));
  return open !== undefined && open !== false && open.of === mailOf(rule).due?.of;
}

async function read<K extends RemindableKind>(kind: K, stream: string, { get }: Get) {
  const stored = await get(rows[kind], stream);
  return stored && deadlineOf(kind, stored.state);
}

async function ofDraft(stream: string, deps: Get) {
  const draft = await deps.get(byStream(applications), stream);
  if (draft?.state.phase !== 'draft') return undefined;
  return read('call', calls.key(draft.state).pk, deps);
}
