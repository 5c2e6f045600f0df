import * as z from 'zod/mini';
import { AwardId, FundId, OrganisationId, PersonId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { Fen } from '#shared/kernel/money';
import { fail, ok } from '#shared/kernel/result';
import { Text } from '#shared/kernel/text';
import { Actor, type Command, event, type Restart, WorkflowRestarted } from './event.ts';
import { guard } from './life-cycle.ts';

const facts = {
  awardId: AwardId,
  number: z.int().check(z.gte(1), z.lte(6)),
  of: z.int(),
  fundId: FundId,
  organisationId: OrganisationId,
  organisationName: z.string(),
  contactId: PersonId,
  title: z.string(),
  amountFen: Fen,
  after: z.enum(['signature', 'midTerm', 'closeOut']),
};

/** One tranche of an award (拨付期次) on its way to the bank. */
export const Instalment = z.strictObject({
  ...facts,
  phase: z.enum(['planned', 'due', 'prepared', 'approvedOnce', 'approved', 'executed', 'confirmed', 'withheld']),
  /** How often its way to payment was started; it rises only by a recorded restart. */
  attempt: z.int(),
  /** Which order to the bank this is or will be: it rises when one bounces, and is part of the payment's business key. */
  order: z._default(z.int(), 1),
  dueAt: z.optional(Instant),
  preparedBy: z.optional(Actor),
  /** Which account of the payee the payment was prepared for. */
  accountVersion: z.optional(z.int()),
  approvedBy: z.array(Actor),
  executedBy: z.optional(Actor),
  bankReference: z.optional(z.string()),
  confirmedAt: z.optional(Instant),
});
export type Instalment = z.output<typeof Instalment>;

export const InstalmentPlanned = event('InstalmentPlanned', facts);
export const InstalmentOpened = event('InstalmentOpened', { dueAt: Instant });
export const InstalmentWithheld = event('InstalmentWithheld', { reason: z.string() });
export const PaymentPrepared = event('PaymentPrepared', { accountVersion: z.int() });
export const PaymentApproved = event('PaymentApproved', { rank: z.enum(['first', 'second']) });
export const PaymentSentBack = event('PaymentSentBack', { reason: z.string() });
export const PaymentExecuted = event('PaymentExecuted', { bankReference: Text(60) });
export const PaymentConfirmed = event('PaymentConfirmed', {});
export const PaymentBounced = event('PaymentBounced', { reason: z.string() });
export const InstalmentEvent = z.discriminatedUnion('type', [
  InstalmentPlanned,
  InstalmentOpened,
  InstalmentWithheld,
  PaymentPrepared,
  PaymentApproved,
  PaymentSentBack,
  PaymentExecuted,
  PaymentConfirmed,
  PaymentBounced,
  WorkflowRestarted,
]);
export type InstalmentEvent = z.output<typeof InstalmentEvent>;

export function openInstalment(instalment: Instalment, command: Command & { readonly dueAt: Instant }) {
  const allowed = guard('instalment', instalment.phase, 'open');
  return allowed.ok ? ok({ type: 'InstalmentOpened', v: 1, ...command }) : allowed;
}

export function withholdInstalment(instalment: Instalment, command: Command & { readonly reason: string }) {
  const allowed = guard('instalment', instalment.phase, 'withhold');
  return allowed.ok ? ok({ type: 'InstalmentWithheld', v: 1, ...command }) : allowed;
}

type Payee = { readonly hasAccount: boolean; readonly accountVersion: number };

/** A payee without an account on record cannot be paid (hold rule of rules 5.5). */
export function preparePayment(instalment: Instalment, payee: Payee | undefined, command: Command) {
  const allowed = guard('instalment', instalment.phase, 'prepare');
  if (!allowed.ok) return allowed;
  if (!payee?.hasAccount) return fail({ code: 'payment.no-account' });
  return ok({ type: 'PaymentPrepared', v: 1, ...command, accountVersion: payee.accountVersion });
}

/** Whoever has touched a payment cannot approve it, so three people stand behind each (rules 5.5, 9.6). */
export function approvePayment(instalment: Instalment, command: Command) {
  const first = guard('instalment', instalment.phase, 'approveFirst');
  const second = guard('instalment', instalment.phase, 'approveSecond');
  if (!first.ok && !second.ok) return second;
  if (instalment.preparedBy === command.by) return fail({ code: 'payment.own' });
  if (instalment.approvedBy.includes(command.by)) return fail({ code: 'payment.same-approver' });
  return ok({ type: 'PaymentApproved', v: 1, ...command, rank: first.ok ? 'first' : 'second' });
}

export function sendBackPayment(instalment: Instalment, command: Command & { readonly reason: string }) {
  const allowed = guard('instalment', instalment.phase, 'sendBack');
  return allowed.ok ? ok({ type: 'PaymentSentBack', v: 1, ...command }) : allowed;
}

/** Money goes to the account that was approved: a payee who has changed it since is looked at again. */
export const toSameAccount = (instalment: Instalment, payee: Payee) =>
  payee.accountVersion === instalment.accountVersion ? ok(undefined) : fail({ code: 'payment.account-changed' });

/** The cashier enters bank orders and never prepares or approves them (rules 9.6). */
export function executePayment(instalment: Instalment, command: Command & { readonly bankReference: string }) {
  const allowed = guard('instalment', instalment.phase, 'execute');
  if (!allowed.ok) return allowed;
  if ([instalment.preparedBy, ...instalment.approvedBy].includes(command.by)) return fail({ code: 'payment.own' });
  return ok({ type: 'PaymentExecuted', v: 1, ...command });
}

export function confirmPayment(instalment: Instalment, command: Command) {
  const allowed = guard('instalment', instalment.phase, 'confirm');
  if (!allowed.ok) return allowed;
  if (instalment.executedBy === command.by) return fail({ code: 'payment.own' });
  return ok({ type: 'PaymentConfirmed', v: 1, ...command });
}

export function bouncePayment(instalment: Instalment, command: Command & { readonly reason: string }) {
  const allowed = guard('instalment', instalment.phase, 'bounce');
  if (!allowed.ok) return allowed;
  if (instalment.executedBy === command.by) return fail({ code: 'payment.own' });
  return ok({ type: 'PaymentBounced', v: 1, ...command });
}

export function restartInstalment(instalment: Instalment, command: Restart) {
  const allowed = guard('instalment', instalment.phase, 'restart');
  return allowed.ok ? ok({ type: 'WorkflowRestarted', v: 1, ...command }) : allowed;
}

/** Back at the beginning of its way to the bank: nobody's signature of the last order counts any more. */
function again(instalment: Instalment): Instalment {
  const { preparedBy, accountVersion, executedBy, bankReference, ...rest } = instalment;
  return { ...rest, phase: 'due', approvedBy: [] };
}

export function evolveInstalment(instalment: Instalment | undefined, event: InstalmentEvent): Instalment {
  if (event.type === 'InstalmentPlanned') {
    const { type, v, by, at, ...rest } = event;
    return { ...rest, phase: 'planned', attempt: 1, order: 1, approvedBy: [] };
  }
  if (!instalment) throw new Error(`${event.type} needs an instalment`);
  const { by, at } = event;
  switch (event.type) {
    case 'InstalmentOpened':
      return { ...instalment, phase: 'due', dueAt: event.dueAt };
    case 'InstalmentWithheld':
      return { ...instalment, phase: 'withheld' };
    case 'PaymentPrepared':
      return { ...instalment, phase: 'prepared', preparedBy: by, accountVersion: event.accountVersion };
    case 'PaymentApproved': {
      const phase = event.rank === 'first' ? 'approvedOnce' : 'approved';
      return { ...instalment, phase, approvedBy: [...instalment.approvedBy, by] };
    }
    case 'PaymentSentBack':
      return again(instalment);
    case 'PaymentBounced':
      return { ...again(instalment), order: instalment.order + 1 };
    case 'WorkflowRestarted':
      return { ...instalment, attempt: instalment.attempt + 1 };
    case 'PaymentExecuted':
      return { ...instalment, phase: 'executed', executedBy: by, bankReference: event.bankReference };
    case 'PaymentConfirmed':
      return { ...instalment, phase: 'confirmed', confirmedAt: at };
  }
}
