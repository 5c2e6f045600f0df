import * as z from 'zod/mini';

/** Points from 0 to 100, to two decimals as means are (rules 5.3): no remainder that a sum or the table would have to round. */
export const Score = z.number().check(
  z.gte(0),
  z.lte(100),
  z.refine((points) => Math.round(points * 100) / 100 === points, 'decimals'),
);
