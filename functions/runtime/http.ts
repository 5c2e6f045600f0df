import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 as Answer, APIGatewayProxyEventV2 as Event } from 'aws-lambda';
import * as z from 'zod/mini';
import { isPassing, waiting, withinTime } from '#functions/adapters/patience';
import type { Entry } from '#functions/adapters/reader';
import type { Vault } from '#functions/adapters/vault';
import type { Route, Routes } from '#shared/contracts/route';
import { mayTry } from '#shared/domain/policy';
import { canonical } from '#shared/kernel/canonical';
import { keysOf } from '#shared/kernel/const-table';
import { PersonId } from '#shared/kernel/ids';
import { type Instant, msOf } from '#shared/kernel/instant';
import { fail, ok } from '#shared/kernel/result';
import type { Action, Actions, Outcome, Person } from './action.ts';
import { answer, problem } from './answer.ts';
import { inputOf, promisesOf } from './input.ts';

/** A step that only shows, to whom it does not know, has no key and needs none. */
export type Runtime = Entry & Partial<Pick<Vault, 'lookup'>> & { readonly now: () => Instant };

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
    .handler(async (event, context) => {
      const endpoint = endpoints.get(event.routeKey);
      if (!endpoint) throw new Error(`No route of this step is ${event.routeKey}`);
      return withinTime(context.getRemainingTimeInMillis(), () => endpoint(event));
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
  const [{ subject, person, earlier }, fingerprint] = await Promise.all([
    entryOf(event, route, promises, deps),
    fingerprintOf(event, route, { promises, input }, deps),
  ]);

  const allowed = admit(route, person);
  if (!allowed.ok) return allowed;
  if (!promises.ok) return promises;
  if (!input.ok) return input;

  const now = deps.now();
  const { version, idempotencyKey } = promises.value;
  const once = onceOf(route, { subject, idempotencyKey, fingerprint, now });
  if (once && earlier && earlier.expiresOn * 1000 > msOf(now))
    return earlier.fingerprint === once.fingerprint ? ok(earlier.reply) : fail({ code: 'request.key-reused' });

  const permission = typeof route.access === 'object' ? route.access.action : ('none' as const);
  const authority = { subject, actor: person ?? stranger(subject), permission, version };
  const decide = () => run({ ...input.value, authority, once, now }, deps);
  return route.versioned ? decide() : untilUndisturbed(decide);
}

/** Who was not asked which version was seen decides again upon the newest one, instead of hearing of a race nobody could avoid. */
async function untilUndisturbed<R extends Route>(decide: () => Promise<Outcome<R>>) {
  const wait = waiting();
  for (;;) {
    const outcome = await decide();
    if (outcome.ok || outcome.error.code !== 'record.stale') return outcome;
    if (!(await wait())) return fail({ code: 'request.busy' });
  }
}

type Promised = ReturnType<typeof promisesOf>;
type Met = { readonly subject: string } & Partial<Awaited<ReturnType<Entry['entry']>>>;

/** One round trip for both: who is calling, and was this very request answered before? */
async function entryOf(event: Event, { access }: Route, promises: Promised, { entry }: Entry): Promise<Met> {
  if (access === 'public') return { subject: '' };
  const subject = subjectOf(event);
  return { subject, ...(await entry(subject, promises.ok ? promises.value.idempotencyKey : undefined)) };
}

type Sent = { readonly promises: Promised; readonly input: ReturnType<typeof inputOf> };
const nameOf = ({ method, path }: Route) => `${method} ${path}`;

/**
 * By which the same request is known again. Bodies hold resident numbers and bank accounts, which are soon guessed from
 * a plain hash: this one has the platform's key, unwrapped once while a function is warm.
 */
async function fingerprintOf(event: Event, route: Route, { promises, input }: Sent, { lookup }: Runtime) {
  if (!promises.ok || !input.ok || promises.value.idempotencyKey === undefined) return undefined;
  if (!lookup) throw new Error(`${nameOf(route)} writes without the key to remember it by`);
  const { version = null } = promises.value;
  return lookup('request', canonical([nameOf(route), version, event.rawPath, input.value]));
}

type Asked = {
  readonly subject: string;
  readonly idempotencyKey: string | undefined;
  readonly fingerprint: string | undefined;
  readonly now: Instant;
};

function onceOf(route: Route, { subject, idempotencyKey, fingerprint, now }: Asked) {
  if (idempotencyKey === undefined || fingerprint === undefined || subject === '') return undefined;
  return { subject, idempotencyKey, fingerprint, route: nameOf(route), at: now };
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

const Claim = z.object({ iss: z.string().check(z.regex(/^\S+$/)), sub: z.string() });
const Claims = z.object({ authorizer: z.object({ jwt: z.object({ claims: Claim }) }) });

/**
 * The token says only who. What a person may do is read at each call, so that a role taken away is gone at once. Who is
 * issuer and subject together: another issuer that knows somebody by the same name does not get their rights. No issuer
 * holds a space, so one text is one pair.
 */
function subjectOf({ requestContext }: Event) {
  const { iss, sub } = z.parse(Claims, requestContext).authorizer.jwt.claims;
  return `${iss} ${sub}`;
}
