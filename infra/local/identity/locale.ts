// biome-ignore lint/correctness/noUnresolvedImports: Biome does not read the entry point of this package.
import type { Context } from 'oidc-provider';

export type Locale = 'zh' | 'en';

const last = 'hubang-language';
const chosen = 'hubang-language-chosen';

/** The first language of a list such as `en-GB zh-CN` that the pages are written in. */
function spoken(tags: unknown): Locale | undefined {
  if (typeof tags !== 'string') return undefined;
  const known = tags.split(' ').map((tag) => tag.toLowerCase().split('-')[0]);
  const found = known.find((tag) => tag === 'zh' || tag === 'en');
  return found === 'zh' || found === 'en' ? found : undefined;
}

/** The language chosen on the page, else the one the web asks for, else the last one seen here, else Chinese. */
export function pickLocale(context: Context, uiLocales: unknown = context.query['ui_locales']): Locale {
  const kept = (cookie: string) => spoken(context.cookies.get(cookie, { signed: false }));
  return spoken(context.query['lang']) ?? kept(chosen) ?? spoken(uiLocales) ?? kept(last) ?? 'zh';
}

/**
 * Keeps the language for the pages that follow, such as signing out; a choice on the page holds for this one sign-in,
 * so that the web's own language counts at the next. Without expiry, because the clock of the run is not the browser's.
 */
export function rememberLocale(context: Context, locale: Locale): void {
  const options = { signed: false, httpOnly: true, sameSite: 'lax', overwrite: true } as const;
  context.cookies.set(last, locale, options);
  if (context.query['lang'] !== undefined) context.cookies.set(chosen, locale, { ...options, path: context.path });
}
