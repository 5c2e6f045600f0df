import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import * as z from 'zod/mini';
import type { JwtRule } from './template.ts';

/** What a function is told of the caller. */
export type JwtContext = {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[] | null;
};
export type Verdict =
  | { readonly ok: true; readonly jwt: JwtContext }
  | { readonly ok: false; readonly status: 401 | 403; readonly challenge: string };

type KeySet = ReturnType<typeof createRemoteJWKSet>;

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });
/** As long as AWS keeps them; an unknown key id asks again before that. */
const keptMs = 2 * 3600 * 1000;

/**
 * Judges tokens as the JWT authorizer of an HTTP API does. Rejects when the issuer does not give its keys.
 *
 * @param now epoch milliseconds of the shifted clock
 */
export function createJwtJudge(now: () => number) {
  const keySets = new Map<string, Promise<KeySet>>();
  const keysOf = (issuer: string) => {
    const known = keySets.get(issuer);
    if (known) return known;
    const found = discover(issuer);
    keySets.set(issuer, found);
    // An issuer that was not there yet is asked again.
    found.catch(() => keySets.delete(issuer));
    return found;
  };

  return async (authorization: string | undefined, rule: JwtRule): Promise<Verdict> => {
    const token = authorization?.replace(/^bearer\s+/i, '').trim();
    if (!token) return { ok: false, status: 401, challenge: 'Bearer' };
    const refuse = (status: 401 | 403, error: string, description: string): Verdict => ({
      ok: false,
      status,
      challenge: `Bearer scope="${rule.scopes.join(' ')}" error="${error}" error_description="${description}"`,
    });
    const payload = await verified(token, rule, await keysOf(rule.issuer), now());
    if (typeof payload === 'string') return refuse(401, 'invalid_token', payload);
    const scopes = scopesOf(payload);
    if (rule.scopes.length > 0 && !rule.scopes.some((scope) => scopes.includes(scope)))
      return refuse(403, 'insufficient_scope', 'the token does not have a scope that the route asks for');
    const claims = Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, asText(value)]));
    return { ok: true, jwt: { claims, scopes: rule.scopes.length > 0 ? scopes : null } };
  };
}

async function discover(issuer: string): Promise<KeySet> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const found = z.parse(Discovery, await response.json());
  if (found.issuer !== issuer) throw new Error(`The issuer ${issuer} calls itself ${found.issuer}`);
  return createRemoteJWKSet(new URL(found.jwks_uri), { cacheMaxAge: keptMs });
}

/** The claims of a token that holds, or why it does not. */
async function verified(token: string, rule: JwtRule, keys: KeySet, now: number): Promise<JWTPayload | string> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['RS256'],
      issuer: rule.issuer,
      requiredClaims: ['exp'],
      currentDate: new Date(now),
    });
    if (payload.iat !== undefined && payload.iat * 1000 > now) return 'the token is used before it was issued';
    return hasAudience(payload, rule) ? payload : 'the token does not have a valid audience';
  } catch (error) {
    // Whatever is not about the token, such as an issuer that is down, is no refusal.
    if (!(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout) throw error;
    if (error instanceof errors.JWTExpired) return 'the token has expired';
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'iss') return 'invalid issuer';
    return 'the token is malformed or has an invalid signature';
  }
}

/** Amazon Cognito's access tokens name the client where others name the audience. */
function hasAudience({ aud, client_id: client }: JWTPayload, { audience }: JwtRule): boolean {
  const named = aud === undefined ? [client] : [aud].flat();
  return named.some((one) => typeof one === 'string' && audience.includes(one));
}

const scopesOf = ({ scope, scp }: JWTPayload): readonly string[] => {
  const given = scope ?? scp;
  if (typeof given === 'string') return given.split(' ').filter((one) => one !== '');
  return Array.isArray(given) ? given.map(String) : [];
};

/** HTTP APIs hand every claim over as a string: a list as `[a b]`. */
function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(asText).join(' ')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
