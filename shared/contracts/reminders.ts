import type { Award } from '#shared/domain/award';
import type { Call } from '#shared/domain/call';
import type { Evaluation } from '#shared/domain/evaluation';
import type { Instalment } from '#shared/domain/instalment';
import type { Review } from '#shared/domain/review';
import { type Day, dayOf, endOfDay, type Instant, later, plusDays, startOfDay } from '#shared/kernel/instant';
import type { Deadline } from './mail-rule.ts';
import { type MailRule, mailOf, mailRules } from './mails.ts';

/** The records that something can be due on. */
export type Remindable = {
  readonly call: Call;
  readonly review: Review;
  readonly award: Award;
  readonly evaluation: Evaluation;
  readonly instalment: Instalment;
};
export type RemindableKind = keyof Remindable;

type Due = { readonly of: Deadline; readonly at: Instant };
const due = (of: Deadline, at: Instant | undefined): Due | undefined => (at === undefined ? undefined : { of, at });

function ofAward({ phase, signBy }: Award) {
  if (phase === 'awaitingSignatures') return due('granteeSignature', signBy);
  return phase === 'granteeSigned' ? due('foundationSignature', signBy) : undefined;
}

function ofEvaluation({ phase, stage, reportDueAt, dueAt }: Evaluation) {
  if (phase === 'awaitingReport') return due(stage === 'midTerm' ? 'midTermReport' : 'closeOutReport', reportDueAt);
  return phase === 'assigned' ? due('marks', dueAt) : undefined;
}

const deadlines: { readonly [K in RemindableKind]: (state: Remindable[K]) => Due | undefined } = {
  call: ({ phase, closesAt }) => due('call', phase === 'published' ? closesAt : undefined),
  review: ({ phase, dueAt }) => due('review', phase === 'assigned' || phase === 'accepted' ? dueAt : undefined),
  award: ofAward,
  evaluation: ofEvaluation,
  instalment: ({ phase, dueAt }) => due('payment', phase === 'confirmed' || phase === 'withheld' ? undefined : dueAt),
};

export const isRemindable = (kind: string): kind is RemindableKind => Object.hasOwn(deadlines, kind);

/** What somebody still owes on this record, and until when (the first moment that is too late). */
export const deadlineOf = <K extends RemindableKind>(kind: K, state: Remindable[K]): Due | undefined =>
  deadlines[kind](state);

/** Mails go out at nine in the morning, Asia/Shanghai. */
const nineOn = (day: Day) => later(startOfDay(day), 9 * 3_600_000);
const isIn = (at: Instant, from: Instant, until: Instant) => from < at && at <= until;

/** The mornings after `from`, until `until`: most runs see none, and then there is nothing to ask. */
function morningsIn(from: Instant, until: Instant) {
  const mornings: Day[] = [];
  for (let day = dayOf(from); day <= dayOf(until); day = plusDays(day, 1))
    if (isIn(nineOn(day), from, until)) mornings.push(day);
  return mornings;
}

const offsets = new Set(mailRules.flatMap((rule) => mailOf(rule).due?.days ?? []));

/**
 * The days of the due index that a window concerns. A deadline at the end of a day is the first moment of the next, one
 * within a day lies on that day itself, so both are asked for.
 */
export function dueDaysIn(from: Instant, until: Instant): Day[] {
  const lastDays = morningsIn(from, until).flatMap((morning) =>
    [...offsets].map((offset) => plusDays(morning, -offset)),
  );
  return [...new Set(lastDays.flatMap((day) => [day, dayOf(endOfDay(day))]))].sort();
}

/**
 * The mails that fall into (from, until] for this record as it stands. Of several of one rule, missed while nothing ran,
 * only the last: nobody wants three reminders of the same thing at once.
 */
export function remindersDue<K extends RemindableKind>(
  kind: K,
  state: Remindable[K],
  from: Instant,
  until: Instant,
): readonly { readonly rule: MailRule; readonly dueAt: Instant }[] {
  const open = deadlineOf(kind, state);
  if (!open) return [];
  const lastDay = dayOf(later(open.at, -1));
  return mailRules.flatMap((rule) => {
    const { due: when } = mailOf(rule);
    if (when?.of !== open.of) return [];
    const dueAt = when.days
      .map((days) => nineOn(plusDays(lastDay, days)))
      .filter((at) => isIn(at, from, until))
      .sort()
      .at(-1);
    return dueAt === undefined ? [] : [{ rule, dueAt }];
  });
}
