import * as z from 'zod/mini';
import { AwardId, BeneficiaryId, NeedId, OrganisationId, ServiceRecordId } from '#shared/kernel/ids';
import { Day, dayOf } from '#shared/kernel/instant';
import { fail, ok } from '#shared/kernel/result';
import { OptionalText, Text } from '#shared/kernel/text';
import type { Award } from './award.ts';
import { type Command, event } from './event.ts';
import { guard } from './life-cycle.ts';
import { ItemCode } from './reference.ts';

const facts = {
  recordId: ServiceRecordId,
  awardId: AwardId,
  organisationId: OrganisationId,
  needId: NeedId,
  beneficiaryId: BeneficiaryId,
  itemCode: ItemCode,
  /** The version of the service standard that was in force: a record never follows a later one. */
  standardVersion: z.int(),
  quantity: z.int().check(z.gte(1), z.lte(1000)),
  servedOn: Day,
};
/** What names people: it lies encrypted beside the record, never in an event. */
export const Told = z.strictObject({ worker: Text(40), note: OptionalText(500) });
export type Told = z.output<typeof Told>;

/** One service given to one person in need (服务记录). Append-only: a correction is a new row with a reason. */
export const ServiceRecord = z.strictObject({
  ...facts,
  phase: z.enum(['recorded', 'corrected']),
  corrects: z.optional(ServiceRecordId),
  correctedBy: z.optional(ServiceRecordId),
});
export type ServiceRecord = z.output<typeof ServiceRecord>;

export const ServiceRecorded = event('ServiceRecorded', { ...facts, corrects: z.optional(ServiceRecordId) });
export const ServiceRecordCorrected = event('ServiceRecordCorrected', {
  correctedBy: ServiceRecordId,
  reason: Text(300),
});
export const ServiceRecordEvent = z.discriminatedUnion('type', [ServiceRecorded, ServiceRecordCorrected]);
export type ServiceRecordEvent = z.output<typeof ServiceRecordEvent>;

type Record = Command & Omit<z.output<typeof ServiceRecorded>, 'type' | 'v' | 'by' | 'at'>;

/** A service is recorded for a day of the project's own time, from its first day to its last, and never ahead of the clock. */
export function recordService(award: Award, command: Record) {
  if (award.phase !== 'inDelivery' || !award.startsOn) return fail({ code: 'delivery.not-running' });
  const today = dayOf(command.at);
  const until = award.endsOn !== undefined && award.endsOn < today ? award.endsOn : today;
  if (command.servedOn < award.startsOn || command.servedOn > until)
    return fail({ code: 'delivery.day-out-of-bounds', details: { from: award.startsOn, until } });
  return ok({ type: 'ServiceRecorded', v: 1, ...command });
}

type Correct = Command & { readonly correctedBy: ServiceRecordId; readonly reason: string };

export function correctService(record: ServiceRecord, command: Correct) {
  const allowed = guard('serviceRecord', record.phase, 'correct');
  return allowed.ok ? ok({ type: 'ServiceRecordCorrected', v: 1, ...command }) : allowed;
}

export function evolveServiceRecord(record: ServiceRecord | undefined, event: ServiceRecordEvent): ServiceRecord {
  if (event.type === 'ServiceRecorded') {
    const { type, v, by, at, ...rest } = event;
    return { ...rest, phase: 'recorded' };
  }
  if (!record) throw new Error(`${event.type} needs a record`);
  return { ...record, phase: 'corrected', correctedBy: event.correctedBy };
}
