import * as z from 'zod/mini';
import { listOf, none, noParams, page, type Routes, recordOf, Standing } from '#shared/contracts/route';
import { Criterion } from '#shared/domain/call';
import { CitedNeed } from '#shared/domain/need';
import { Line, Review } from '#shared/domain/review';
import { ApplicationId, PersonId } from '#shared/kernel/ids';
import { Fen } from '#shared/kernel/money';
import { Bilingual, Text } from '#shared/kernel/text';
import { Draft } from './applications.ts';
import { DocumentView } from './documents.ts';

const params = z.strictObject({ applicationId: ApplicationId });

export const reviewRoutes = {
  assign: {
    ...none,
    method: 'POST',
    path: '/applications/{applicationId}/experts',
    access: { action: 'application.assign' },
    versioned: true,
    params,
    body: z.strictObject({ expertIds: z.array(PersonId).check(z.minLength(1), z.maxLength(9)) }),
    reply: Standing,
    rejections: ['review.expert-unknown', 'review.conflict', 'review.already-assigned', 'review.too-few'],
  },
  /** For staff: who reviews, where each stands; scores only when all are in. */
  ofApplication: {
    ...none,
    method: 'GET',
    path: '/applications/{applicationId}/reviews',
    access: { action: 'review.read' },
    params,
    reply: z.strictObject({ items: z.array(z.strictObject({ ...Review.def.shape, name: z.string() })) }),
  },
  mine: {
    ...none,
    method: 'GET',
    path: '/me/reviews',
    access: { action: 'review.submit' },
    params: noParams,
    query: z.strictObject(page),
    reply: listOf(
      z.strictObject({ ...recordOf(Review).def.shape, organisationName: z.string(), callName: z.optional(Bilingual) }),
    ),
  },
  /** The expert's desk: the proposal beside the rubric. Before conflicts are declared it shows who applies, not what. */
  read: {
    ...none,
    method: 'GET',
    path: '/me/reviews/{applicationId}',
    access: { action: 'review.submit' },
    params,
    reply: z.strictObject({
      ...recordOf(Review).def.shape,
      organisationName: z.string(),
      requestedFen: Fen,
      rubric: z.array(Criterion),
      draft: z.optional(Draft),
      citedNeeds: z.optional(z.array(CitedNeed)),
      documents: z.array(DocumentView),
    }),
  },
  accept: {
    ...none,
    method: 'POST',
    path: '/me/reviews/{applicationId}/acceptance',
    access: { action: 'review.accept' },
    versioned: true,
    params,
    body: z.strictObject({ noConflict: z.literal(true) }),
    reply: Standing,
  },
  recuse: {
    ...none,
    method: 'POST',
    path: '/me/reviews/{applicationId}/recusal',
    access: { action: 'review.recuse' },
    versioned: true,
    params,
    body: z.strictObject({ reason: Text(500) }),
    reply: Standing,
  },
  submit: {
    ...none,
    method: 'POST',
    path: '/me/reviews/{applicationId}/scores',
    access: { action: 'review.submit' },
    versioned: true,
    params,
    body: z.strictObject({ lines: z.array(Line).check(z.maxLength(20)), opinion: Text(2000) }),
    reply: z.strictObject({ ...Standing.def.shape, total: z.number() }),
    rejections: ['review.line-invalid', 'review.reason-missing'],
  },
} as const satisfies Routes;
