import type * as z from 'zod/mini';
import type { Refusal, RuntimeCode } from '#shared/contracts/rejections';
import type { Route, Routes } from '#shared/contracts/route';
import type { Caller, Permission } from '#shared/domain/policy';
import type { Instant } from '#shared/kernel/instant';
import type { Result } from '#shared/kernel/result';

/** A linked person as the table knows them at this call. */
export type Person = Caller & { readonly subject: string; readonly version: number };

/** On whose behalf, and for what, a record is read. */
export type Authority = {
  readonly subject: string;
  readonly actor: Person;
  readonly permission: Permission | 'none';
  /** From If-Match: the version of the record that the caller saw. */
  readonly version: number | undefined;
};
export type Once = {
  readonly subject: string;
  readonly idempotencyKey: string;
  readonly fingerprint: string;
  readonly route: string;
  readonly at: Instant;
};

export type Request<R extends Route> = {
  readonly params: z.output<R['params']>;
  readonly query: z.output<R['query']>;
  readonly body: z.output<R['body']>;
  readonly authority: Authority;
  readonly once: Once | undefined;
  readonly now: Instant;
};

/** An action may refuse only with codes its route declares, so the OpenAPI document cannot drift. */
export type Outcome<R extends Route> = Result<z.output<R['reply']>, Refusal<R['rejections'][number] | RuntimeCode>>;

export type Action<R extends Route, Deps> = (request: Request<R>, deps: Deps) => Promise<Outcome<R>>;

/** Every action of a life-cycle step: forget one and the compiler names it. */
export type Actions<Rs extends Routes, Deps> = { readonly [Name in keyof Rs]: Action<Rs[Name], Deps> };
