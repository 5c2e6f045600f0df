import { createHash } from 'node:crypto';
import type { Account } from './accounts.ts';
import type { Locale } from './locale.ts';
import { style } from './style.ts';
import { type Words, words } from './words.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);

const sendForm = "document.getElementById('op.logoutForm').submit()";
const hashOf = (source: string) => `'sha256-${createHash('sha256').update(source).digest('base64')}'`;

/** What a page of the issuer may do: its one style, its one script, and forms that end at the web. */
export function contentSecurityPolicy(origin: string): string {
  return [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(sendForm)}`,
    'img-src data:',
    // A form's redirects count too: signing in ends at the web's callback.
    `form-action 'self' ${origin}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** Said in both languages on the page, whichever is chosen: nobody may take this for the real thing. */
function notice(): string {
  return `<aside class="notice">
<p lang="zh-CN">${words.zh.notice}</p>
<p lang="en">${words.en.notice}</p>
</aside>`;
}

function page(locale: Locale, title: string, body: string, languages = ''): string {
  return `<!DOCTYPE html>
<html lang="${locale === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · 沪帮 Hubang</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header><span class="brand">沪帮 <span lang="en">Hubang</span></span>${languages}</header>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

function languageLinks(locale: Locale): string {
  const link = (to: Locale, lang: string, label: string) =>
    `<a href="?lang=${to}" lang="${lang}" hreflang="${lang}"${to === locale ? ' aria-current="true"' : ''}>${label}</a>`;
  return `<nav aria-label="${words[locale].languages}">${link('zh', 'zh-CN', '中文')}${link('en', 'en', 'English')}</nav>`;
}

function group(hint: string, people: readonly Account[], index: number): string {
  const buttons = people.map(
    ({ account, name }) =>
      `<li><button class="person" name="account" value="${escapeHtml(account)}"><span class="name">${escapeHtml(name)}</span><span class="account">${escapeHtml(account)}</span></button></li>`,
  );
  return `<section aria-labelledby="group-${index}"><h2 id="group-${index}">${escapeHtml(hint)}</h2><ul>${buttons.join('')}</ul></section>`;
}

function newPerson(text: Words, refused: string | undefined): string {
  const error = refused === undefined ? '' : `<p class="error" id="new-error" role="alert">${text.invalidAccount}</p>`;
  const described = refused === undefined ? 'new-rule' : 'new-error new-rule';
  return `<form method="post" class="new">
<h2>${text.newTitle}</h2>
<label for="new-account">${text.newLabel}</label>
<p class="rule" id="new-rule">${text.newRule}</p>
${error}
<div class="row">
<input id="new-account" name="account" value="${escapeHtml(refused ?? '')}" required minlength="2" maxlength="40" pattern="[a-z0-9\\-]{2,40}" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="${described}"${refused === undefined ? '' : ' aria-invalid="true"'}>
<button class="primary">${text.newButton}</button>
</div>
</form>`;
}

/** Who may sign in: everyone known in groups by hint, and a field for someone new. `refused` is a name that cannot be one. */
export function signInPage(locale: Locale, accounts: readonly Account[], refused?: string): string {
  const text = words[locale];
  const groups = [...Map.groupBy(accounts, ({ hint }) => (hint === '' ? text.noHint : hint))];
  const people =
    groups.length === 0
      ? `<p class="empty">${text.nobody}</p>`
      : `<p>${text.choose}</p><form method="post">${groups.map(([hint, members], index) => group(hint, members, index)).join('')}</form>`;
  return page(locale, text.title, `${notice()}${people}${newPerson(text, refused)}`, languageLinks(locale));
}

/** Asks whether to sign out; when the web asked already, a script answers, and the button is for browsers without one. */
export function signOutPage(locale: Locale, form: string, confirmed: boolean): string {
  const text = words[locale];
  const said = confirmed ? form.replace('</form>', '<input type="hidden" name="logout" value="yes"></form>') : form;
  const buttons = confirmed
    ? `<button class="primary" type="submit" form="op.logoutForm">${text.signOutContinue}</button><script>${sendForm}</script>`
    : `<button class="primary" type="submit" form="op.logoutForm" name="logout" value="yes">${text.signOutYes}</button>
<button class="quiet" type="submit" form="op.logoutForm">${text.signOutNo}</button>`;
  return page(locale, text.signOutTitle, `${said}<div class="row">${buttons}</div>`);
}

export function signedOutPage(locale: Locale, origin: string): string {
  const text = words[locale];
  return page(locale, text.signedOutTitle, `<p><a href="${escapeHtml(origin)}/">${text.toWeb}</a></p>`);
}

/** What went wrong, in the issuer's own words, and the way back. */
export function errorPage(locale: Locale, origin: string, reason: string): string {
  const text = words[locale];
  return page(
    locale,
    text.errorTitle,
    `<p>${text.errorHelp}</p><p class="reason" lang="en">${escapeHtml(reason)}</p><p><a href="${escapeHtml(origin)}/">${text.toWeb}</a></p>`,
  );
}
