import * as z from 'zod/mini';
import { listOf, none, noParams, page, type Routes, recordOf, Standing } from '#shared/contracts/route';
import { Award } from '#shared/domain/award';
import { AwardId } from '#shared/kernel/ids';
import { Sha256, Text } from '#shared/kernel/text';

const params = z.strictObject({ awardId: AwardId });
/** The signer has read exactly this text and agrees to sign electronically (Electronic Signature Law arts. 3, 13). */
const signature = z.strictObject({ agreementHash: Sha256, agreesToSignElectronically: z.literal(true) });

export const agreementRoutes = {
  list: {
    ...none,
    method: 'GET',
    path: '/awards',
    access: { action: 'call.read' },
    params: noParams,
    query: z.strictObject(page),
    reply: listOf(recordOf(Award)),
  },
  mine: {
    ...none,
    method: 'GET',
    path: '/me/awards',
    access: { action: 'award.signAsGrantee' },
    params: noParams,
    query: z.strictObject(page),
    reply: listOf(recordOf(Award)),
  },
  read: {
    ...none,
    method: 'GET',
    path: '/awards/{awardId}',
    access: { action: 'award.read' },
    params,
    reply: recordOf(Award),
  },
  text: {
    ...none,
    method: 'GET',
    path: '/awards/{awardId}/agreement',
    access: { action: 'award.read' },
    params,
    reply: z.strictObject({ text: z.string(), agreementHash: Sha256 }),
  },
  signAsGrantee: {
    ...none,
    method: 'POST',
    path: '/awards/{awardId}/grantee-signature',
    access: { action: 'award.signAsGrantee' },
    versioned: true,
    params,
    body: signature,
    reply: Standing,
    rejections: ['agreement.other-text'],
  },
  signAsFoundation: {
    ...none,
    method: 'POST',
    path: '/awards/{awardId}/foundation-signature',
    access: { action: 'award.signAsFoundation' },
    versioned: true,
    params,
    body: signature,
    reply: Standing,
    rejections: ['agreement.other-text', 'agreement.same-person', 'fund.over-balance'],
  },
  /** Ends the award for a reason: what is not paid yet is withheld and goes back to the fund in the same transaction. */
  terminate: {
    ...none,
    method: 'POST',
    path: '/awards/{awardId}/termination',
    access: { action: 'award.terminate' },
    versioned: true,
    params,
    body: z.strictObject({ reason: Text(500) }),
    reply: Standing,
    rejections: ['award.payment-under-way', 'fund.over-balance'],
  },
  /** Starts the way from award to delivery again; the first thing it does is ask where things stand. */
  restart: {
    ...none,
    method: 'POST',
    path: '/awards/{awardId}/restart',
    access: { action: 'award.restart' },
    versioned: true,
    params,
    body: z.strictObject({ reason: Text(500) }),
    reply: Standing,
  },
} as const satisfies Routes;
