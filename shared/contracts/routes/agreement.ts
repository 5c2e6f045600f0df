import * as z from 'zod/mini';
import { listOf, none, noParams, page, type Routes, recordOf, Standing } from '#shared/contracts/route';
import { Award } from '#shared/domain/award';
import { AwardId } from '#shared/kernel/ids';
import { Sha256 } from '#shared/kernel/text';

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
} as const satisfies Routes;
