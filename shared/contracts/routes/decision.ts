import * as z from 'zod/mini';
import { none, type Routes, Standing } from '#shared/contracts/route';
import { Outcome } from '#shared/domain/application';
import { ApplicationId } from '#shared/kernel/ids';
import { Fen } from '#shared/kernel/money';
import { Text } from '#shared/kernel/text';

const command = {
  ...none,
  method: 'POST',
  versioned: true,
  params: z.strictObject({ applicationId: ApplicationId }),
  reply: Standing,
} as const;

export const decisionRoutes = {
  propose: {
    ...command,
    path: '/applications/{applicationId}/proposal',
    access: { action: 'application.propose' },
    body: z.strictObject({ outcome: Outcome, amountFen: Fen, reason: Text(1000) }),
    rejections: ['decision.below-pass-line', 'decision.over-request'],
  },
  /** Confirms what was proposed. An award reserves the money and begins the public notice in the same transaction. */
  confirm: {
    ...command,
    path: '/applications/{applicationId}/confirmation',
    access: { action: 'application.confirm' },
    rejections: ['decision.same-person', 'decision.over-budget', 'fund.closed', 'fund.over-balance'],
  },
  sendBack: {
    ...command,
    path: '/applications/{applicationId}/return',
    access: { action: 'application.confirm' },
    body: z.strictObject({ reason: Text(500) }),
    rejections: ['decision.same-person'],
  },
  /** An objection was upheld: no award comes of it, and the money is free again. */
  cancelNotice: {
    ...command,
    path: '/applications/{applicationId}/notice-cancellation',
    access: { action: 'application.cancelNotice' },
    body: z.strictObject({ reason: Text(500) }),
    rejections: ['fund.over-balance'],
  },
  /** Starts the way from review to award again; the first thing it does is ask where things stand. */
  restart: {
    ...command,
    path: '/applications/{applicationId}/restart',
    access: { action: 'application.restart' },
    body: z.strictObject({ reason: Text(500) }),
  },
} as const satisfies Routes;
