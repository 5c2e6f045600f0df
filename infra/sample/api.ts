import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Route } from '#shared/contracts/route';
import type { World } from './world.ts';

/** What a route asks for, as a caller writes it. */
export type Asked<R extends Route> = {
  readonly params?: z.input<R['params']>;
  readonly query?: z.input<R['query']>;
  readonly body?: z.input<R['body']>;
  /** The version that was seen, for routes that change a record. */
  readonly version?: number;
};

export type Api = ReturnType<typeof apiOf>;

const Problem = z.object({ code: z.string() });
const again = ['record.busy', 'request.busy', 'request.running'];
const tries = 40;

/** A refusal that nobody expected: the round cannot go on. */
export class Refused extends Error {
  readonly code: string;
  readonly status: number;
  constructor(route: Route, status: number, code: string, answer: unknown) {
    super(`${route.method} ${route.path}: ${status} ${code} ${JSON.stringify(answer)}`);
    this.code = code;
    this.status = status;
  }
}

/** The public API as one person uses it, over HTTP, with the types of the route table and nothing else. */
export function apiOf(world: World, account: string) {
  let token: { readonly text: string; readonly until: number } | undefined;
  const tokenNow = async () => {
    if (!token || token.until <= world.clock.now()) {
      token = { text: await world.tokenFor(account), until: world.clock.now() + 50 * 60_000 };
    }
    return token.text;
  };

  /** Asks once more, under the same key, when somebody else was writing or the connection broke. */
  const call = async <R extends Route>(route: R, asked: Asked<R> = {}): Promise<z.output<R['reply']>> => {
    const key = randomUUID();
    for (let attempt = 1; ; attempt += 1) {
      const answer = await once(route, asked, key).catch((error: unknown) => ({ status: 0, body: `${error}` }));
      if (isDone(answer)) return read(route, 'reply', answer.body);
      if (!isPassing(answer) || attempt === tries) throw new Refused(route, answer.status, codeOf(answer), answer.body);
      await pause(Math.min(500, 10 * attempt));
    }
  };

  const once = async (route: Route, { params, query, body, version }: Asked<Route>, key: string) => {
    await world.ready();
    const url = `${world.url}/api${pathOf(route.path, params)}${queryOf(query)}`;
    const response = await fetch(url, {
      method: route.method,
      headers: {
        ...(route.access !== 'public' && { authorization: `Bearer ${await tokenNow()}` }),
        ...(route.method !== 'GET' && { 'idempotency-key': key }),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : parsed(text) };
  };

  return { account, call };
}

type Answer = { readonly status: number; readonly body: unknown };

const isDone = ({ status }: Answer) => status >= 200 && status < 300;
const codeOf = ({ body }: Answer) => {
  const problem = Problem.safeParse(body);
  return problem.success ? problem.data.code : 'gateway';
};
/** The connection broke, the gateway gave up, or somebody else was writing: the same request may go through later. */
const isPassing = (answer: Answer) => answer.status === 0 || answer.status >= 502 || again.includes(codeOf(answer));

/** Not `route.reply` but `route[part]`: so the compiler keeps the type of this route's own schema. */
const read = <R extends Route, Part extends 'reply'>(route: R, part: Part, value: unknown) =>
  z.parse(route[part], value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const Parts = z.optional(z.record(z.string(), z.union([z.string(), z.number()])));

const pathOf = (path: string, params: unknown) => {
  const values = z.parse(Parts, params) ?? {};
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(`${values[name] ?? ''}`));
};

const queryOf = (query: unknown) => {
  const values = Object.entries(z.parse(Parts, query) ?? {}).map(([name, value]) => [name, `${value}`]);
  return values.length === 0 ? '' : `?${new URLSearchParams(values)}`;
};
