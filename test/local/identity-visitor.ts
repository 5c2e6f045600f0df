import { createHash, randomBytes } from 'node:crypto';

type Cookie = { readonly value: string; readonly path: string };

/** A browser's part in the sign-in: keeps cookies by path, follows nothing by itself. */
export function createVisitor(issuer: string) {
  const jar = new Map<string, Cookie>();

  const keep = (line: string) => {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    const path = attributes.find((attribute) => attribute.startsWith('path='))?.slice('path='.length) ?? '/';
    if (/expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(`${name} ${path}`);
    else jar.set(`${name} ${path}`, { value: `${name}=${value}`, path });
  };

  return {
    jar,
    visit: async (address: string, form?: Readonly<Record<string, string>>) => {
      const url = new URL(address, issuer);
      const cookies = [...jar.values()].filter(({ path }) => url.pathname.startsWith(path)).map(({ value }) => value);
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: cookies.join('; '), accept: 'text/html' },
        ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
      });
      for (const line of response.headers.getSetCookie()) keep(line);
      return {
        status: response.status,
        headers: response.headers,
        text: await response.text(),
        next: response.headers.get('location') ?? '',
      };
    },
  };
}

export type Visitor = ReturnType<typeof createVisitor>;

/** A fresh PKCE pair. */
export function createVerifier() {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

export function authorizePath(origin: string, challenge: string, more: Readonly<Record<string, string>> = {}) {
  const query = new URLSearchParams({
    client_id: 'hubang-web',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: `${origin}/sign-in/callback`,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state: 'state-1',
    ...more,
  });
  return `/authorize?${query}`;
}

/** Signs in on the page and returns the address at the web that the browser ends at. */
export async function signIn(visitor: Visitor, path: string, account: string): Promise<string> {
  const page = await visitor.visit(path);
  const posted = await visitor.visit(page.next, { account });
  const resumed = await visitor.visit(posted.next);
  return resumed.next;
}

/** Calls the token endpoint as the web does, from its origin. */
export async function askToken(issuer: string, origin: string, form: Readonly<Record<string, string>>) {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { origin },
    body: new URLSearchParams({ client_id: 'hubang-web', ...form }),
  });
  const body: unknown = await response.json();
  return { status: response.status, headers: response.headers, body };
}
