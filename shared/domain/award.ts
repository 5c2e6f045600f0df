import * as z from 'zod/mini';
import { ApplicationId, AwardId, CallId, FundId, OrganisationId, PersonId } from '#shared/kernel/ids';
import { type Day, dayOf, daysBetween, Instant, plusDays, plusMonths } from '#shared/kernel/instant';
import { Fen, splitFen } from '#shared/kernel/money';
import { fail, ok } from '#shared/kernel/result';
import { Sha256 } from '#shared/kernel/text';
import { type Rules, Tranche } from './call.ts';
import { Actor, type Command, event, type Restart, WorkflowRestarted } from './event.ts';
import type { Instalment } from './instalment.ts';
import { guard } from './life-cycle.ts';
import { Grade } from './reference.ts';

const signature = z.strictObject({ by: Actor, at: Instant });

/** A project that was approved (立项): the agreement, and the delivery after it. */
export const Award = z.strictObject({
  awardId: AwardId,
  number: z.string(),
  applicationId: ApplicationId,
  callId: CallId,
  fundId: FundId,
  organisationId: OrganisationId,
  organisationName: z.string(),
  contactId: PersonId,
  title: z.string(),
  phase: z.enum(['awaitingSignatures', 'granteeSigned', 'inDelivery', 'closed', 'terminated']),
  amountFen: Fen,
  months: z.int(),
  tranches: z.array(Tranche),
  signBy: Instant,
  agreementHash: Sha256,
  /** How often the way from award to delivery was started; it rises only by a recorded restart. */
  attempt: z.int(),
  granteeSignature: z.optional(signature),
  foundationSignature: z.optional(signature),
  startsOn: z.optional(z.string()),
  endsOn: z.optional(z.string()),
  grade: z.optional(Grade),
  score: z.optional(z.number()),
  termination: z.optional(z.strictObject({ at: Instant, reason: z.string() })),
});
export type Award = z.output<typeof Award>;

const facts = {
  awardId: AwardId,
  number: z.string(),
  applicationId: ApplicationId,
  callId: CallId,
  fundId: FundId,
  organisationId: OrganisationId,
  organisationName: z.string(),
  contactId: PersonId,
  title: z.string(),
  amountFen: Fen,
  months: z.int(),
  tranches: z.array(Tranche),
  signBy: Instant,
  agreementHash: Sha256,
};
export const AwardGranted = event('AwardGranted', facts);
/** Who signs has read that text: its hash is part of the signature (Electronic Signature Law arts. 13, 14). */
export const GranteeSigned = event('GranteeSigned', { agreementHash: Sha256 });
export const FoundationSigned = event('FoundationSigned', {
  agreementHash: Sha256,
  startsOn: z.string(),
  endsOn: z.string(),
});
export const AwardClosed = event('AwardClosed', { grade: Grade, score: z.number() });
export const AwardTerminated = event('AwardTerminated', { reason: z.string() });
export const AwardEvent = z.discriminatedUnion('type', [
  AwardGranted,
  GranteeSigned,
  FoundationSigned,
  AwardClosed,
  AwardTerminated,
  WorkflowRestarted,
]);
export type AwardEvent = z.output<typeof AwardEvent>;

type Sign = Command & { readonly agreementHash: string };

export function signAsGrantee(award: Award, command: Sign) {
  const allowed = guard('award', award.phase, 'signAsGrantee');
  if (!allowed.ok) return allowed;
  if (command.agreementHash !== award.agreementHash) return fail({ code: 'agreement.other-text' });
  return ok({ type: 'GranteeSigned', v: 1, ...command });
}

/** The project begins the day after the second signature and ends with the day before, so many months on. */
export function signAsFoundation(award: Award, command: Sign) {
  const allowed = guard('award', award.phase, 'signAsFoundation');
  if (!allowed.ok) return allowed;
  if (command.agreementHash !== award.agreementHash) return fail({ code: 'agreement.other-text' });
  if (award.granteeSignature?.by === command.by) return fail({ code: 'agreement.same-person' });
  const startsOn = plusDays(dayOf(command.at), 1);
  const endsOn = plusDays(plusMonths(startsOn, award.months), -1);
  return ok({ type: 'FoundationSigned', v: 1, ...command, startsOn, endsOn });
}

/** The last instalment is paid or withheld, and the close-out evaluation has given its grade. */
export function closeAward(
  award: Award,
  command: Command & { readonly grade: z.output<typeof Grade>; readonly score: number },
) {
  const allowed = guard('award', award.phase, 'close');
  return allowed.ok ? ok({ type: 'AwardClosed', v: 1, ...command }) : allowed;
}

type Terminate = Command & { readonly reason: string };

/** Nobody knows whether an order that is at the bank will be paid, so an award does not end over it. */
export function terminateAward(award: Award, instalments: readonly Instalment[], command: Terminate) {
  const allowed = guard('award', award.phase, 'terminate');
  if (!allowed.ok) return allowed;
  const ordered = instalments.find(({ phase }) => phase === 'executed');
  if (ordered) return fail({ code: 'award.payment-under-way', details: { number: ordered.number } });
  return ok({ type: 'AwardTerminated', v: 1, ...command });
}

/** The keys of its instalments: an index would lag behind what was planned a moment ago. */
export const numbersOf = ({ awardId, tranches }: Award) => tranches.map((_, index) => ({ awardId, number: index + 1 }));

/** What of an award has not reached the grantee: when it ends, that goes back to the fund. */
export const unpaidFen = (award: Award, instalments: readonly Instalment[]) =>
  instalments
    .filter(({ phase }) => phase === 'confirmed')
    .reduce((left, { amountFen }) => Fen.parse(left - amountFen), award.amountFen);

export function restartAward(award: Award, command: Restart) {
  const allowed = guard('award', award.phase, 'restart');
  return allowed.ok ? ok({ type: 'WorkflowRestarted', v: 1, ...command }) : allowed;
}

/** What each instalment comes to; the last is the remainder, so the sum is the award to the fen. */
export function instalmentsOf(amountFen: Fen, tranches: Rules['tranches']) {
  const parts = splitFen(
    amountFen,
    tranches.map(({ share }) => share),
  );
  return tranches.map(({ after }, index) => ({
    number: index + 1,
    of: tranches.length,
    after,
    amountFen: parts[index] ?? Fen.parse(0),
  }));
}

/** The mid-term report is due so many days after half the time, the close-out report so many days after the end. */
export function reportDays(startsOn: Day, endsOn: Day, graceDays: number) {
  const half = plusDays(startsOn, Math.floor(daysBetween(startsOn, endsOn) / 2));
  return { midTerm: plusDays(half, graceDays), closeOut: plusDays(endsOn, graceDays) };
}

export function evolveAward(award: Award | undefined, event: AwardEvent): Award {
  if (event.type === 'AwardGranted') {
    const { type, v, by, at, ...rest } = event;
    return { ...rest, phase: 'awaitingSignatures', attempt: 1 };
  }
  if (!award) throw new Error(`${event.type} needs an award`);
  const { by, at } = event;
  switch (event.type) {
    case 'GranteeSigned':
      return { ...award, phase: 'granteeSigned', granteeSignature: { by, at } };
    case 'FoundationSigned': {
      const { startsOn, endsOn } = event;
      return { ...award, phase: 'inDelivery', foundationSignature: { by, at }, startsOn, endsOn };
    }
    case 'AwardClosed':
      return { ...award, phase: 'closed', grade: event.grade, score: event.score };
    case 'AwardTerminated':
      return { ...award, phase: 'terminated', termination: { at, reason: event.reason } };
    case 'WorkflowRestarted':
      return { ...award, attempt: award.attempt + 1 };
  }
}
