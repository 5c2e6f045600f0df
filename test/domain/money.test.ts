import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fen, splitFen } from '#shared/kernel/money';

const most = 10_000_000_000_000;
const amount = fc.integer({ min: 0, max: most }).map((fen) => Fen.parse(fen));
/** Percentages that come to a hundred, as in a tranche plan. */
const plan = fc
  .array(fc.integer({ min: 1, max: 99 }), { maxLength: 5 })
  .map((cuts) => [...new Set([0, ...cuts, 100])].toSorted((a, b) => a - b))
  .map((cuts) => cuts.slice(1).map((cut, index) => cut - (cuts[index] ?? 0)));

describe('an amount', () => {
  it.each([-1, 0.5, Number.NaN, most + 1, '1'])('is never %s', (fen) => expect(Fen.safeParse(fen).success).toBe(false));
  it.each([0, 1, most])('may be %i', (fen) => expect(Fen.parse(fen)).toBe(fen));
});

describe('an amount in parts', () => {
  it('loses no fen and invents none', () => {
    fc.assert(
      fc.property(amount, plan, (fen, shares) => {
        const parts = splitFen(fen, shares);
        expect(parts).toHaveLength(shares.length);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(fen);
      }),
      { numRuns: 1000 },
    );
  });
  it('gives no part more than its share, but the last', () => {
    fc.assert(
      fc.property(amount, plan, (fen, shares) => {
        const parts = splitFen(fen, shares).slice(0, -1);
        for (const [index, part] of parts.entries()) {
          const exact = BigInt(fen) * BigInt(shares[index] ?? 0);
          expect(BigInt(part) * 100n <= exact && exact < BigInt(part + 1) * 100n).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
  it('keeps the odd fen for the last', () => {
    expect(splitFen(Fen.parse(100_000_01), [50, 30, 20])).toEqual([50_000_00, 30_000_00, 20_000_01]);
  });
});
