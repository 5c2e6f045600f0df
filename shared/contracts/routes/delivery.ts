import * as z from 'zod/mini';
import { listOf, none, page, type Routes, recordOf, Standing } from '#shared/contracts/route';
import { ItemCode, TargetGroup } from '#shared/domain/reference';
import { ServiceRecord, Told } from '#shared/domain/service-record';
import { AwardId, BeneficiaryId, NeedId, ServiceRecordId } from '#shared/kernel/ids';
import { GivenDay } from '#shared/kernel/instant';
import { Text } from '#shared/kernel/text';

const params = z.strictObject({ awardId: AwardId });
const service = {
  needId: NeedId,
  quantity: z.int().check(z.gte(1), z.lte(1000)),
  servedOn: GivenDay,
  ...Told.def.shape,
};

/** A service record with who served and what was noted. */
export const RecordView = z.strictObject({ ...ServiceRecord.def.shape, ...Told.def.shape });

export const deliveryRoutes = {
  /** The people this project serves: the needs its application cites, each with its pseudonym. */
  people: {
    ...none,
    method: 'GET',
    path: '/awards/{awardId}/people',
    access: { action: 'serviceRecord.read' },
    params,
    reply: z.strictObject({
      items: z.array(
        z.strictObject({
          needId: NeedId,
          beneficiaryId: BeneficiaryId,
          itemCode: ItemCode,
          targetGroup: TargetGroup,
          quantity: z.int(),
          served: z.int(),
        }),
      ),
    }),
  },
  record: {
    ...none,
    method: 'POST',
    path: '/awards/{awardId}/records',
    access: { action: 'serviceRecord.record' },
    params,
    body: z.strictObject(service),
    reply: z.strictObject({ recordId: ServiceRecordId, version: z.int() }),
    rejections: [
      'delivery.not-running',
      'delivery.day-out-of-bounds',
      'delivery.need-not-cited',
      'serviceItem.unknown',
      'beneficiary.erased',
    ],
  },
  list: {
    ...none,
    method: 'GET',
    path: '/awards/{awardId}/records',
    access: { action: 'serviceRecord.read' },
    params,
    query: z.strictObject(page),
    reply: listOf(recordOf(RecordView)),
  },
  /** Nothing is altered: the new row stands beside the old, which names it. */
  correct: {
    ...none,
    method: 'POST',
    path: '/awards/{awardId}/records/{recordId}/correction',
    access: { action: 'serviceRecord.correct' },
    versioned: true,
    params: z.strictObject({ awardId: AwardId, recordId: ServiceRecordId }),
    body: z.strictObject({ ...service, reason: Text(300) }),
    reply: z.strictObject({ ...Standing.def.shape, recordId: ServiceRecordId }),
    rejections: [
      'delivery.not-running',
      'delivery.day-out-of-bounds',
      'delivery.need-not-cited',
      'serviceItem.unknown',
      'beneficiary.erased',
    ],
  },
} as const satisfies Routes;
