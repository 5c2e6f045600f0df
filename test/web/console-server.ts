import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import * as z from 'zod/mini';
import { pageHeaders } from '#functions/web/headers';
import { rejections } from '#shared/contracts/rejections';
import type { Route } from '#shared/contracts/route';
import { steps } from '#shared/contracts/routes/all';
import { Caller } from '#shared/domain/policy';
import { answers, Refused } from './console-answers.ts';
import { nowOfFixtures, personOf } from './console-records.ts';

type Named = {
  readonly step: keyof typeof steps;
  readonly name: string;
  readonly route: Route;
  readonly shape: RegExp;
};

const shapeOf = (path: string) => new RegExp(`^/api${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
const table: readonly Named[] = Object.entries(steps).flatMap(([step, routes]) =>
  Object.entries<Route>(routes).map(([name, route]) => ({
    ...{ step: z.parse(z.enum(stepNames()), step), name, route, shape: shapeOf(route.path) },
  })),
);
function stepNames() {
  const [first = 'identity', ...rest] = Object.keys(steps).filter((name): name is keyof typeof steps => name in steps);
  return [first, ...rest] as const;
}

const types: Readonly<Record<string, string>> = {
  ...{ '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' },
};

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(z.parse(z.instanceof(Buffer), chunk));
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}

/** The token is the role: the fixtures know one person for each. */
function callerOf(request: IncomingMessage) {
  const role = request.headers.authorization?.replace('Bearer ', '') ?? '';
  return z.safeParse(Caller, { personId: personOf(role), organisationId: null, roles: [role] }).data;
}

const quoted = (header: string | undefined) => (header === undefined ? undefined : Number(header.replaceAll('"', '')));

async function answer(request: IncomingMessage, url: URL): Promise<{ status: number; body: unknown }> {
  const hit = table
    .toSorted((a, b) => a.route.path.split('{').length - b.route.path.split('{').length)
    .find(({ route, shape }) => route.method === request.method && shape.test(url.pathname));
  const caller = callerOf(request);
  if (!hit) return { status: 404, body: { message: 'Not Found' } };
  if (!caller && hit.route.access !== 'public') return { status: 401, body: { message: 'Unauthorized' } };
  const known = caller ?? Caller.parse({ personId: 'person-nobody', organisationId: null, roles: [] });
  const params = { ...hit.shape.exec(url.pathname)?.groups };
  try {
    const give = answers[hit.step]?.[hit.name];
    if (!give) throw new Refused('record.unknown');
    const query = Object.fromEntries(url.searchParams);
    const body = await bodyOf(request);
    const reply = give({ caller: known, params, query, body, ifMatch: quoted(request.headers['if-match']) });
    // The schema proves the fixtures: what the real functions could not answer, these must not either.
    return { status: 200, body: z.parse(hit.route.reply, reply) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { status, title } = rejections[error.code];
    return { status, body: { code: error.code, status, title: title.zh, details: error.details } };
  }
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer, more: object = {}) {
  response.writeHead(status, { 'content-type': type, date: new Date(nowOfFixtures).toUTCString(), ...more });
  response.end(body);
}

type Reply = { readonly status: number; readonly type: string; readonly body: string | Buffer; readonly more?: object };

async function api(request: IncomingMessage, url: URL, origin: string): Promise<Reply> {
  const config = { issuer: origin, clientId: 'web', audience: 'web', scope: 'openid', now: nowOfFixtures };
  const { status, body } = url.pathname === '/api/config' ? { status: 200, body: config } : await answer(request, url);
  return { status, type: 'application/json', body: JSON.stringify(body) };
}

async function web(outDir: string, { pathname }: URL, origin: string): Promise<Reply> {
  const isFile = extname(pathname) !== '';
  const name = isFile ? pathname : '/index.html';
  const type = types[extname(name)] ?? 'application/octet-stream';
  // The policy that visitors get: the console must look right under it, and only under its own.
  const policy = pageHeaders(pathname, { issuer: origin, signIn: origin, documents: origin });
  return { status: 200, type, body: await readFile(join(outDir, name)), ...(isFile ? {} : { more: policy }) };
}

/** Serves a build of the web, and answers its API from the fixtures. */
export async function serveConsole(outDir: string): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host ?? ''}`;
    const url = new URL(request.url ?? '/', origin);
    const replying = url.pathname.startsWith('/api/') ? api(request, url, origin) : web(outDir, url, origin);
    replying
      .catch((error: unknown): Reply => ({ status: 500, type: 'text/plain', body: String(error) }))
      .then(({ status, type, body, more }) => send(response, status, type, body, more))
      .catch(console.error);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return { server, origin: `http://127.0.0.1:${address.port}` };
}

/** What the sign-in library keeps in a tab: somebody with this role is signed in. */
export const sessionOf = (origin: string, role: string) => ({
  key: `hubang.oidc.user:${origin}:web`,
  value: JSON.stringify({
    ...{ access_token: role, token_type: 'Bearer', scope: 'openid', profile: { sub: role } },
    expires_at: Math.floor(Date.now() / 1000) + 3600,
  }),
});
