import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Clock } from '#infra/local/engine';
import type { Mailbox, Search } from './mailbox.ts';
import { listPage, mailPage, missingPage, style } from './page.ts';
import type { Door } from './smtp.ts';

type Options = { readonly port: number; readonly mailbox: Mailbox; readonly clock: Clock };
type Answer = { readonly status: number; readonly type: string; readonly body: string };

const MOST_SHOWN = 200;
const headers = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

/**
 * The mailbox in a browser, on this machine only: `/` for people, `/mails/<id>` for one mail, and `/mails?to=&since=&q=`
 * as JSON for scripts (`since` in epoch milliseconds or as a date).
 */
export async function openMailbox({ port, mailbox, clock }: Options): Promise<Door> {
  const server = createServer((request, response) => {
    const { status, type, body } = isOurs(request.headers.host)
      ? answerTo(request.method ?? '', new URL(request.url ?? '/', 'http://mailbox'), mailbox, clock)
      : plain(403, 'The mailbox answers on this machine only.');
    response
      .writeHead(status, {
        ...headers,
        'content-type': `${type}; charset=utf-8`,
        date: new Date(clock.now()).toUTCString(),
      })
      .end(body);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A foreign page whose name was pointed at this machine must not read the mail. */
const isOurs = (host: string | undefined) => /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? '');

const plain = (status: number, body: string): Answer => ({ status, type: 'text/plain', body });
const webPage = (body: string, status = 200): Answer => ({ status, type: 'text/html', body });

function answerTo(method: string, url: URL, mailbox: Mailbox, clock: Clock): Answer {
  if (method !== 'GET') return plain(405, 'The mailbox can only be read.');
  const { pathname, searchParams } = url;
  if (pathname === '/style.css') return { status: 200, type: 'text/css', body: style };
  const search = searchOf(searchParams);
  if (!search) return plain(400, 'since is neither epoch milliseconds nor a date.');
  if (pathname === '/mails') {
    return { status: 200, type: 'application/json', body: JSON.stringify(mailbox.list(search)) };
  }
  if (pathname === '/') {
    const mails = mailbox.list({ ...search, limit: MOST_SHOWN });
    const { to, text } = search;
    return webPage(listPage({ people: mailbox.people(), mails, to, text, now: clock.now() }));
  }
  const [, id] = /^\/mails\/([\w-]+)$/.exec(pathname) ?? [];
  const mail = id === undefined ? undefined : mailbox.find(id);
  return mail ? webPage(mailPage(mail, clock.now())) : webPage(missingPage(), 404);
}

function searchOf(parameters: URLSearchParams): Search | undefined {
  const given = (name: string) => parameters.get(name)?.trim() || undefined;
  const [to, text, since] = [given('to'), given('q'), given('since')];
  const sinceMs = since === undefined || /^\d+$/.test(since) ? Number(since ?? 0) : Date.parse(since);
  if (Number.isNaN(sinceMs)) return undefined;
  return { since: sinceMs, ...(to !== undefined && { to: to.toLowerCase() }), ...(text !== undefined && { text }) };
}
