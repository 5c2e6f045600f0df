import * as z from 'zod/mini';
import { EntryId, FundId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import type { Fen } from '#shared/kernel/money';
import { fail, ok } from '#shared/kernel/result';
import { Bilingual, Text } from '#shared/kernel/text';
import { Actor, type Command, event } from './event.ts';

/** A special fund (专项基金). It has no legal personality: the foundation is the party of every agreement. */
export const Fund = z.strictObject({
  fundId: FundId,
  phase: z.enum(['open', 'closed']),
  name: Bilingual,
  /** Where the money comes from decides which rules bind it (rules 0.3 no. 11). */
  sourceType: z.enum(['donation', 'lottery', 'fiscal']),
});
export type Fund = z.output<typeof Fund>;

export const FundOpened = event('FundOpened', {
  fundId: FundId,
  name: Bilingual,
  sourceType: z.enum(['donation', 'lottery', 'fiscal']),
});
export const DonationReceived = event('DonationReceived', {
  entryId: EntryId,
  amountFen: z.int(),
  reference: Text(60),
});
export const FundClosed = event('FundClosed', { reason: z.string() });
export const FundEvent = z.discriminatedUnion('type', [FundOpened, DonationReceived, FundClosed]);
export type FundEvent = z.output<typeof FundEvent>;

/**
 * Where a fund's money stands. `received` is its origin and runs negative; the others never go below zero, and all of
 * them together are always nil.
 */
export const accounts = ['received', 'available', 'reserved', 'committed', 'inTransit', 'paid'] as const;
export const Account = z.enum(accounts);
export type Account = z.output<typeof Account>;

const Lines = z
  .array(z.strictObject({ account: Account, fen: z.int() }))
  .check(z.refine((lines) => lines.reduce((sum, { fen }) => sum + fen, 0) === 0, 'An entry must balance'));

export const EntryKind = z.enum([
  'donation',
  'reservation',
  'release',
  'commitment',
  'relinquishment',
  'order',
  'payment',
  'bounce',
]);

export const LedgerEntry = z.strictObject({
  entryId: EntryId,
  fundId: FundId,
  kind: EntryKind,
  v: z.literal(1),
  /** The record whose event chain this entry belongs to. */
  cause: z.string(),
  lines: Lines,
  /** Of the bank statement, where money came in. */
  reference: z.optional(Text(60)),
  by: Actor,
  at: Instant,
});
export type LedgerEntry = z.output<typeof LedgerEntry>;

type Transfer = { readonly from: Account; readonly to: Account; readonly amountFen: Fen };

/** One line for each account, because a transaction takes each row once; whatever the transfers, the sum is zero. */
export function linesOf(transfers: readonly Transfer[]) {
  const netFen = new Map<Account, number>();
  for (const { from, to, amountFen } of transfers) {
    netFen.set(from, (netFen.get(from) ?? 0) - amountFen);
    netFen.set(to, (netFen.get(to) ?? 0) + amountFen);
  }
  return [...netFen].map(([account, fen]) => ({ account, fen })).filter(({ fen }) => fen !== 0);
}

/** Which way the money goes with each kind of entry. */
const ways = {
  donation: { from: 'received', to: 'available' },
  reservation: { from: 'available', to: 'reserved' },
  release: { from: 'reserved', to: 'available' },
  commitment: { from: 'reserved', to: 'committed' },
  relinquishment: { from: 'committed', to: 'available' },
  order: { from: 'committed', to: 'inTransit' },
  payment: { from: 'inTransit', to: 'paid' },
  bounce: { from: 'inTransit', to: 'committed' },
} as const satisfies Record<z.output<typeof EntryKind>, { readonly from: Account; readonly to: Account }>;

type Posting = Command & {
  readonly entryId: EntryId;
  readonly kind: z.output<typeof EntryKind>;
  readonly cause: string;
  readonly amountFen: Fen;
  readonly reference?: string;
};

/** Says what moves. Whether the balance allows it only the condition of the write can say: another award may be first. */
export function post(fund: Fund, posting: Posting) {
  const intake = posting.kind === 'donation' || posting.kind === 'reservation';
  if (fund.phase !== 'open' && intake) return fail({ code: 'fund.closed' });
  return ok(entryOf(fund.fundId, posting));
}

type Settling = Posting & { readonly kind: Exclude<z.output<typeof EntryKind>, 'donation' | 'reservation'> };

/** What has been promised is kept when the fund has closed since, so nothing about the fund is asked. */
export const settle = (fundId: FundId, posting: Settling) => entryOf(fundId, posting);

const entryOf = (fundId: FundId, { amountFen, ...posting }: Posting): LedgerEntry => ({
  ...{ fundId, v: 1, ...posting },
  lines: linesOf([{ ...ways[posting.kind], amountFen }]),
});

export function evolveFund(fund: Fund | undefined, event: FundEvent): Fund {
  if (event.type === 'FundOpened') {
    const { fundId, name, sourceType } = event;
    return { fundId, phase: 'open', name, sourceType };
  }
  if (!fund) throw new Error(`${event.type} needs a fund`);
  return event.type === 'FundClosed' ? { ...fund, phase: 'closed' } : fund;
}
