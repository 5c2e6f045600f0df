import * as z from 'zod/mini';
import { listOf, none, noParams, page, type Routes, recordOf, Standing } from '#shared/contracts/route';
import { Evaluation, Indicator, Mark, Stage } from '#shared/domain/evaluation';
import { Grade } from '#shared/domain/reference';
import { AwardId, DocumentId, PersonId } from '#shared/kernel/ids';
import { GivenInstant, Instant } from '#shared/kernel/instant';
import { Bilingual, Text } from '#shared/kernel/text';
import { DocumentView } from './documents.ts';

const params = z.strictObject({ awardId: AwardId, stage: Stage });
const command = { ...none, method: 'POST', versioned: true, params, reply: Standing } as const;

export const evaluationRoutes = {
  list: {
    ...none,
    method: 'GET',
    path: '/evaluations',
    access: { action: 'evaluation.list' },
    params: noParams,
    query: z.strictObject({
      ...page,
      phase: z.enum(['awaitingReport', 'reported', 'assigned', 'submitted', 'confirmed']),
    }),
    reply: listOf(recordOf(Evaluation)),
  },
  ofAward: {
    ...none,
    method: 'GET',
    path: '/awards/{awardId}/evaluations',
    access: { action: 'evaluation.read' },
    params: z.strictObject({ awardId: AwardId }),
    reply: z.strictObject({ items: z.array(recordOf(Evaluation)) }),
  },
  mine: {
    ...none,
    method: 'GET',
    path: '/me/evaluations',
    access: { action: 'evaluation.submit' },
    params: noParams,
    query: z.strictObject(page),
    reply: listOf(z.strictObject({ ...recordOf(Evaluation).def.shape, callName: z.optional(Bilingual) })),
  },
  /** The record with its form, the grantee's documents and what the service records say. */
  read: {
    ...none,
    method: 'GET',
    path: '/awards/{awardId}/evaluations/{stage}',
    access: { action: 'evaluation.read' },
    params,
    reply: z.strictObject({
      ...recordOf(Evaluation).def.shape,
      form: z.array(Indicator),
      documents: z.array(DocumentView),
      figures: z.strictObject({ records: z.int(), people: z.int(), personTimes: z.int(), plannedPeople: z.int() }),
      /** By when the foundation's own next step is due. */
      taskDueAt: z.optional(Instant),
    }),
  },
  report: {
    ...command,
    path: '/awards/{awardId}/evaluations/{stage}/report',
    access: { action: 'evaluation.report' },
    body: z.strictObject({ summary: Text(4000), documentIds: z.array(DocumentId).check(z.maxLength(10)) }),
    rejections: ['document.not-clean'],
  },
  assign: {
    ...command,
    path: '/awards/{awardId}/evaluations/{stage}/evaluator',
    access: { action: 'evaluation.assign' },
    body: z.strictObject({ evaluatorId: PersonId, dueAt: GivenInstant }),
    rejections: ['evaluation.evaluator-unknown', 'evaluation.due-passed'],
  },
  submit: {
    ...command,
    path: '/awards/{awardId}/evaluations/{stage}/marks',
    access: { action: 'evaluation.submit' },
    body: z.strictObject({ marks: z.array(Mark).check(z.maxLength(30)), opinion: Text(4000) }),
    reply: z.strictObject({ ...Standing.def.shape, score: z.number(), grade: Grade }),
    rejections: ['evaluation.mark-invalid'],
  },
  confirm: {
    ...command,
    path: '/awards/{awardId}/evaluations/{stage}/confirmation',
    access: { action: 'evaluation.confirm' },
    rejections: ['evaluation.own'],
  },
  sendBack: {
    ...command,
    path: '/awards/{awardId}/evaluations/{stage}/return',
    access: { action: 'evaluation.confirm' },
    body: z.strictObject({ reason: Text(500) }),
  },
} as const satisfies Routes;
