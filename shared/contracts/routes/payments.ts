import * as z from 'zod/mini';
import { listOf, none, noParams, page, type Routes, recordOf, Standing } from '#shared/contracts/route';
import { Instalment } from '#shared/domain/instalment';
import { AwardId } from '#shared/kernel/ids';
import { Text } from '#shared/kernel/text';

const number = z.pipe(z.coerce.number(), z.int().check(z.gte(1), z.lte(6)));
const command = {
  ...none,
  method: 'POST',
  versioned: true,
  params: z.strictObject({ awardId: AwardId, number }),
  reply: Standing,
} as const;

export const paymentsRoutes = {
  ofAward: {
    ...none,
    method: 'GET',
    path: '/awards/{awardId}/instalments',
    access: { action: 'instalment.read' },
    params: z.strictObject({ awardId: AwardId }),
    reply: z.strictObject({ items: z.array(recordOf(Instalment)) }),
  },
  /** Every instalment in one phase, for the people who move payments along. */
  inPhase: {
    ...none,
    method: 'GET',
    path: '/instalments',
    access: { action: 'fund.read' },
    params: noParams,
    query: z.strictObject({
      ...page,
      phase: z.enum(['planned', 'due', 'prepared', 'approvedOnce', 'approved', 'executed', 'confirmed', 'withheld']),
    }),
    reply: listOf(recordOf(Instalment)),
  },
  prepare: {
    ...command,
    path: '/awards/{awardId}/instalments/{number}/preparation',
    access: { action: 'instalment.prepare' },
    rejections: ['payment.no-account'],
  },
  approve: {
    ...command,
    path: '/awards/{awardId}/instalments/{number}/approval',
    access: { action: 'instalment.approve' },
    rejections: ['payment.own', 'payment.same-approver'],
  },
  sendBack: {
    ...command,
    path: '/awards/{awardId}/instalments/{number}/return',
    access: { action: 'instalment.sendBack' },
    body: z.strictObject({ reason: Text(500) }),
  },
  /** The cashier has entered the order at the bank; from now on the money is on its way. */
  execute: {
    ...command,
    path: '/awards/{awardId}/instalments/{number}/order',
    access: { action: 'instalment.execute' },
    body: z.strictObject({ bankReference: Text(60) }),
    rejections: ['payment.own', 'payment.account-changed', 'payment.already-ordered', 'fund.over-balance'],
  },
  confirm: {
    ...command,
    path: '/awards/{awardId}/instalments/{number}/confirmation',
    access: { action: 'instalment.confirm' },
    rejections: ['payment.own', 'fund.over-balance'],
  },
  /** The bank returned the money: the instalment is due again. */
  bounce: {
    ...command,
    path: '/awards/{awardId}/instalments/{number}/bounce',
    access: { action: 'instalment.confirm' },
    body: z.strictObject({ reason: Text(500) }),
    rejections: ['payment.own', 'fund.over-balance'],
  },
  /** Starts the way of an open instalment to its payment again; the first thing it does is ask where things stand. */
  restart: {
    ...command,
    path: '/awards/{awardId}/instalments/{number}/restart',
    access: { action: 'instalment.restart' },
    body: z.strictObject({ reason: Text(500) }),
  },
} as const satisfies Routes;
