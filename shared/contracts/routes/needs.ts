import * as z from 'zod/mini';
import { listOf, none, noParams, page, type Routes, recordOf, Standing } from '#shared/contracts/route';
import { Need, NeedNote } from '#shared/domain/need';
import { District, ItemCode, NeedSource, TargetGroup, Urgency } from '#shared/domain/reference';
import { ResidentId } from '#shared/domain/resident-id';
import { BeneficiaryId, NeedId } from '#shared/kernel/ids';
import { Text } from '#shared/kernel/text';

const params = z.strictObject({ needId: NeedId });
const Who = z.strictObject({
  name: Text(40),
  residentId: z.optional(ResidentId),
  telephone: z.optional(z.string().check(z.regex(/^[\d+\- ]{6,20}$/))),
});
/** A need with what is noted of the household. */
export const NeedView = z.strictObject({ ...Need.def.shape, note: NeedNote });
/** What an applicant may see of a published need: no name, no number, no street. */
const Line = z.strictObject({
  needId: NeedId,
  district: District,
  targetGroup: TargetGroup,
  itemCode: ItemCode,
  quantity: z.int(),
  urgency: Urgency,
});

export const needsRoutes = {
  record: {
    ...none,
    method: 'POST',
    path: '/needs',
    access: { action: 'need.record' },
    params: noParams,
    body: z.strictObject({
      who: Who,
      district: District,
      targetGroup: TargetGroup,
      itemCode: ItemCode,
      quantity: z.int().check(z.gte(1), z.lte(10_000)),
      urgency: Urgency,
      source: NeedSource,
      note: NeedNote,
      /** The separate consent of the person (Personal Information Protection Law arts. 29, 31) is on paper with the adviser. */
      consent: z.literal(true),
    }),
    reply: z.strictObject({ needId: NeedId, beneficiaryId: BeneficiaryId, version: z.int() }),
    rejections: ['serviceItem.unknown', 'beneficiary.erased'],
  },
  mine: {
    ...none,
    method: 'GET',
    path: '/me/needs',
    access: { action: 'need.record' },
    params: noParams,
    query: z.strictObject(page),
    reply: listOf(recordOf(NeedView)),
  },
  ofDistrict: {
    ...none,
    method: 'GET',
    path: '/districts/{district}/needs',
    access: { action: 'need.read' },
    params: z.strictObject({ district: District }),
    query: z.strictObject({ ...page, phase: z.enum(['recorded', 'published', 'closed']) }),
    reply: listOf(recordOf(NeedView)),
  },
  /** Of the whole city what waits to be verified. */
  waiting: {
    ...none,
    method: 'GET',
    path: '/waiting-needs',
    access: { action: 'need.read' },
    params: noParams,
    query: z.strictObject(page),
    reply: listOf(recordOf(NeedView)),
  },
  publish: {
    ...none,
    method: 'POST',
    path: '/needs/{needId}/publication',
    access: { action: 'need.publish' },
    versioned: true,
    params,
    reply: Standing,
  },
  close: {
    ...none,
    method: 'POST',
    path: '/needs/{needId}/closure',
    access: { action: 'need.close' },
    versioned: true,
    params,
    body: z.strictObject({ reason: z.enum(['met', 'unmet', 'withdrawn']) }),
    reply: Standing,
  },
  /** To cite in an application. */
  published: {
    ...none,
    method: 'GET',
    path: '/districts/{district}/published-needs',
    access: { action: 'need.cite' },
    params: z.strictObject({ district: District }),
    query: z.strictObject(page),
    reply: listOf(Line),
  },
  /** The public needs list: how many open needs for which service in which district. Counts only. */
  counts: {
    ...none,
    method: 'GET',
    path: '/public/needs',
    access: 'public',
    params: noParams,
    reply: z.strictObject({
      items: z.array(z.strictObject({ district: District, itemCode: ItemCode, needs: z.int() })),
    }),
  },
  /** Name and number in clear, for a reason that goes on record. */
  unmask: {
    ...none,
    method: 'POST',
    path: '/beneficiaries/{beneficiaryId}/unmasking',
    access: { action: 'beneficiary.unmask' },
    params: z.strictObject({ beneficiaryId: BeneficiaryId }),
    body: z.strictObject({ reason: Text(300) }),
    reply: z.strictObject({ name: z.string(), residentId: z.optional(z.string()), telephone: z.optional(z.string()) }),
  },
} as const satisfies Routes;
