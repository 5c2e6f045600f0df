import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Account, accounts, evolveFund, Fund, LedgerEntry, linesOf, post, settle } from '#shared/domain/fund';
import { EntryId, FundId, PersonId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { Fen } from '#shared/kernel/money';

const at = Instant.parse('2026-05-04T03:00:00.000Z');
const by = PersonId.parse('person-accountant');
const fund = Fund.parse({
  fundId: 'fund-1',
  phase: 'open',
  name: { zh: '沪帮沪助', en: 'Fund' },
  sourceType: 'donation',
});
const facts = { entryId: EntryId.parse('entry-1'), cause: 'FUND#fund-1', by, at };
const amount = fc.integer({ min: 1, max: 10_000_000_000_000 }).map((fen) => Fen.parse(fen));

describe('a ledger entry', () => {
  const account = fc.constantFrom(...accounts);
  const transfer = fc.record({ from: account, to: account, amountFen: amount });

  it('balances, and names each account once, whatever is transferred', () => {
    fc.assert(
      fc.property(fc.array(transfer, { maxLength: 100 }), (transfers) => {
        const lines = linesOf(transfers);
        expect(lines.reduce((sum, { fen }) => sum + fen, 0)).toBe(0);
        expect(new Set(lines.map((line) => line.account)).size).toBe(lines.length);
        expect(lines.every(({ fen }) => fen !== 0)).toBe(true);
      }),
    );
  });

  it('is none when it does not balance', () => {
    const entry = { ...facts, fundId: fund.fundId, kind: 'order', v: 1, lines: [{ account: 'committed', fen: -1 }] };
    expect(LedgerEntry.safeParse(entry).success).toBe(false);
    const other = [...entry.lines, { account: 'inTransit', fen: 1 }];
    expect(LedgerEntry.safeParse({ ...entry, lines: other }).success).toBe(true);
  });

  it.each([
    ['order', 'committed', 'inTransit'],
    ['payment', 'inTransit', 'paid'],
    ['bounce', 'inTransit', 'committed'],
    ['commitment', 'reserved', 'committed'],
    ['release', 'reserved', 'available'],
    ['relinquishment', 'committed', 'available'],
  ] as const)('of kind %s moves money from %s to %s', (kind, from, to) => {
    expect(settle(fund.fundId, { ...facts, kind, amountFen: Fen.parse(7) }).lines).toEqual([
      { account: from, fen: -7 },
      { account: to, fen: 7 },
    ]);
  });

  it('leaves everything where it was after an order that bounced', () => {
    fc.assert(
      fc.property(amount, (amountFen) => {
        const sums = new Map<Account, number>();
        for (const kind of ['order', 'bounce'] as const)
          for (const { account: name, fen } of settle(FundId.parse('fund-1'), { ...facts, kind, amountFen }).lines)
            sums.set(name, (sums.get(name) ?? 0) + fen);
        expect([...sums.values()].every((sum) => sum === 0)).toBe(true);
      }),
    );
  });
});

describe('a closed fund', () => {
  const closed = evolveFund(fund, { type: 'FundClosed', v: 1, reason: '期满', by, at });

  it.each(['donation', 'reservation'] as const)('takes no %s', (kind) => {
    const posting = { ...facts, kind, amountFen: Fen.parse(1) };
    expect(post(closed, posting)).toEqual({ ok: false, error: { code: 'fund.closed' } });
    expect(post(fund, posting).ok).toBe(true);
  });

  it('keeps what was promised', () => {
    for (const kind of ['release', 'commitment', 'relinquishment', 'order', 'payment', 'bounce'] as const)
      expect(post(closed, { ...facts, kind, amountFen: Fen.parse(1) }).ok).toBe(true);
  });
});
