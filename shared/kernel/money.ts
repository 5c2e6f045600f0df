import * as z from 'zod/mini';

/** A whole number of fen (0.01 CNY), at most CNY 100 billion, so that any hundred of them still add up exactly. */
export const Fen = z.int().check(z.nonnegative(), z.lte(10_000_000_000_000)).brand<'Fen'>();
export type Fen = z.output<typeof Fen>;

/** Splits an amount by percentages; the last part is the remainder, so that the sum is exact (rules of tranche plans). */
export function splitFen(amountFen: Fen, percentages: readonly number[]): Fen[] {
  const parts = percentages.slice(0, -1).map((share) => Math.floor((amountFen * share) / 100));
  const rest = amountFen - parts.reduce((sum, part) => sum + part, 0);
  return [...parts, rest].map((part) => Fen.parse(part));
}
