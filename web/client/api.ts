import * as z from 'zod/mini';
import type { Route } from '#shared/contracts/route';
import { heardServerDate } from '../words/clock.ts';
import { currentLanguage, languageTags } from '../words/language.ts';
import { networkProblem, type Problem, problemOf } from './problem.ts';

/** Empty parts may be left out. */
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { readonly [Key in Name]?: undefined }
  : Record<string, never> extends Value
    ? { readonly [Key in Name]?: Value }
    : { readonly [Key in Name]: Value };

/** What a route asks for, as its schemas say. `ifMatch` is the version of the record that was on the screen. */
export type CallInput<R extends Route> = Part<'params', z.input<R['params']>> &
  Part<'query', z.input<R['query']>> &
  Part<'body', z.input<R['body']>> &
  (R extends { readonly versioned: true } ? { readonly ifMatch: number } : { readonly ifMatch?: undefined }) & {
    readonly signal?: AbortSignal;
  };

/** Nothing has to be given where nothing is asked for. */
export type CallArguments<R extends Route> =
  Record<string, never> extends CallInput<R> ? [input?: CallInput<R>] : [input: CallInput<R>];

export type Reply<R extends Route> = z.output<R['reply']>;
export type CallResult<R extends Route> =
  | { readonly ok: true; readonly value: Reply<R> }
  | { readonly ok: false; readonly problem: Problem };
export type Call = <R extends Route>(route: R, ...input: CallArguments<R>) => Promise<CallResult<R>>;
/** One key for one intention: pressing "pay" again after a lost answer has to send the same. */
export type CallWithKey = <R extends Route>(
  route: R,
  idempotencyKey: string,
  ...input: CallArguments<R>
) => Promise<CallResult<R>>;

export type Credentials = {
  readonly token: () => Promise<string | undefined>;
  /** Tries to get a new token without asking the person; says whether there is one. */
  readonly renew: () => Promise<boolean>;
  /** The person has to sign in again. */
  readonly ended: () => void;
};

export type Ports = {
  /** Empty in the browser: one origin. */
  readonly origin: string;
  readonly credentials: Credentials;
  readonly fetch: typeof fetch;
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
};

/** What of a route goes over the wire, without its schemas. */
export type Outline = Pick<Route, 'method' | 'path' | 'access'>;

export type Sent = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: Problem };
export type Send = (outline: Outline, idempotencyKey: string, input: Loose) => Promise<Sent>;

export type Client = { readonly call: Call; readonly callWithKey: CallWithKey; readonly send: Send };

export type Loose = {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly ifMatch?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

const entries = (part: unknown): [string, unknown][] =>
  typeof part === 'object' && part !== null ? Object.entries(part) : [];

function addressOf(origin: string, { path }: Outline, { params, query }: Loose) {
  const filled = entries(params).reduce<string>(
    (text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(String(value))),
    path,
  );
  const known = entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(known.map(([name, value]) => [name, String(value)])).toString();
  return `${origin}/api${filled}${search ? `?${search}` : ''}`;
}

function headersOf(route: Outline, input: Loose, token: string | undefined, idempotencyKey: string) {
  const headers = new Headers({ accept: 'application/json', 'accept-language': languageTags[currentLanguage()] });
  if (token) headers.set('authorization', `Bearer ${token}`);
  if (input.body !== undefined) headers.set('content-type', 'application/json');
  if (route.method !== 'GET') headers.set('idempotency-key', idempotencyKey);
  if (input.ifMatch !== undefined) headers.set('if-match', `"${input.ifMatch}"`);
  return headers;
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

/**
 * The server has parsed the reply by this very schema. While developing and testing it is checked again; a visitor's page
 * that is older than the server goes on with what it understands.
 */
const isReply = <R extends Route>(route: R, value: unknown): value is Reply<R> => {
  if (!import.meta.env.DEV) return true;
  const { error } = z.safeParse(route.reply, value);
  if (error)
    throw new Error(
      `The reply of ${route.method} ${route.path} is not what its schema says: ${z.prettifyError(error)}`,
    );
  return true;
};

/** Answers that mean "the same again, a little later". The idempotency key makes repeating a command safe. */
const passing: ReadonlySet<string> = new Set(['request.busy', 'request.running', 'record.busy', 'client.network']);
const attempts = 4;

function pauseMs(response: Response | undefined, attempt: number, random: number) {
  const asked = Number(response?.headers.get('retry-after'));
  const ceiling = 300 * 2 ** attempt;
  return asked > 0 ? Math.min(asked * 1000, 5000) + random * 300 : random * ceiling;
}

type Outcome = {
  readonly response: Response | undefined;
  readonly problem: Problem | undefined;
  readonly value: unknown;
};

async function once(ports: Ports, route: Outline, input: Loose, idempotencyKey: string): Promise<Outcome> {
  const token = route.access === 'public' ? undefined : await ports.credentials.token();
  const init: RequestInit = { method: route.method, headers: headersOf(route, input, token, idempotencyKey) };
  if (input.body !== undefined) init.body = JSON.stringify(input.body);
  if (input.signal) init.signal = input.signal;
  let response: Response;
  try {
    response = await ports.fetch(addressOf(ports.origin, route, input), init);
  } catch (cause) {
    if (input.signal?.aborted) throw cause;
    return { response: undefined, problem: networkProblem(), value: undefined };
  }
  heardServerDate(response.headers.get('date'));
  const value = await jsonOf(response);
  return { response, problem: response.ok ? undefined : await problemOf(response.status, value), value };
}

/** The one client: the route table says how, the schemas say what. A refusal is an answer, not an exception. */
export function createClient(ports: Ports): Client {
  const authorized = async (route: Outline, idempotencyKey: string, input: Loose): Promise<Outcome> => {
    const outcome = await once(ports, route, input, idempotencyKey);
    if (outcome.problem?.code !== 'client.signed-out') return outcome;
    const again = (await ports.credentials.renew()) ? await once(ports, route, input, idempotencyKey) : outcome;
    if (again.problem?.code === 'client.signed-out') ports.credentials.ended();
    return again;
  };
  const persistent = async (route: Outline, idempotencyKey: string, input: Loose): Promise<Outcome> => {
    for (let attempt = 1; ; attempt++) {
      const outcome = await authorized(route, idempotencyKey, input);
      const isPassing = outcome.problem !== undefined && passing.has(outcome.problem.code);
      if (!isPassing || attempt >= attempts) return outcome;
      await ports.sleep(pauseMs(outcome.response, attempt, ports.random()));
    }
  };
  const send: Send = async (outline, idempotencyKey, input) => {
    const { problem, value } = await persistent(outline, idempotencyKey, input);
    return problem ? { ok: false, problem } : { ok: true, value };
  };
  const callWithKey: CallWithKey = async (route, idempotencyKey, ...[input]) => {
    const sent = await send(route, idempotencyKey, input ?? {});
    if (!sent.ok) return sent;
    if (!isReply(route, sent.value)) throw new Error('unreachable: an unfit reply throws');
    return { ok: true, value: sent.value };
  };
  return { call: (route, ...input) => callWithKey(route, crypto.randomUUID(), ...input), callWithKey, send };
}
