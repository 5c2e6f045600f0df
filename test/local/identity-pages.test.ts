import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { createClock } from '#infra/local/clock';
import { type Identity, openIdentity } from '#infra/local/identity/identity';
import { askToken, authorizePath, createVerifier, createVisitor, signIn, type Visitor } from './identity-visitor.ts';

const origin = 'http://127.0.0.1:18080';
const officer = { account: 'officer-lin', name: '林项目', hint: '项目官员' };
const tokensSchema = z.object({ id_token: z.string(), refresh_token: z.string() });

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

let stateDir: string;
let identity: Identity;

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'identity-pages-'));
  const clock = createClock(stateDir);
  const place = { stateDir, region: 'cn-north-1', account: '123456789012', partition: 'aws-cn', clock };
  identity = await openIdentity({ place, port: await freePort(), origin, audience: 'hubang-api' });
  await identity.accounts.add(officer);
  await identity.accounts.add({ account: 'director-wu', name: '<b>吴</b> & "主任"', hint: '负责人' });
});

afterAll(async () => {
  await identity.close();
  await rm(stateDir, { recursive: true, force: true });
});

const arrive = (visitor: Visitor, more: Readonly<Record<string, string>> = {}) =>
  visitor.visit(authorizePath(origin, createVerifier().challenge, more));

async function openPage(visitor: Visitor, more: Readonly<Record<string, string>> = {}) {
  const { next } = await arrive(visitor, more);
  return { address: next, ...(await visitor.visit(next)) };
}

describe('the sign-in page', () => {
  it('lists people by group, says in both languages that it has no passwords, and writes names as text', async () => {
    const { text } = await openPage(createVisitor(identity.issuer));
    expect(text).toContain('lang="zh-CN"');
    expect(text).toContain('不需要密码');
    expect(text).toContain('no passwords');
    expect(text).toMatch(/项目官员<\/h2>.*value="officer-lin".*负责人<\/h2>/s);
    expect(text).toContain('&lt;b&gt;吴&lt;/b&gt; &amp; &quot;主任&quot;');
    expect(text).not.toContain('<b>吴');
  });

  it('runs no script of its own and allows none from elsewhere', async () => {
    const { text, headers } = await openPage(createVisitor(identity.issuer));
    expect(text).not.toContain('<script');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain(`form-action 'self' ${origin}`);
    expect(policy).not.toContain('unsafe');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('speaks the language that the web asks for, and keeps the one chosen on the page', async () => {
    const visitor = createVisitor(identity.issuer);
    const english = await openPage(visitor, { ui_locales: 'en-GB zh' });
    expect(english.text).toContain('<html lang="en">');
    const chosen = await visitor.visit(`${english.address}?lang=zh`);
    expect(chosen.text).toContain('<html lang="zh-CN">');
    expect((await visitor.visit(english.address)).text).toContain('<html lang="zh-CN">');
    expect((await openPage(visitor, { ui_locales: 'en' })).text).toContain('<html lang="en">');
    expect((await openPage(visitor)).text).toContain('<html lang="en">');
    expect((await openPage(createVisitor(identity.issuer), { ui_locales: 'fr' })).text).toContain(
      '<html lang="zh-CN">',
    );
  });

  it('makes an account for a new person, once', async () => {
    const path = authorizePath(origin, createVerifier().challenge);
    for (const visitor of [createVisitor(identity.issuer), createVisitor(identity.issuer)]) {
      expect(await signIn(visitor, path, 'new-person')).toMatch(/\/sign-in\/callback\?code=/);
    }
    const people = await identity.accounts.list();
    expect(people.filter(({ account }) => account === 'new-person')).toEqual([
      { account: 'new-person', name: 'new-person', hint: '' },
    ]);
  });

  it.each(['', 'x', 'Has-Capitals', 'with space', '<script>', 'a'.repeat(41), '张伟'])(
    'refuses %j as an account name at its field',
    async (account) => {
      const visitor = createVisitor(identity.issuer);
      const { address } = await openPage(visitor);
      const answer = await visitor.visit(address, { account });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('aria-invalid="true"');
      expect(answer.text).not.toContain('<script>');
    },
  );

  it('refuses a form that is not small, and one without the cookie of the browser that asked', async () => {
    const visitor = createVisitor(identity.issuer);
    const { address } = await openPage(visitor);
    expect((await visitor.visit(address, { account: 'officer-lin', more: 'x'.repeat(5_000) })).status).toBe(422);
    const stranger = await createVisitor(identity.issuer).visit(address, { account: 'officer-lin' });
    expect(stranger.status).toBe(400);
    expect(stranger.text).toContain('登录页面已过期');
  });

  it('refuses to add an account whose name is not a slug', async () => {
    await expect(identity.accounts.add({ account: 'Not A Slug', name: 'x', hint: '' })).rejects.toThrow();
  });
});

describe('signing out', () => {
  async function signedIn(visitor: Visitor) {
    const { verifier, challenge } = createVerifier();
    const callback = new URL(await signIn(visitor, authorizePath(origin, challenge), officer.account));
    const form = {
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      code_verifier: verifier,
      redirect_uri: `${origin}/sign-in/callback`,
    };
    return tokensSchema.parse((await askToken(identity.issuer, origin, form)).body);
  }
  const xsrfOf = (text: string) => /name="xsrf" value="([^"]+)"/.exec(text)?.[1] ?? '';

  it('ends session and refresh token and goes back to the web', async () => {
    const visitor = createVisitor(identity.issuer);
    const tokens = await signedIn(visitor);
    const query = new URLSearchParams({
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: `${origin}/`,
      state: 's',
    });
    const page = await visitor.visit(`/end-session?${query}`);
    expect(page.text).toContain('name="logout" value="yes"');
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'sha256-/);
    const done = await visitor.visit('/end-session/confirm', { xsrf: xsrfOf(page.text), logout: 'yes' });
    expect(done.next).toBe(`${origin}/?state=s`);
    const renewed = await askToken(identity.issuer, origin, {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
    });
    expect(renewed).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await arrive(visitor)).next).toContain('/sign-in/');
  });

  it('asks first when it was not the web that asked, and never goes to another address', async () => {
    const visitor = createVisitor(identity.issuer);
    const tokens = await signedIn(visitor);
    expect((await visitor.visit('/end-session')).text).not.toContain('<script');
    const query = new URLSearchParams({
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: 'http://127.0.0.1:19999/',
    });
    expect((await visitor.visit(`/end-session?${query}`)).status).toBe(400);
  });

  it('lets the next person sign in over the session of the one before', async () => {
    const visitor = createVisitor(identity.issuer);
    await signedIn(visitor);
    const { address } = await openPage(visitor, { prompt: 'login' });
    const posted = await visitor.visit(address, { account: 'director-wu' });
    const handover = await visitor.visit(posted.next);
    const left = await visitor.visit('/end-session/confirm', { xsrf: xsrfOf(handover.text), logout: 'yes' });
    expect((await visitor.visit(left.next)).next).toMatch(/\/sign-in\/callback\?code=/);
  });
});
