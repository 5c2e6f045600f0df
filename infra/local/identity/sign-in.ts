import type { IncomingMessage } from 'node:http';
// biome-ignore lint/correctness/noUnresolvedImports: Biome does not read the entry point of this package.
import type { Context, Provider } from 'oidc-provider';
import { type AccountStore, accountNameSchema } from './accounts.ts';
import { pickLocale, rememberLocale } from './locale.ts';
import { contentSecurityPolicy, errorPage, signInPage } from './pages.ts';
import { words } from './words.ts';

const formLimitBytes = 4096;

async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > formLimitBytes) return undefined;
    chunks.push(part);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

function html(context: Context, status: number, body: string): void {
  context.status = status;
  context.type = 'html';
  context.body = body;
}

type Desk = { readonly provider: Provider; readonly accounts: AccountStore; readonly origin: string };

async function answer({ provider, accounts }: Desk, context: Context, uiLocales: unknown): Promise<void> {
  const locale = pickLocale(context, uiLocales);
  rememberLocale(context, locale);
  if (context.method !== 'POST') return html(context, 200, signInPage(locale, accounts.list()));
  const asked = (await readForm(context.req))?.get('account')?.trim() ?? '';
  const account = accountNameSchema.safeParse(asked);
  if (!account.success) return html(context, 422, signInPage(locale, accounts.list(), asked.slice(0, 100)));
  // Anyone can register with a real issuer; what they may do is the platform's question, not the issuer's.
  if (!accounts.has(account.data)) accounts.add({ account: account.data, name: account.data, hint: '' });
  const login = { accountId: account.data, remember: false };
  context.status = 303;
  context.redirect(await provider.interactionResult(context.req, context.res, { login }));
}

async function signIn(desk: Desk, context: Context): Promise<void> {
  context.set('Cache-Control', 'no-store');
  // Found by its cookie, which the browser sends to this one address only.
  const interaction = await desk.provider.interactionDetails(context.req, context.res).catch(() => undefined);
  if (interaction === undefined) {
    const locale = pickLocale(context);
    return html(context, 400, errorPage(locale, desk.origin, words[locale].startAgain));
  }
  if (interaction.prompt.name !== 'login') throw new Error(`The prompt '${interaction.prompt.name}' is not supported.`);
  await answer(desk, context, interaction.params['ui_locales']);
}

/**
 * The browser judges a cookie's expiry by real time, the run by the shifted clock: with the clock moved back, a cookie
 * that carries its expiry would be gone at once. What has expired is decided by the issuer's own records.
 */
function withoutExpiry(cookie: string): string {
  return cookie.includes('expires=Thu, 01 Jan 1970') ? cookie : cookie.replace(/; expires=[^;]+/i, '');
}

/** Puts the sign-in page, the security headers and the shifted time in front of the provider's own routes. */
export function frontDesk(desk: Desk): void {
  desk.provider.use(async (context, next) => {
    context.set('Date', new Date().toUTCString());
    context.set('Content-Security-Policy', contentSecurityPolicy(desk.origin));
    context.set('X-Content-Type-Options', 'nosniff');
    context.set('Referrer-Policy', 'same-origin');
    if (/^\/sign-in\/[\w-]+$/.test(context.path)) await signIn(desk, context);
    else await next();
    const cookies = context.response.get('set-cookie');
    if (cookies !== undefined && cookies.length > 0) context.set('Set-Cookie', [cookies].flat().map(withoutExpiry));
  });
}
