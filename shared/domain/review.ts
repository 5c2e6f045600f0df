import * as z from 'zod/mini';
import { ApplicationId, CallId, PersonId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { fail, ok } from '#shared/kernel/result';
import { OptionalText, Text } from '#shared/kernel/text';
import { type Criterion, CriterionId } from './call.ts';
import { type Command, event } from './event.ts';
import { guard } from './life-cycle.ts';
import { Score } from './score.ts';

export const Line = z.strictObject({
  id: CriterionId,
  score: Score,
  reason: OptionalText(1000),
});
export type Line = z.output<typeof Line>;

/** One expert's review of one application (专家评审). Experts are blind to each other until all have submitted. */
export const Review = z.strictObject({
  applicationId: ApplicationId,
  callId: CallId,
  expertId: PersonId,
  title: z.string(),
  phase: z.enum(['assigned', 'accepted', 'recused', 'submitted']),
  dueAt: Instant,
  lines: z.optional(z.array(Line)),
  total: z.optional(z.number()),
  opinion: z.optional(z.string()),
});
export type Review = z.output<typeof Review>;

export const ReviewAssigned = event('ReviewAssigned', {
  applicationId: ApplicationId,
  callId: CallId,
  expertId: PersonId,
  title: z.string(),
  dueAt: Instant,
});
/** The expert declares to have no conflict of interest (利益冲突). */
export const ReviewAccepted = event('ReviewAccepted', {});
export const ReviewRecused = event('ReviewRecused', { reason: Text(500) });
export const ReviewSubmitted = event('ReviewSubmitted', {
  lines: z.array(Line),
  total: z.number(),
  opinion: Text(2000),
});
export const ReviewEvent = z.discriminatedUnion('type', [
  ReviewAssigned,
  ReviewAccepted,
  ReviewRecused,
  ReviewSubmitted,
]);
export type ReviewEvent = z.output<typeof ReviewEvent>;

export function acceptReview(review: Review, command: Command) {
  const allowed = guard('review', review.phase, 'accept');
  return allowed.ok ? ok({ type: 'ReviewAccepted', v: 1, ...command }) : allowed;
}

export function recuse(review: Review, command: Command & { readonly reason: string }) {
  const allowed = guard('review', review.phase, 'recuse');
  return allowed.ok ? ok({ type: 'ReviewRecused', v: 1, ...command }) : allowed;
}

/** A very low or very high line needs words, so that the applicant can learn and a chair can check (rules 5.3). */
const needsReason = ({ max }: Criterion, { score, reason }: Line) =>
  (score < max * 0.5 || score > max * 0.95) && reason.trim() === '';

type Submit = Command & { readonly lines: readonly Line[]; readonly opinion: string };

/** Every criterion of the rubric, and nothing else, is scored once, within its maximum. */
export function submitReview(review: Review, rubric: readonly Criterion[], command: Submit) {
  const allowed = guard('review', review.phase, 'submit');
  if (!allowed.ok) return allowed;
  const byId = new Map(command.lines.map((line) => [line.id, line]));
  const stray = command.lines.find((line) => byId.get(line.id) !== line || !rubric.some(({ id }) => id === line.id));
  if (stray) return fail({ code: 'review.line-invalid', details: { id: stray.id, max: 0 } });
  const lines: Line[] = [];
  for (const criterion of rubric) {
    const line = byId.get(criterion.id);
    if (!line || line.score > criterion.max)
      return fail({ code: 'review.line-invalid', details: { id: criterion.id, max: criterion.max } });
    if (needsReason(criterion, line)) return fail({ code: 'review.reason-missing', details: { id: criterion.id } });
    lines.push(line);
  }
  const total = Math.round(lines.reduce((sum, { score }) => sum + score, 0) * 100) / 100;
  return ok<z.output<typeof ReviewSubmitted>>({ type: 'ReviewSubmitted', v: 1, ...command, lines, total });
}

export function evolveReview(review: Review | undefined, event: ReviewEvent): Review {
  if (event.type === 'ReviewAssigned') {
    const { type, v, by, at, ...rest } = event;
    return { ...rest, phase: 'assigned' };
  }
  if (!review) throw new Error(`${event.type} needs a review`);
  switch (event.type) {
    case 'ReviewAccepted':
      return { ...review, phase: 'accepted' };
    case 'ReviewRecused':
      return { ...review, phase: 'recused' };
    case 'ReviewSubmitted': {
      const { lines, total, opinion } = event;
      return { ...review, phase: 'submitted', lines, total, opinion };
    }
  }
}
