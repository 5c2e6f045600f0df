import type { Action } from '#functions/runtime/action';
import type { identityRoutes } from '#shared/contracts/routes/identity';
import { ok } from '#shared/kernel/result';

type Issuer = { readonly issuer: string; readonly clientId: string; readonly audience: string };

/** The scope is the least one: the token has to say who, and nothing else. */
export const config: Action<typeof identityRoutes.config, Issuer> = async ({ now }, { issuer, clientId, audience }) =>
  ok({ issuer, clientId, audience, scope: 'openid', now });
