import type * as z from 'zod/mini';
import type { AwardId, PersonId } from '#shared/kernel/ids';
import type { Instant } from '#shared/kernel/instant';
import type { Fen } from '#shared/kernel/money';
import { fail, ok } from '#shared/kernel/result';
import type { Application, ExpertsAssigned } from './application.ts';
import { type Call, isOpen } from './call.ts';
import type { Command } from './event.ts';
import { guard } from './life-cycle.ts';
import type { Review } from './review.ts';

type Submit = Command & {
  readonly title: string;
  readonly requestedFen: Fen;
  readonly receiptNumber: string;
  readonly contentHash: string;
};

/** The deadline is the call's to the millisecond, by the platform's clock; the amount lies within the call's bounds. */
export function submitApplication(application: Application, call: Call, command: Submit) {
  const allowed = guard('application', application.phase, 'submit');
  if (!allowed.ok) return allowed;
  if (!isOpen(call, command.at))
    return fail({ code: 'application.call-not-open', details: { opensAt: call.opensAt, closesAt: call.closesAt } });
  const { floorFen, capFen } = call;
  if (command.requestedFen < floorFen || command.requestedFen > capFen)
    return fail({ code: 'application.amount-out-of-bounds', details: { floorFen, capFen } });
  return ok({ type: 'ApplicationSubmitted', v: 1, ...command });
}

export function withdrawApplication(application: Application, command: Command & { readonly reason: string }) {
  const allowed = guard('application', application.phase, 'withdraw');
  return allowed.ok ? ok({ type: 'ApplicationWithdrawn', v: 1, ...command }) : allowed;
}

type Admit = Command & { readonly admitted: boolean; readonly reason: string };

export function decideAdmission(application: Application, { admitted, ...command }: Admit) {
  const allowed = guard('application', application.phase, admitted ? 'admit' : 'refuse');
  if (!allowed.ok) return allowed;
  return admitted
    ? ok({ type: 'ApplicationAdmitted', v: 1, ...command })
    : ok({ type: 'ApplicationRefused', v: 1, ...command });
}

type Assign = Command & { readonly expertIds: readonly PersonId[]; readonly dueAt: Instant };

export function assignExperts(application: Application, { expertIds, ...command }: Assign) {
  const allowed = guard('application', application.phase, 'assign');
  return allowed.ok
    ? ok<z.output<typeof ExpertsAssigned>>({ type: 'ExpertsAssigned', v: 1, ...command, expertIds: [...expertIds] })
    : allowed;
}

/** The mean of the submitted totals, to two decimals; five or more drop one highest and one lowest (rules 5.3). */
export function scoreOf(totals: readonly number[]) {
  const sorted = totals.toSorted((a, b) => a - b);
  const counted = sorted.length >= 5 ? sorted.slice(1, -1) : sorted;
  if (counted.length === 0) return 0;
  return Math.round((counted.reduce((sum, total) => sum + total, 0) / counted.length) * 100) / 100;
}

/** Complete when nobody who was asked still owes an answer, and at least one expert has scored. */
export const reviewsComplete = (reviews: readonly Review[]) =>
  reviews.some(({ phase }) => phase === 'submitted') &&
  reviews.every(({ phase }) => phase === 'submitted' || phase === 'recused');

export function closeReview(application: Application, call: Call, reviews: readonly Review[], command: Command) {
  const allowed = guard('application', application.phase, 'closeReview');
  if (!allowed.ok) return allowed;
  if (!reviewsComplete(reviews)) return fail({ code: 'review.incomplete' });
  const totals = reviews.flatMap(({ total }) => (total === undefined ? [] : [total]));
  const score = scoreOf(totals);
  return ok({
    type: 'ReviewClosed',
    v: 1,
    ...command,
    score,
    reviews: totals.length,
    passed: score >= call.rules.passScore,
  });
}

type Propose = Command & { readonly outcome: 'award' | 'decline'; readonly amountFen: Fen; readonly reason: string };

/** Experts may recommend less than was asked (核减), never more; who failed the pass line gets nothing. */
export function proposeDecision(application: Application, command: Propose) {
  const allowed = guard('application', application.phase, 'propose');
  if (!allowed.ok) return allowed;
  const { requestedFen, review } = application;
  if (command.outcome === 'decline') return ok({ type: 'DecisionProposed', v: 1, ...command });
  if (!review?.passed) return fail({ code: 'decision.below-pass-line', details: { score: review?.score ?? 0 } });
  if (command.amountFen > requestedFen || command.amountFen === 0)
    return fail({ code: 'decision.over-request', details: { requestedFen } });
  return ok({ type: 'DecisionProposed', v: 1, ...command });
}

type Confirm = Command & { readonly noticeUntil: Instant; readonly leftFen: number };

/**
 * Two people touch every decision (two-person rule): who proposed it cannot confirm it. An award takes no more than is
 * left of its call's budget.
 */
export function confirmDecision(application: Application, { noticeUntil, leftFen, ...command }: Confirm) {
  const { proposal, phase } = application;
  const award = proposal?.outcome === 'award';
  const allowed = guard('application', phase, award ? 'confirmAward' : 'confirmDecline');
  if (!allowed.ok) return allowed;
  if (proposal?.by === command.by) return fail({ code: 'decision.same-person' });
  if (award && proposal.amountFen > leftFen) return fail({ code: 'decision.over-budget', details: { leftFen } });
  return award
    ? ok({ type: 'AwardConfirmed', v: 1, ...command, from: command.at, until: noticeUntil })
    : ok({ type: 'DeclineConfirmed', v: 1, ...command });
}

export function sendBackDecision(application: Application, command: Command & { readonly reason: string }) {
  const allowed = guard('application', application.phase, 'sendBack');
  if (!allowed.ok) return allowed;
  if (application.proposal?.by === command.by) return fail({ code: 'decision.same-person' });
  return ok({ type: 'DecisionSentBack', v: 1, ...command });
}

export function cancelNotice(application: Application, command: Command & { readonly reason: string }) {
  const allowed = guard('application', application.phase, 'cancelNotice');
  return allowed.ok ? ok({ type: 'NoticeCancelled', v: 1, ...command }) : allowed;
}

/** Public notice runs to the end of its last day; not a moment earlier does an award come of it. */
export function endNotice(application: Application, command: Command & { readonly awardId: AwardId }) {
  const allowed = guard('application', application.phase, 'award');
  if (!allowed.ok) return allowed;
  const until = application.notice?.until;
  if (!until || command.at < until) return fail({ code: 'notice.running', details: { until: until ?? command.at } });
  return ok({ type: 'NoticeEnded', v: 1, ...command });
}
