// biome-ignore lint/correctness/noUnresolvedImports: Biome does not read the entry point of this package.
import type { Context } from 'oidc-provider';

export type Locale = 'zh' | 'en';

const cookie = 'hubang-language';

/** The first language of a list such as `en-GB zh-CN` that the pages are written in. */
function spoken(tags: unknown): Locale | undefined {
  if (typeof tags !== 'string') return undefined;
  const known = tags.split(' ').map((tag) => tag.toLowerCase().split('-')[0]);
  const found = known.find((tag) => tag === 'zh' || tag === 'en');
  return found === 'zh' || found === 'en' ? found : undefined;
}

/** The language chosen on the page, else the one the web asked for, else the one chosen last time, else Chinese. */
export function pickLocale(context: Context, uiLocales: unknown = context.query['ui_locales']): Locale {
  const remembered = spoken(context.cookies.get(cookie, { signed: false }));
  return spoken(context.query['lang']) ?? remembered ?? spoken(uiLocales) ?? 'zh';
}

/** Keeps a language for the sign-in's later pages; a session cookie, because the clock of the run is not the browser's. */
export function rememberLocale(context: Context, locale: Locale): void {
  context.cookies.set(cookie, locale, { signed: false, httpOnly: true, sameSite: 'lax', overwrite: true });
}
