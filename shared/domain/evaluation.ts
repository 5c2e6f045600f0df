import * as z from 'zod/mini';
import { AwardId, DocumentId, OrganisationId, PersonId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { fail, ok } from '#shared/kernel/result';
import { Text } from '#shared/kernel/text';
import { type Command, event } from './event.ts';
import { guard } from './life-cycle.ts';
import { Dimension, type Grade } from './reference.ts';
import { Score } from './score.ts';

/** In the words of the life cycle: before the award, in the middle, after the end (立项、实施、结项). */
export const Stage = z.enum(['midTerm', 'closeOut']);
export type Stage = z.output<typeof Stage>;

/** One line of the evaluation form. The version of the form that was used is kept on the evaluation. */
export const Indicator = z.strictObject({
  id: z.string(),
  dimension: Dimension,
  measure: z.enum(['quantitative', 'qualitative']),
  name: z.strictObject({ zh: z.string(), en: z.string() }),
  formula: z.string(),
  max: z.int(),
});
export type Indicator = z.output<typeof Indicator>;

export const Mark = z.strictObject({
  id: Text(10),
  score: Score,
  evidence: Text(1000),
});
export type Mark = z.output<typeof Mark>;

const facts = {
  awardId: AwardId,
  stage: Stage,
  organisationId: OrganisationId,
  organisationName: z.string(),
  contactId: PersonId,
  title: z.string(),
  reportDueAt: Instant,
  passScore: z.number(),
};
const report = z.strictObject({ summary: z.string(), documentIds: z.array(DocumentId), at: Instant });
const Totals = z.record(Dimension, z.number());

/** An evaluation by a third party (第三方评估) in four dimensions, after the grantee's own report. */
export const Evaluation = z.strictObject({
  ...facts,
  phase: z.enum(['awaitingReport', 'reported', 'assigned', 'submitted', 'confirmed', 'cancelled']),
  report: z.optional(report),
  evaluatorId: z.optional(PersonId),
  dueAt: z.optional(Instant),
  /** The version of the evaluation form that the marks were given by. */
  formVersion: z.optional(z.int()),
  marks: z.optional(z.array(Mark)),
  totals: z.optional(Totals),
  score: z.optional(z.number()),
  opinion: z.optional(z.string()),
  passed: z.optional(z.boolean()),
  submittedAt: z.optional(Instant),
  /** Why it came back to the evaluator; until it is submitted again. */
  sentBackReason: z.optional(z.string()),
});
export type Evaluation = z.output<typeof Evaluation>;

export const EvaluationPlanned = event('EvaluationPlanned', facts);
export const ReportSubmitted = event('ReportSubmitted', { summary: Text(4000), documentIds: z.array(DocumentId) });
export const EvaluatorAssigned = event('EvaluatorAssigned', { evaluatorId: PersonId, dueAt: Instant });
export const EvaluationSubmitted = event('EvaluationSubmitted', {
  formVersion: z.int(),
  marks: z.array(Mark),
  totals: Totals,
  score: z.number(),
  opinion: Text(4000),
});
export const EvaluationSentBack = event('EvaluationSentBack', { reason: z.string() });
export const EvaluationConfirmed = event('EvaluationConfirmed', { passed: z.boolean() });
export const EvaluationCancelled = event('EvaluationCancelled', { reason: z.string() });
export const EvaluationEvent = z.discriminatedUnion('type', [
  EvaluationPlanned,
  ReportSubmitted,
  EvaluatorAssigned,
  EvaluationSubmitted,
  EvaluationSentBack,
  EvaluationConfirmed,
  EvaluationCancelled,
]);
export type EvaluationEvent = z.output<typeof EvaluationEvent>;

/** Grades by score (rules 5.4): 90, 80 and 60 are our defaults. */
export function gradeOf(score: number): Grade {
  if (score >= 90) return 'excellent';
  if (score >= 80) return 'good';
  return score >= 60 ? 'qualified' : 'unqualified';
}

type Report = Command & { readonly summary: string; readonly documentIds: readonly DocumentId[] };

export function submitReport(evaluation: Evaluation, { documentIds, ...command }: Report) {
  const allowed = guard('evaluation', evaluation.phase, 'report');
  return allowed.ok
    ? ok<z.output<typeof ReportSubmitted>>({ type: 'ReportSubmitted', v: 1, ...command, documentIds: [...documentIds] })
    : allowed;
}

/** Whoever is asked gets time for it: a day that has passed would be overdue on the desk at once. */
export function assignEvaluator(
  evaluation: Evaluation,
  command: Command & { readonly evaluatorId: PersonId; readonly dueAt: Instant },
) {
  const allowed = guard('evaluation', evaluation.phase, 'assign');
  if (!allowed.ok) return allowed;
  if (command.dueAt <= command.at) return fail({ code: 'evaluation.due-passed' });
  return ok({ type: 'EvaluatorAssigned', v: 1, ...command });
}

const round = (value: number) => Math.round(value * 100) / 100;

type Submit = Command & {
  readonly formVersion: number;
  readonly marks: readonly Mark[];
  readonly opinion: string;
};

/** Every indicator of the form, and nothing else, is marked once, within its maximum; the dimensions add up to the score. */
export function submitEvaluation(evaluation: Evaluation, form: readonly Indicator[], command: Submit) {
  const allowed = guard('evaluation', evaluation.phase, 'submit');
  if (!allowed.ok) return allowed;
  const byId = new Map(command.marks.map((mark) => [mark.id, mark]));
  const stray = command.marks.find((mark) => byId.get(mark.id) !== mark || !form.some(({ id }) => id === mark.id));
  if (stray) return fail({ code: 'evaluation.mark-invalid', details: { id: stray.id, max: 0 } });
  const totals = { accessibility: 0, suitability: 0, effectiveness: 0, sustainability: 0 };
  const marks: Mark[] = [];
  for (const { id, dimension, max } of form) {
    const mark = byId.get(id);
    if (!mark || mark.score > max) return fail({ code: 'evaluation.mark-invalid', details: { id, max } });
    totals[dimension] = round(totals[dimension] + mark.score);
    marks.push(mark);
  }
  const score = round(Object.values(totals).reduce((sum, total) => sum + total, 0));
  return ok<z.output<typeof EvaluationSubmitted>>({
    type: 'EvaluationSubmitted',
    v: 1,
    ...command,
    marks,
    totals,
    score,
  });
}

/** The evaluator is a third party; the foundation confirms, and nobody confirms their own evaluation. */
export function confirmEvaluation(evaluation: Evaluation, command: Command) {
  const allowed = guard('evaluation', evaluation.phase, 'confirm');
  if (!allowed.ok) return allowed;
  if (evaluation.evaluatorId === command.by) return fail({ code: 'evaluation.own' });
  return ok({ type: 'EvaluationConfirmed', v: 1, ...command, passed: (evaluation.score ?? 0) >= evaluation.passScore });
}

export function sendBackEvaluation(evaluation: Evaluation, command: Command & { readonly reason: string }) {
  const allowed = guard('evaluation', evaluation.phase, 'sendBack');
  return allowed.ok ? ok({ type: 'EvaluationSentBack', v: 1, ...command }) : allowed;
}

/** Its project was terminated: nobody owes a report or marks any more. */
export function cancelEvaluation(evaluation: Evaluation, command: Command & { readonly reason: string }) {
  const allowed = guard('evaluation', evaluation.phase, 'cancel');
  return allowed.ok ? ok({ type: 'EvaluationCancelled', v: 1, ...command }) : allowed;
}

export function evolveEvaluation(evaluation: Evaluation | undefined, event: EvaluationEvent): Evaluation {
  if (event.type === 'EvaluationPlanned') {
    const { type, v, by, at, ...rest } = event;
    return { ...rest, phase: 'awaitingReport' };
  }
  if (!evaluation) throw new Error(`${event.type} needs an evaluation`);
  switch (event.type) {
    case 'ReportSubmitted': {
      const { summary, documentIds, at } = event;
      return { ...evaluation, phase: 'reported', report: { summary, documentIds, at } };
    }
    case 'EvaluatorAssigned':
      return { ...evaluation, phase: 'assigned', evaluatorId: event.evaluatorId, dueAt: event.dueAt };
    case 'EvaluationSubmitted': {
      const { formVersion, marks, totals, score, opinion, at } = event;
      const { sentBackReason, ...rest } = evaluation;
      return { ...rest, phase: 'submitted', formVersion, marks, totals, score, opinion, submittedAt: at };
    }
    case 'EvaluationSentBack':
      return { ...evaluation, phase: 'assigned', sentBackReason: event.reason };
    case 'EvaluationConfirmed':
      return { ...evaluation, phase: 'confirmed', passed: event.passed };
    case 'EvaluationCancelled':
      return { ...evaluation, phase: 'cancelled' };
  }
}
