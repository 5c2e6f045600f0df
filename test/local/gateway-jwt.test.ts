import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, importJWK, type JWTPayload, SignJWT } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { createJwtJudge } from '#infra/local/gateway/jwt';

const ours = await generateKeyPair('RS256', { extractable: true });
const others = await generateKeyPair('RS256');
const issuerServer = createServer(async (request, response) => {
  const document = request.url?.endsWith('/jwks')
    ? {
        keys: [
          { ...(await exportJWK(ours.publicKey)), kid: 'ours', alg: 'RS256' },
          { ...(await exportJWK(ours.publicKey)), kid: 'any algorithm' },
        ],
      }
    : { issuer, jwks_uri: `${issuer}/jwks` };
  response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
});
issuerServer.listen(0, '127.0.0.1');
await once(issuerServer, 'listening');
const address = issuerServer.address();
const issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
afterAll(() => issuerServer.close());

let now = Date.parse('2027-03-01T00:00:00Z');
const judge = createJwtJudge(() => now);
const rule = { issuer, audience: ['people', 'more'], scopes: [] };

describe('the authorizer', () => {
  const seconds = () => Math.floor(now / 1000);
  const good = () => ({ iss: issuer, sub: 'p1', aud: 'people', iat: seconds(), exp: seconds() + 300 });
  const signed = (
    claims: { readonly [Claim in keyof JWTPayload]: JWTPayload[Claim] | undefined },
    key = ours.privateKey,
    kid = 'ours',
  ) => new SignJWT(JSON.parse(JSON.stringify(claims))).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
  const asked = (authorization: string | undefined, scopes: readonly string[] = []) =>
    judge(authorization, { ...rule, scopes });

  it('hands the claims over as strings', async () => {
    const claims = { ...good(), roles: ['director', 'finance'], admin: true };
    expect(await asked(`Bearer ${await signed(claims)}`)).toEqual({
      ok: true,
      jwt: {
        claims: {
          iss: issuer,
          sub: 'p1',
          aud: 'people',
          iat: String(claims.iat),
          exp: String(claims.exp),
          roles: '[director finance]',
          admin: 'true',
        },
        scopes: null,
      },
    });
  });

  it('takes a token without the word Bearer, and a client id for an audience', async () => {
    const { aud: _, ...cognito } = good();
    expect(await asked(await signed({ ...cognito, client_id: 'more' }))).toMatchObject({ ok: true });
    expect(await asked(await signed({ ...good(), aud: ['x', 'people'] }))).toMatchObject({ ok: true });
  });

  it('refuses a request without a token', async () => {
    expect(await asked(undefined)).toEqual({ ok: false, status: 401, challenge: 'Bearer' });
  });

  it.each<[string, () => Promise<string>]>([
    ['of another audience', () => signed({ ...good(), aud: 'others' })],
    [
      'whose audience is wrong although its client is right',
      () => signed({ ...good(), aud: 'others', client_id: 'people' }),
    ],
    ['without an audience', () => signed({ ...good(), aud: undefined })],
    ['of another issuer', () => signed({ ...good(), iss: 'http://other' })],
    ['that has expired', () => signed({ ...good(), exp: seconds() - 1 })],
    ['without an end', () => signed({ ...good(), exp: undefined })],
    ['that is not valid yet', () => signed({ ...good(), nbf: seconds() + 60 })],
    ['from the future', () => signed({ ...good(), iat: seconds() + 60 })],
    ['signed by another key', () => signed(good(), others.privateKey)],
    ['of an unknown key', () => signed(good(), ours.privateKey, 'unknown')],
    [
      'signed by a shared secret',
      () => new SignJWT(good()).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.alloc(32)),
    ],
    [
      'signed in another way by the right key',
      async () => {
        const key = await importJWK(await exportJWK(ours.privateKey), 'PS256');
        return new SignJWT(good()).setProtectedHeader({ alg: 'PS256', kid: 'any algorithm' }).sign(key);
      },
    ],
    ['that is no token', async () => 'nonsense'],
  ])('refuses a token %s', async (_what, token) => {
    expect(await asked(`Bearer ${await token()}`)).toEqual({
      ok: false,
      status: 401,
      challenge: expect.stringMatching(/^Bearer scope="" error="invalid_token" error_description="/),
    });
  });

  it('lets tokens expire by the shifted clock', async () => {
    const token = await signed(good());
    expect(await asked(token)).toMatchObject({ ok: true });
    now += 600_000;
    expect(await asked(token)).toMatchObject({ status: 401 });
  });

  it('asks for one of the scopes of the route', async () => {
    const scopes = ['fund/read', 'fund/write'];
    expect(await asked(await signed({ ...good(), scope: 'openid' }), scopes)).toEqual({
      ok: false,
      status: 403,
      challenge: expect.stringMatching(/^Bearer scope="fund\/read fund\/write" error="insufficient_scope"/),
    });
    const right = await asked(await signed({ ...good(), scope: 'openid fund/write' }), scopes);
    expect(right).toMatchObject({ ok: true, jwt: { scopes: ['openid', 'fund/write'] } });
  });

  it('fails, and does not refuse, when the issuer is not there, and asks it again later', async () => {
    const away = { ...rule, issuer: 'http://127.0.0.1:9' };
    await expect(judge(await signed(good()), away)).rejects.toThrow();
    await expect(judge(await signed(good()), away)).rejects.toThrow();
  });
});
