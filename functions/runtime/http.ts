import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 as Answer, APIGatewayProxyEventV2 as Event } from 'aws-lambda';
import * as z from 'zod/mini';
import { sha256 } from '#functions/adapters/hash';
import { isPassing } from '#functions/adapters/patience';
import type { Entry } from '#functions/adapters/reader';
import type { Route, Routes } from '#shared/contracts/route';
import { mayTry } from '#shared/domain/policy';
import { keysOf } from '#shared/kernel/const-table';
import { PersonId } from '#shared/kernel/ids';
import { type Instant, msOf } from '#shared/kernel/instant';
import { fail, ok } from '#shared/kernel/result';
import type { Action, Actions, Person } from './action.ts';
import { answer, problem } from './answer.ts';
import { inputOf, promisesOf } from './input.ts';

export type Runtime = Entry & { readonly now: () => Instant };

/** The prefix of every path, so that one origin serves the API and the web. */
const prefix = '/api';

/** One Lambda for one step. API Gateway has matched the path, so `routeKey` is a lookup and no router is needed. */
export const lambda = <Rs extends Routes, Deps extends Runtime>(routes: Rs, actions: Actions<Rs, Deps>, deps: Deps) => {
  const endpoints = new Map<string, (event: Event) => Promise<Answer>>(
    keysOf(routes).map((name) => endpoint(routes[name], actions[name], deps)),
  );
  return middy<Event, Answer>()
    .onError((request) => {
      console.error(request.error);
      const code = isPassing(request.error) ? 'request.busy' : 'request.failed';
      request.response = problem({ code }, request.event);
    })
    .handler(async (event) => {
      const endpoint = endpoints.get(event.routeKey);
      if (!endpoint) throw new Error(`No route of this step is ${event.routeKey}`);
      return endpoint(event);
    });
};

const endpoint = <R extends Route, Deps extends Runtime>(route: R, run: Action<R, Deps>, deps: Deps) => {
  const answerTo = async (event: Event) => {
    const outcome = await outcomeOf(event, route, run, deps);
    return outcome.ok ? answer(z.parse(route.reply, outcome.value)) : problem(outcome.error, event);
  };
  return [`${route.method} ${prefix}${route.path}`, answerTo] as const;
};

/** Who, may they, what, seen which version, been here before? And only then the action. */
async function outcomeOf<R extends Route, Deps extends Runtime>(
  event: Event,
  route: R,
  run: Action<R, Deps>,
  deps: Deps,
) {
  const input = inputOf(event, route);
  const promises = promisesOf(event, route);
  const idempotencyKey = promises.ok ? promises.value.idempotencyKey : undefined;
  const { subject, person, earlier } = await entryOf(event, route, idempotencyKey, deps);

  const allowed = admit(route, person);
  if (!allowed.ok) return allowed;
  if (!promises.ok) return promises;
  if (!input.ok) return input;

  const now = deps.now();
  const { version } = promises.value;
  const once = onceOf(event, route, { subject, idempotencyKey, version, input: input.value, now });
  if (once && earlier && earlier.expiresOn * 1000 > msOf(now))
    return earlier.fingerprint === once.fingerprint ? ok(earlier.reply) : fail({ code: 'request.key-reused' });

  const permission = typeof route.access === 'object' ? route.access.action : ('none' as const);
  const authority = { subject, actor: person ?? stranger(subject), permission, version };
  return run({ ...input.value, authority, once, now }, deps);
}

type Met = { readonly subject: string } & Partial<Awaited<ReturnType<Entry['entry']>>>;

/** One round trip for both: who is calling, and was this very request answered before? */
async function entryOf(event: Event, { access }: Route, key: string | undefined, { entry }: Entry): Promise<Met> {
  if (access === 'public') return { subject: '' };
  const subject = subjectOf(event);
  return { subject, ...(await entry(subject, key)) };
}

type Asked = {
  readonly subject: string;
  readonly idempotencyKey: string | undefined;
  readonly version: number | undefined;
  readonly input: unknown;
  readonly now: Instant;
};

function onceOf(event: Event, route: Route, { subject, idempotencyKey, version, input, now }: Asked) {
  if (idempotencyKey === undefined || subject === '') return undefined;
  const key = `${route.method} ${route.path}`;
  const fingerprint = sha256([key, version ?? null, event.rawPath, input]);
  return { subject, idempotencyKey, fingerprint, route: key, at: now };
}

/** One may knock, or the door looks as if it were none. */
function admit({ access }: Route, person: Person | undefined) {
  if (access === 'public' || access === 'signedIn') return ok(undefined);
  if (!person) return fail({ code: 'request.unlinked' });
  return access === 'person' || mayTry(person, access.action) ? ok(undefined) : fail({ code: 'record.unknown' });
}

/** Somebody without a person: allowed nothing by the policy. */
const stranger = (subject: string): Person => ({
  subject,
  personId: PersonId.parse('person-0'),
  organisationId: null,
  roles: [],
  version: 0,
});

const Claims = z.object({ authorizer: z.object({ jwt: z.object({ claims: z.object({ sub: z.string() }) }) }) });

/** The token says only who. What a person may do is read at each call, so that a role taken away is gone at once. */
const subjectOf = ({ requestContext }: Event) => z.parse(Claims, requestContext).authorizer.jwt.claims.sub;
