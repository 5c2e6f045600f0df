import type { Mail, Person } from './mailbox.ts';

/** Text that is already HTML. */
type Html = { readonly html: string };

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? character);

/** Everything put into a page is escaped, unless it is HTML of ours. */
function html(strings: TemplateStringsArray, ...values: readonly (string | number | Html | readonly Html[])[]): Html {
  const texts = values.map((value) => {
    if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
    return 'html' in value ? value.html : value.map((one) => one.html).join('');
  });
  return { html: String.raw({ raw: strings }, ...texts) };
}
const nothing: Html = { html: '' };

const page = (title: string, body: Html) =>
  html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><a class="home" href="/">信箱</a><p>本机发出的邮件都在这里，不会送到外面。</p></header>
${body}
</body>
</html>
`.html;

export type Shown = {
  readonly people: readonly Person[];
  readonly mails: readonly Mail[];
  readonly to: string | undefined;
  readonly text: string | undefined;
  /** The shifted clock: its day is today. */
  readonly now: number;
};

/** Who has mail on one side, the mails of one person or of all on the other, newest first. */
export function listPage({ people, mails, to, text, now }: Shown): string {
  const heading = to ?? '全部邮件';
  return page(
    `${heading} · 信箱`,
    html`<div class="columns">
<nav aria-label="收件人">
<ul>
<li><a href="/"${current(to === undefined)}><span>全部</span></a></li>
${people.map((person) => personLine(person, to))}
</ul>
</nav>
<main>
<form method="get" action="/" role="search">
${to === undefined ? nothing : html`<input type="hidden" name="to" value="${to}">`}
<label for="q">搜索</label>
<input id="q" name="q" type="search" value="${text ?? ''}" placeholder="主题、正文或地址">
<button>搜索</button>
</form>
<h1>${heading}</h1>
${mails.length > 0 ? html`<ol class="mails">${mails.map((mail) => mailLine(mail, now))}</ol>` : empty(text)}
</main>
</div>`,
  );
}

const personLine = ({ address, count }: Person, to: string | undefined) =>
  html`<li><a href="/?to=${encodeURIComponent(address)}"${current(address === to)}><span>${address}</span> <b>${count}</b></a></li>`;

const mailLine = (mail: Mail, now: number) =>
  html`<li><a href="/mails/${mail.id}"><span class="subject">${mail.subject || '（无主题）'}</span>
<span class="who">${mail.recipients.join('、')}</span>${timeOf(mail.sentAt, now)}</a></li>`;

const empty = (text: string | undefined) =>
  text
    ? html`<p class="empty">没有找到“${text}”。<a href="/">看全部邮件</a></p>`
    : html`<p class="empty">还没有邮件。发出的邮件会马上出现在这里。</p>`;

const current = (isCurrent: boolean): Html => (isCurrent ? { html: ' aria-current="page"' } : nothing);

/** One mail as plain text: nothing that a sender wrote can run or load anything. */
export function mailPage(mail: Mail, now: number): string {
  const lines = [
    ['发件人', mail.from],
    ['收件人', mail.to.join('、')],
    ['抄送', mail.cc.join('、')],
    ['实际送达', mail.recipients.join('、')],
    ['回复至', mail.replyTo.join('、')],
    [
      '标签',
      Object.entries(mail.tags)
        .map(([name, value]) => `${name}=${value}`)
        .join('、'),
    ],
  ];
  return page(
    `${mail.subject} · 信箱`,
    html`<main class="mail">
<p><a href="/?to=${encodeURIComponent(mail.recipients[0] ?? '')}">← ${mail.recipients[0] ?? '返回'}</a></p>
<h1>${mail.subject || '（无主题）'}</h1>
<dl>
${lines.map(([name = '', value = '']) => (value === '' ? nothing : html`<div><dt>${name}</dt><dd>${value}</dd></div>`))}
<div><dt>时间</dt><dd>${timeOf(mail.sentAt, now)}</dd></div>
</dl>
<pre>${linked(mail.text || textOfHtml(mail.html))}</pre>
</main>`,
  );
}

export const missingPage = () =>
  page('没有这一页 · 信箱', html`<main class="mail"><h1>没有这一页</h1><p><a href="/">回到信箱</a></p></main>`);

/** Addresses of the web become links; everything else stays text. */
const linked = (text: string): readonly Html[] =>
  text
    .split(/(https?:\/\/[^\s<>"'，。；、）)]+)/)
    .map((piece, index) =>
      index % 2 === 1 ? html`<a href="${piece}" rel="noreferrer noopener">${piece}</a>` : html`${piece}`,
    );

/** For a mail that has only HTML. */
const textOfHtml = (source: string) =>
  source
    .replaceAll(/<(style|script)[\s\S]*?<\/\1>/gi, '')
    .replaceAll(/<(br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^>]*>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const format = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

function timeOf(sentAt: number, now: number): Html {
  const text = format.format(sentAt);
  const isToday = text.split(' ')[0] === format.format(now).split(' ')[0];
  return html`<time datetime="${new Date(sentAt).toISOString()}">${isToday ? `今天 ${text.split(' ')[1] ?? ''}` : text}</time>`;
}

export const style = `
:root { --ink: #1f2a2e; --soft: #5b6b70; --line: #dfe5e4; --paper: #fbfcfb; --tint: #eef3f1; --accent: #0f6b5c; color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.7 "PingFang SC", "Noto Sans SC", "Microsoft YaHei", system-ui, sans-serif; }
a { color: var(--accent); text-underline-offset: 3px; }
a:focus-visible, input:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
header { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; padding: 16px 24px; border-bottom: 1px solid var(--line); background: #fff; }
header p { margin: 0; color: var(--soft); font-size: 14px; }
.home { font-size: 20px; font-weight: 600; text-decoration: none; color: var(--ink); }
.columns { display: grid; grid-template-columns: minmax(220px, 300px) minmax(0, 1fr); max-width: 1200px; margin: 0 auto; }
nav { padding: 24px 8px 24px 24px; }
nav ul, .mails { list-style: none; margin: 0; padding: 0; }
nav a { display: flex; justify-content: space-between; gap: 8px; padding: 6px 12px; border-radius: 8px; color: var(--ink); text-decoration: none; }
nav span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
nav b { color: var(--soft); font-weight: 400; font-variant-numeric: tabular-nums; }
nav a:hover, nav a[aria-current] { background: var(--tint); }
nav a[aria-current] { font-weight: 600; }
main { padding: 24px; min-width: 0; }
form { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
label { color: var(--soft); }
input, button { font: inherit; padding: 6px 12px; border: 1px solid #8a989c; border-radius: 8px; background: #fff; color: inherit; }
input[type=search] { flex: 1 1 200px; min-width: 0; }
button { border-color: var(--accent); background: var(--accent); color: #fff; cursor: pointer; }
h1 { font-size: 22px; line-height: 1.4; margin: 24px 0 12px; overflow-wrap: anywhere; }
.mails a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 16px; padding: 12px 0; border-top: 1px solid var(--line); color: inherit; text-decoration: none; }
.mails a:hover .subject { text-decoration: underline; }
.subject { font-weight: 600; overflow-wrap: anywhere; }
.who { grid-row: 2; color: var(--soft); font-size: 14px; overflow-wrap: anywhere; }
time { color: var(--soft); font-size: 14px; font-variant-numeric: tabular-nums; }
.empty { padding: 48px 0; color: var(--soft); text-align: center; }
.mail { max-width: 800px; margin: 0 auto; }
dl { margin: 0 0 24px; padding: 12px 16px; border-radius: 8px; background: var(--tint); font-size: 14px; }
dl div { display: flex; gap: 12px; }
dt { flex: 0 0 5em; color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
pre { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 720px) {
  .columns { grid-template-columns: minmax(0, 1fr); }
  nav { padding: 16px 16px 0; max-height: 30vh; overflow: auto; border-bottom: 1px solid var(--line); }
  main { padding: 16px; }
  .mails a { grid-template-columns: minmax(0, 1fr); }
  .who { grid-row: auto; }
}
`;
