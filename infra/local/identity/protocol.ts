import * as z from 'zod/mini';
import { accountSchema } from './accounts.ts';

/** What the thread of the issuer is started with. */
export const settingsSchema = z.object({
  stateDir: z.string(),
  port: z.number(),
  origin: z.string(),
  audience: z.string(),
  /** One 64-bit cell: the shift of the clock in milliseconds, shared with the thread that owns it. */
  offset: z.instanceof(SharedArrayBuffer),
});

/** What the run asks of it. */
export const requestSchema = z.object({
  id: z.number(),
  ask: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('add'), account: accountSchema }),
    z.object({ kind: z.literal('list') }),
    z.object({ kind: z.literal('token'), account: z.string() }),
    z.object({ kind: z.literal('close') }),
  ]),
});
export type Ask = z.infer<typeof requestSchema>['ask'];

/** What it says: that it listens or cannot, and an answer to each request. */
export const replySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
  z.object({ kind: z.literal('answer'), id: z.number(), value: z.unknown() }),
  z.object({ kind: z.literal('refusal'), id: z.number(), message: z.string() }),
]);
export type Reply = z.infer<typeof replySchema>;
