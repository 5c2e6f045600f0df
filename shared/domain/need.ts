import * as z from 'zod/mini';
import { BeneficiaryId, NeedId, PersonId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { ok } from '#shared/kernel/result';
import { OptionalText } from '#shared/kernel/text';
import { type Command, event } from './event.ts';
import { guard } from './life-cycle.ts';
import { District, ItemCode, NeedSource, TargetGroup, Urgency } from './reference.ts';

const facts = {
  needId: NeedId,
  beneficiaryId: BeneficiaryId,
  adviserId: PersonId,
  district: District,
  targetGroup: TargetGroup,
  itemCode: ItemCode,
  /** In the units of the service item. */
  quantity: z.int().check(z.gte(1), z.lte(10_000)),
  urgency: Urgency,
  source: NeedSource,
  /** What is noted of a household lies encrypted beside the need, never in an event. */
  hasNote: z.boolean(),
};
export const NeedNote = OptionalText(500);

/** Met, no longer for this platform to meet, or withdrawn by the person. */
const ClosingReason = z.enum(['met', 'unmet', 'withdrawn']);

/** A line of the needs list (需求清单): who needs which service item, how much and how urgently. */
export const Need = z.strictObject({
  ...facts,
  phase: z.enum(['recorded', 'published', 'closed']),
  /** The foundation's days to verify it count from here. */
  recordedAt: z.optional(Instant),
  /** Why it is closed; absent on needs that were closed before the reason was kept here. */
  closedAs: z.optional(ClosingReason),
});
export type Need = z.output<typeof Need>;

/** What those who judge an application read of a need it cites: where, what and for whom, and nothing of the person. */
export const CitedNeed = z.strictObject({
  needId: NeedId,
  district: District,
  targetGroup: TargetGroup,
  itemCode: ItemCode,
  quantity: z.int(),
});
export type CitedNeed = z.output<typeof CitedNeed>;

export const NeedRecorded = event('NeedRecorded', facts);
export const NeedPublished = event('NeedPublished', {});
export const NeedClosed = event('NeedClosed', { reason: ClosingReason });
export const NeedEvent = z.discriminatedUnion('type', [NeedRecorded, NeedPublished, NeedClosed]);
export type NeedEvent = z.output<typeof NeedEvent>;

export function publishNeed(need: Need, command: Command) {
  const allowed = guard('need', need.phase, 'publish');
  return allowed.ok ? ok({ type: 'NeedPublished', v: 1, ...command }) : allowed;
}

export function closeNeed(need: Need, command: Command & { readonly reason: z.output<typeof ClosingReason> }) {
  const allowed = guard('need', need.phase, 'close');
  return allowed.ok ? ok({ type: 'NeedClosed', v: 1, ...command }) : allowed;
}

export function evolveNeed(need: Need | undefined, event: NeedEvent): Need {
  if (event.type === 'NeedRecorded') {
    const { type, v, by, at, ...rest } = event;
    return { ...rest, phase: 'recorded', recordedAt: at };
  }
  if (!need) throw new Error(`${event.type} needs a need`);
  if (event.type === 'NeedPublished') return { ...need, phase: 'published' };
  return { ...need, phase: 'closed', closedAs: event.reason };
}
