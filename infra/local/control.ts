import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import type { RunningStack } from './stack.ts';

export type Control = { readonly url: string; readonly secret: string; readonly close: () => Promise<void> };

type Action = (body: unknown) => unknown;

const largestBodyBytes = 64 * 1024;

const Move = z.strictObject({ ms: z.int() });
const Person = z.strictObject({ person: z.string() });
const rate = z.optional(z.number());
const FaultChange = z.strictObject({
  conflictRate: rate,
  throttleRate: rate,
  timeoutRate: rate,
  delayMs: rate,
  only: z.optional(z.array(z.string())),
});

/** What can be asked of a run from outside. Nothing here is part of the platform. */
const actionsOf = ({ clock, meter, faults, identity, mailbox }: RunningStack): Readonly<Record<string, Action>> => {
  const time = () => ({ now: clock.now(), offsetMs: clock.offsetMs() });
  return {
    'GET /clock': time,
    'POST /clock': async (body) => {
      await clock.move(z.parse(Move, body).ms);
      return time();
    },
    'GET /meter': meter.read,
    'POST /meter': () => {
      meter.reset();
      return meter.read();
    },
    'GET /faults': faults.settings,
    'POST /faults': (body) => {
      const { only, ...rates } = z.parse(FaultChange, body);
      const given = Object.entries(rates).filter(([, value]) => value !== undefined);
      faults.change({ ...Object.fromEntries(given), ...(only && { only }) });
      return faults.settings();
    },
    'POST /token': async (body) => ({ accessToken: await identity.tokenFor(z.parse(Person, body).person) }),
    'GET /mails': () => mailbox.list(),
    'GET /people': identity.accounts.list,
  };
};

/** Opens the way in for the tools of this machine, on a free port of 127.0.0.1, for whoever knows the secret. */
export async function openControl(stack: RunningStack): Promise<Control> {
  const secret = randomBytes(24).toString('base64url');
  const actions = actionsOf(stack);
  const server = createServer((request, response) => {
    answer(request, actions, secret)
      .catch((error: unknown) => ({ status: 400, body: { message: String(error) } }))
      .then(({ status, body }) => reply(response, status, body))
      .catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.parse(z.object({ port: z.int() }), server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    secret,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, actions: Readonly<Record<string, Action>>, secret: string) {
  if (!isKnown(request.headers.authorization, secret)) return { status: 401, body: { message: 'Unauthorized' } };
  const action = actions[`${request.method} ${request.url}`];
  if (!action) return { status: 404, body: { message: 'Not Found' } };
  return { status: 200, body: await action(await bodyOf(request)) };
}

function isKnown(given: string | undefined, secret: string): boolean {
  const expected = Buffer.from(`Bearer ${secret}`);
  const actual = Buffer.from(given ?? '');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > largestBodyBytes) throw new Error('The body is too large');
  }
  return text === '' ? undefined : JSON.parse(text);
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
