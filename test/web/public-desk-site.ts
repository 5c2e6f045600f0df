import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium as playwright } from 'playwright-core';
import { build, type Plugin } from 'vite';
import * as z from 'zod/mini';
import { type RejectionCode, rejections } from '#shared/contracts/rejections';
import type { Route } from '#shared/contracts/route';
import { matchPath } from '../../web/shell/address.ts';

/** A plain refusal as the functions answer it. */
export class Refusal extends Error {
  readonly code: RejectionCode;
  readonly details: unknown;
  constructor(code: RejectionCode, details?: unknown) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

export type Asked = {
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly ifMatch: string | undefined;
};
export type Answer = { readonly route: Route; readonly answer: (asked: Asked) => unknown };

/** A line of the fixture: what a route answers. The answer has to satisfy the reply schema of the route. */
export const answers = (route: Route, answer: Answer['answer']): Answer => ({ route, answer });

const root = fileURLToPath(new URL('../../', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Only the areas that are looked at: a build of the console would take as long as all tests here. */
const onlyTheseAreas: Plugin = {
  name: 'only-these-areas',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('/web/shell/areas.ts') ? code.replace('../areas/*/area.tsx', '../areas/{public,desk}/area.tsx') : null,
};

async function built() {
  const outDir = await mkdtemp(join(tmpdir(), 'hubang-site-'));
  process.env['NODE_ENV'] = 'production';
  const configFile = join(root, 'web/vite.config.ts');
  await build({ configFile, logLevel: 'error', plugins: [onlyTheseAreas], build: { outDir, emptyOutDir: true } });
  return outDir;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString();
  return text ? JSON.parse(text) : undefined;
}

function problemOf(error: unknown) {
  if (!(error instanceof Refusal)) {
    console.error(error);
    return { status: 500, body: { message: 'Internal Server Error' } };
  }
  const { status, title } = rejections[error.code];
  return { status, body: { code: error.code, status, title: title.zh, details: error.details } };
}

/** The site with an API that answers from a table; what the table lacks is 404. */
export async function openSite(table: () => readonly Answer[]) {
  const outDir = await built();
  const api = async (request: IncomingMessage, path: string) => {
    const method = request.method ?? 'GET';
    const body = await bodyOf(request);
    for (const { route, answer } of table()) {
      const params = method === route.method ? matchPath(route.path, path) : undefined;
      if (!params) continue;
      const ifMatch = request.headers['if-match'];
      return z.parse(route.reply, answer({ params, body, ifMatch }));
    }
    throw new Refusal('record.unknown');
  };
  const file = async (path: string, response: ServerResponse) => {
    const known = extname(path) in types;
    const name = known ? path : '/index.html';
    response.writeHead(200, { 'content-type': types[extname(name)] ?? 'text/html' });
    response.end(await readFile(join(outDir, name)));
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const done = pathname.startsWith('/api/')
      ? api(request, pathname.slice(4)).then(
          (value) => ({ status: 200, body: value }),
          (error: unknown) => problemOf(error),
        )
      : undefined;
    if (!done) return void file(pathname, response).catch(() => response.writeHead(404).end());
    void done.then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  const address = `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}`;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(outDir, { recursive: true, force: true });
  };
  return { address, outDir, close };
}

/** The package's own arguments put everything into one process: closing a page would end the browser. */
export const openBrowser = async (): Promise<Browser> =>
  playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });

/** As the sign-in library leaves it in the tab after a sign-in. */
export async function signedIn(context: BrowserContext, { issuer, clientId }: { issuer: string; clientId: string }) {
  const user = { access_token: 'sample', token_type: 'Bearer', expires_at: 4_000_000_000, profile: { sub: 'sample' } };
  await context.addInitScript(
    ([key, value]) => sessionStorage.setItem(key ?? '', value ?? ''),
    [`hubang.oidc.user:${issuer}:${clientId}`, JSON.stringify(user)],
  );
}
