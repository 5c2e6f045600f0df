import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { createClock } from '#infra/local/clock';
import type { Clock } from '#infra/local/engine';
import { type Identity, openIdentity } from '#infra/local/identity/identity';
import { askToken, authorizePath, createVerifier, createVisitor, signIn } from './identity-visitor.ts';

const origin = 'http://127.0.0.1:18080';
const audience = 'hubang-api';
const officer = { account: 'officer-lin', name: '林项目', hint: '项目官员' };
const tokensSchema = z.object({
  access_token: z.string(),
  id_token: z.string(),
  refresh_token: z.string(),
  expires_in: z.number(),
  scope: z.string(),
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

let stateDir: string;
let port: number;
let clock: Clock;
let identity: Identity;

const open = () => {
  const place = { stateDir, region: 'cn-north-1', account: '123456789012', partition: 'aws-cn', clock };
  return openIdentity({ place, port, origin, audience });
};

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'identity-'));
  port = await freePort();
  clock = createClock(stateDir);
  identity = await open();
  await identity.accounts.add(officer);
});

afterEach(async () => {
  await identity.close();
  await rm(stateDir, { recursive: true, force: true });
});

async function redeem(code: string, verifier: string, redirectUri = `${origin}/sign-in/callback`) {
  const form = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri };
  return askToken(identity.issuer, origin, form);
}

async function codeFor(account: string, visitor = createVisitor(identity.issuer)) {
  const { verifier, challenge } = createVerifier();
  const callback = new URL(await signIn(visitor, authorizePath(origin, challenge), account));
  return { code: callback.searchParams.get('code') ?? '', verifier, callback };
}

async function tokensOf(account: string, visitor = createVisitor(identity.issuer)) {
  const { code, verifier } = await codeFor(account, visitor);
  return tokensSchema.parse((await redeem(code, verifier)).body);
}

const refresh = (token: string) =>
  askToken(identity.issuer, origin, { grant_type: 'refresh_token', refresh_token: token });

const verify = (token: string) =>
  jwtVerify(token, createRemoteJWKSet(new URL(`${identity.issuer}/jwks`)), {
    issuer: identity.issuer,
    audience,
    algorithms: ['RS256'],
    typ: 'at+jwt',
    currentDate: new Date(clock.now()),
  });

describe('signing in with code and PKCE', () => {
  it('ends at the callback with a code that buys tokens for the person who was chosen', async () => {
    const { code, verifier, callback } = await codeFor(officer.account);
    expect(callback.origin + callback.pathname).toBe(`${origin}/sign-in/callback`);
    expect(callback.searchParams.get('state')).toBe('state-1');
    expect(callback.searchParams.get('iss')).toBe(identity.issuer);
    const { status, headers, body } = await redeem(code, verifier);
    expect(status).toBe(200);
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    const { payload } = await verify(tokensSchema.parse(body).access_token);
    expect(payload.sub).toBe(officer.account);
  });

  it('puts into the access token who it is for and nothing else', async () => {
    const { access_token: token, id_token: idToken, expires_in: expiresIn } = await tokensOf(officer.account);
    const { payload } = await verify(token);
    expect(Object.keys(payload).sort()).toEqual(['aud', 'client_id', 'exp', 'iat', 'iss', 'jti', 'scope', 'sub']);
    expect(payload).toMatchObject({ aud: [audience], client_id: 'hubang-web', scope: 'openid', iss: identity.issuer });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
    expect(expiresIn).toBe(3600);
    expect(JSON.stringify([payload, decodeJwt(idToken)])).not.toMatch(/林项目|项目官员|email|name/);
  });

  it('gives scripts the same token as the code flow', async () => {
    const flow = (await verify((await tokensOf(officer.account)).access_token)).payload;
    const script = (await verify(await identity.tokenFor(officer.account))).payload;
    const fixed = { iat: 0, exp: 0, jti: '' };
    expect({ ...script, ...fixed }).toEqual({ ...flow, ...fixed });
  });

  it('names the accounts there are when a script asks for one that is unknown', async () => {
    await expect(identity.tokenFor('nobody')).rejects.toThrow(/No account 'nobody'.*officer-lin/);
  });

  it('refuses a code with another verifier', async () => {
    const { code } = await codeFor(officer.account);
    expect(await redeem(code, createVerifier().verifier)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it('refuses a code that was used before, and takes back what it had given', async () => {
    const { code, verifier } = await codeFor(officer.account);
    const tokens = tokensSchema.parse((await redeem(code, verifier)).body);
    expect((await redeem(code, verifier)).status).toBe(400);
    expect((await refresh(tokens.refresh_token)).status).toBe(400);
  });

  it('refuses a request without a challenge, or with a plain one', async () => {
    const path = authorizePath(origin, 'x'.repeat(43));
    const without = path.replace(/&code_challenge=[^&]+/, '').replace('&code_challenge_method=S256', '');
    const plain = path.replace('S256', 'plain');
    for (const refused of [without, plain]) {
      const { next } = await createVisitor(identity.issuer).visit(refused);
      expect(new URL(next).searchParams.get('error')).toBe('invalid_request');
    }
  });

  it('never redirects to an address that is not the web’s callback', async () => {
    const path = authorizePath(origin, createVerifier().challenge, {
      redirect_uri: 'http://127.0.0.1:19999/sign-in/callback',
    });
    const answer = await createVisitor(identity.issuer).visit(path);
    expect(answer).toMatchObject({ status: 400, next: '' });
    expect(answer.text).toContain('redirect_uri');
  });

  it('answers another origin’s script without the header that would let it read', async () => {
    const { code, verifier } = await codeFor(officer.account);
    const form = {
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: `${origin}/sign-in/callback`,
    };
    const { status, headers } = await askToken(identity.issuer, 'http://127.0.0.1:19999', form);
    expect(status).toBe(400);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('refuses a resource that is not the API', async () => {
    const path = authorizePath(origin, createVerifier().challenge, { resource: 'urn:other' });
    const { next } = await createVisitor(identity.issuer).visit(path);
    expect(new URL(next).searchParams.get('error')).toBe('invalid_target');
  });
});

describe('time', () => {
  it('ends access tokens and codes when the clock moves, and the refresh token brings one that is valid then', async () => {
    const tokens = await tokensOf(officer.account);
    const late = await codeFor(officer.account);
    await clock.move(2 * 3_600_000);
    await expect(verify(tokens.access_token)).rejects.toThrow('"exp"');
    expect((await redeem(late.code, late.verifier)).status).toBe(400);
    const renewed = z.object({ access_token: z.string() }).parse((await refresh(tokens.refresh_token)).body);
    const { payload } = await verify(renewed.access_token);
    expect(Math.abs((payload.iat ?? 0) - clock.now() / 1000)).toBeLessThan(10);
    expect(payload).toMatchObject({ sub: officer.account, aud: [audience], scope: 'openid' });
  });

  it('ends a sign-in after 30 days of the moved clock', async () => {
    const tokens = await tokensOf(officer.account);
    await clock.move(31 * 86_400_000);
    expect((await refresh(tokens.refresh_token)).status).toBe(400);
  });

  it('answers with the time of the moved clock', async () => {
    await clock.move(40 * 86_400_000);
    const { headers } = await fetch(`${identity.issuer}/jwks`);
    expect(Math.abs(Date.parse(headers.get('date') ?? '') - clock.now())).toBeLessThan(10_000);
  });

  it('signs in with the clock moved back, when a cookie with an expiry would be dropped by the browser', async () => {
    await clock.move(-400 * 86_400_000);
    const visitor = createVisitor(identity.issuer);
    const page = await visitor.visit(authorizePath(origin, createVerifier().challenge));
    for (const line of page.headers.getSetCookie()) expect(line).not.toMatch(/expires=/i);
    const { payload } = await verify((await tokensOf(officer.account)).access_token);
    expect(payload.sub).toBe(officer.account);
  });
});

describe('a restart', () => {
  it('keeps keys, people, sessions and refresh tokens', async () => {
    const visitor = createVisitor(identity.issuer);
    const tokens = await tokensOf(officer.account, visitor);
    const keys: unknown = await (await fetch(`${identity.issuer}/jwks`)).json();
    await identity.close();
    identity = await open();
    expect(await (await fetch(`${identity.issuer}/jwks`)).json()).toEqual(keys);
    expect(await identity.accounts.list()).toEqual([officer]);
    expect((await refresh(tokens.refresh_token)).status).toBe(200);
    await verify(tokens.access_token);
    const { next } = await visitor.visit(authorizePath(origin, createVerifier().challenge));
    expect(next).toMatch(/\/sign-in\/callback\?code=/);
  });

  it('says that a taken port is why it cannot start', async () => {
    await expect(open()).rejects.toThrow(`could not start on http://127.0.0.1:${port}`);
  });
});

describe('keys', () => {
  it('publishes no private part', async () => {
    const keys = z
      .object({ keys: z.array(z.record(z.string(), z.unknown())) })
      .parse(await (await fetch(`${identity.issuer}/jwks`)).json());
    expect(keys.keys).toHaveLength(1);
    for (const part of ['d', 'p', 'q', 'dp', 'dq', 'qi']) expect(keys.keys[0]).not.toHaveProperty(part);
  });

  it('does not verify a token of another run', async () => {
    const jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string(), n: z.string() })) });
    const { keys } = jwks.parse(await (await fetch(`${identity.issuer}/jwks`)).json());
    const foreign = createLocalJWKSet({ keys: keys.map((key) => ({ ...key, n: `${key.n.slice(0, -8)}AAAAAAAA` })) });
    await expect(jwtVerify(await identity.tokenFor(officer.account), foreign)).rejects.toThrow();
  });
});
