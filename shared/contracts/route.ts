import * as z from 'zod/mini';
import type { RejectionCode, RuntimeCode } from '#shared/contracts/rejections';
import type { Permission } from '#shared/domain/policy';

/**
 * Who may knock: `public` needs no token; `signedIn` a token, of whoever; `person` a linked person, whatever the role;
 * else one to whom the policy allows the action.
 */
export type Access = 'public' | 'signedIn' | 'person' | { readonly action: Permission };

export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Without the prefix `/api`, which CDK, runtime and client add. */
  readonly path: `/${string}`;
  readonly access: Access;
  /** The caller must say, in If-Match, which version of the record was seen. */
  readonly versioned?: true;
  readonly params: z.ZodMiniObject;
  readonly query: z.ZodMiniObject;
  readonly body: z.ZodMiniType;
  readonly reply: z.ZodMiniType;
  readonly rejections: readonly Exclude<RejectionCode, RuntimeCode>[];
};
export type Routes = Readonly<Record<string, Route>>;

export const none = { query: z.strictObject({}), body: z.undefined(), rejections: [] as const };
export const noParams = z.strictObject({});

export const page = {
  limit: z._default(z.pipe(z.coerce.number(), z.int().check(z.gte(1), z.lte(100))), 50),
  cursor: z.optional(z.string().check(z.maxLength(2000))),
};

/** What every command on a record answers: where it stands now. */
export const Standing = z.strictObject({ phase: z.string(), version: z.int() });
export type Standing = z.output<typeof Standing>;

/** A record as screens get it: its state, the version for If-Match, and which commands this person may give now. */
export const recordOf = <State extends z.ZodMiniType>(state: State) =>
  z.strictObject({ state, version: z.int(), may: z.array(z.string()) });

export const listOf = <Item extends z.ZodMiniType>(item: Item) =>
  z.strictObject({ items: z.array(item), cursor: z.optional(z.string()) });

/** One thing that happened: what, when, who, and why when a reason was given. */
export const TimelineEntry = z.strictObject({
  sequence: z.int(),
  type: z.string(),
  at: z.string(),
  by: z.string(),
  name: z.string(),
  reason: z.optional(z.string()),
  record: z.string(),
});
