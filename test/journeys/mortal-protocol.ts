import * as z from 'zod/mini';

/** What the test asks of the process that it kills. */
export const Ask = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('move'), ms: z.int() }),
  z.object({ kind: z.literal('quiet') }),
  z.object({ kind: z.literal('pace'), ms: z.int() }),
  z.object({ kind: z.literal('signUp'), account: z.string(), name: z.string(), hint: z.string() }),
  z.object({ kind: z.literal('token'), account: z.string() }),
  z.object({ kind: z.literal('close') }),
]);
export type Ask = z.output<typeof Ask>;
export const Asked = z.object({ id: z.int(), ask: Ask });

/** Each answer says how far the clock is from real time. The first, with id 0, comes unasked and has the address. */
export const Answered = z.object({
  id: z.int(),
  offsetMs: z.int(),
  value: z.optional(z.string()),
  error: z.optional(z.string()),
});
export type Answered = z.output<typeof Answered>;
