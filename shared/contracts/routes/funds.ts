import * as z from 'zod/mini';
import { listOf, none, noParams, page, type Routes, recordOf } from '#shared/contracts/route';
import { Account, Fund, LedgerEntry } from '#shared/domain/fund';
import { CallId, EntryId, FundId } from '#shared/kernel/ids';
import { Fen } from '#shared/kernel/money';
import { Bilingual, Text } from '#shared/kernel/text';

const params = z.strictObject({ fundId: FundId });
const Balances = z.record(Account, z.int());
/** An entry with what it was for; a donation is for nothing yet. */
const NamedEntry = z.strictObject({
  ...LedgerEntry.def.shape,
  title: z.optional(z.string()),
  organisationName: z.optional(z.string()),
  callId: z.optional(CallId),
});

export const fundsRoutes = {
  open: {
    ...none,
    method: 'POST',
    path: '/funds',
    access: { action: 'fund.open' },
    params: noParams,
    body: z.strictObject({ name: Bilingual, sourceType: z.enum(['donation', 'lottery', 'fiscal']) }),
    reply: z.strictObject({ fundId: FundId, version: z.int() }),
  },
  list: {
    ...none,
    method: 'GET',
    path: '/funds',
    access: { action: 'fund.read' },
    params: noParams,
    query: z.strictObject(page),
    reply: listOf(z.strictObject({ ...Fund.def.shape, balances: Balances })),
  },
  read: {
    ...none,
    method: 'GET',
    path: '/funds/{fundId}',
    access: { action: 'fund.read' },
    params,
    reply: z.strictObject({ ...recordOf(Fund).def.shape, balances: Balances }),
  },
  entries: {
    ...none,
    method: 'GET',
    path: '/funds/{fundId}/entries',
    access: { action: 'fund.read' },
    params,
    query: z.strictObject(page),
    reply: listOf(NamedEntry),
  },
  /** Money that arrived, by the reference of the bank statement, which can be booked once only. */
  receive: {
    ...none,
    method: 'POST',
    path: '/funds/{fundId}/donations',
    access: { action: 'fund.receive' },
    params,
    body: z.strictObject({ amountFen: Fen.check(z.positive()), reference: Text(60) }),
    reply: z.strictObject({ entryId: EntryId, version: z.int() }),
    rejections: ['fund.closed', 'fund.reference-used', 'fund.over-balance'],
  },
} as const satisfies Routes;
