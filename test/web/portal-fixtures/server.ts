import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import * as z from 'zod/mini';
import { type RejectionCode, rejections } from '#shared/contracts/rejections';
import type { Route } from '#shared/contracts/route';
import { steps } from '#shared/contracts/routes/all';
import { matchPath } from '../../../web/shell/address.ts';
import { type Answer, type Asked, createAnswers } from './answers.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

const routes = Object.entries(steps).flatMap(([step, table]) =>
  Object.entries(table).map(([name, route]): [string, Route] => [`${step}.${name}`, route]),
);

async function bodyOf(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, status: number, value: unknown) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

export function refusal(code: RejectionCode, details?: unknown): Answer {
  const { status, title } = rejections[code];
  return { status, body: { type: `/problems/${code}`, title: title.zh, status, code, details } };
}

function findRoute(method: string | undefined, path: string) {
  const found = routes
    .filter(([, route]) => route.method === method && matchPath(route.path, path))
    .toSorted(([, a], [, b]) => a.path.split('{').length - b.path.split('{').length)[0];
  return found && { name: found[0], route: found[1], params: matchPath(found[1].path, path) ?? {} };
}

/** Every answer of this server has passed the schema of its route: a fixture that is not what the API says fails here. */
function checked(name: string, route: Route, { status, body }: Answer): Answer {
  if (status !== 200) return { status, body };
  const { data, error } = z.safeParse(route.reply, body);
  if (error) throw new Error(`${name}: ${z.prettifyError(error)}`);
  return { status, body: data };
}

/** The built web, an API with records in memory and a bucket, on one free port: for the tests of the portal. */
export async function startPortalFixture(outDir: string) {
  const world = createAnswers(refusal);
  const broken: string[] = [];
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      broken.push(String(error));
      send(response, 500, { message: 'broken fixture' });
    });
  });

  async function api(request: IncomingMessage, response: ServerResponse, url: URL, raw: Buffer) {
    const found = findRoute(request.method, url.pathname.slice('/api'.length));
    if (!found) throw new Error(`no route for ${request.method} ${url.pathname}`);
    const body: unknown = raw.length > 0 ? JSON.parse(raw.toString()) : undefined;
    const asked: Asked = {
      ...{ name: found.name, params: found.params, query: Object.fromEntries(url.searchParams), body },
      key: String(request.headers['idempotency-key'] ?? ''),
      origin: `http://${request.headers.host}`,
    };
    world.heard.push(asked);
    if (world.offline(asked)) {
      request.socket.destroy();
      return;
    }
    const parsed = z.safeParse(found.route.body, body);
    const issues = (parsed.error?.issues ?? []).map(({ path, code }) => ({ path: ['body', ...path].join('.'), code }));
    const answer = parsed.error ? refusal('request.invalid', { issues }) : await world.answer(asked);
    const { status, body: reply } = checked(found.name, found.route, answer);
    send(response, status, reply);
  }

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', 'http://fixture');
    const raw = await bodyOf(request);
    if (url.pathname === '/bucket') {
      response.writeHead(world.bucketStatus);
      response.end();
      return;
    }
    if (url.pathname.startsWith('/api/')) {
      await api(request, response, url, raw);
      return;
    }
    const asset = extname(url.pathname) ? url.pathname : '/index.html';
    response.writeHead(200, { 'content-type': types[extname(asset)] ?? 'application/octet-stream' });
    response.end(await readFile(join(outDir, asset)));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const port = typeof bound === 'object' && bound ? bound.port : 0;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { address: `http://127.0.0.1:${port}`, world, broken, close };
}
