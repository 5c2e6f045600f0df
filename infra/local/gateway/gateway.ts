import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Invocation, Invoke, Meter, Place, Resource } from '#infra/local/engine';
import { type Answer, answerOf, own } from './answer.ts';
import { eventOf, targetOf } from './event.ts';
import { createJwtJudge, type Verdict } from './jwt.ts';
import { createRouter, type Match } from './routes.ts';
import { apiOf, type Target } from './template.ts';

export type Gateway = { readonly url: string; readonly close: () => Promise<void> };

type Settings = {
  readonly port: number;
  readonly place: Place;
  readonly resources: readonly Resource[];
  readonly invoke: Invoke;
  /** Does the function's own policy let the API call it? */
  readonly mayInvoke: (functionArn: string, sourceArn: string) => boolean;
  readonly meter: Meter;
};

const largestBodyBytes = 10 * 1024 * 1024;
const closeGraceMs = 5000;

/** Serves the HTTP API of the template on 127.0.0.1. Throws for an API that the local run does not support. */
export async function openGateway(settings: Settings): Promise<Gateway> {
  const { port, place, meter } = settings;
  const { clock } = place;
  const answerTo = responder(settings);
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    const requestId = randomBytes(11).toString('base64');
    meter.add('requests', 1);
    clock
      .work(() => answerTo(request, requestId))
      .catch((cause: unknown) => {
        console.error(new Error(`${request.method} ${request.url} failed`, { cause }));
        return own(500);
      })
      .then((answer) => write(request, response, answer, requestId, clock.now()))
      // The caller has gone away.
      .catch(() => response.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const open = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${open}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), closeGraceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

function responder({ place, resources, invoke, mayInvoke }: Settings) {
  const { clock, partition, region, account } = place;
  const { apiId, routes } = apiOf(resources);
  const select = createRouter(routes);
  const judge = createJwtJudge(clock.now);
  const sourceOf = (key: string) => {
    const [method, path = ''] = key.split(' ');
    return `arn:${partition}:execute-api:${region}:${account}:${apiId}/$default/${method}${path}`;
  };

  async function call({ route }: Match<Target>, event: unknown): Promise<Answer> {
    const { functionArn, timeoutMs } = route.target;
    if (!mayInvoke(functionArn, sourceOf(route.key)))
      throw new Error(`No AWS::Lambda::Permission lets ${sourceOf(route.key)} invoke ${functionArn}`);
    const timeout = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => timeout.resolve('late'), timeoutMs);
    const outcome = await Promise.race([invoke(functionArn, event), timeout.promise]);
    clearTimeout(timer);
    return outcome === 'late' ? own(503) : outcomeAnswer(outcome);
  }

  return async (request: IncomingMessage, requestId: string): Promise<Answer> => {
    const target = targetOf(request.url ?? '/');
    if (!target) return own(400);
    const match = select(request.method ?? '', target.segments);
    if (!match) return own(404);
    const { jwt: rule } = match.route.target;
    const verdict: Verdict | undefined = rule && (await judge(request.headers.authorization, rule));
    if (verdict && !verdict.ok) return own(verdict.status, { 'www-authenticate': verdict.challenge });
    const body = await bodyOf(request);
    if (!body) return own(413);
    const event = eventOf({
      request,
      target,
      body,
      routeKey: match.route.key,
      pathParameters: match.pathParameters,
      jwt: verdict?.jwt,
      api: { account, apiId },
      requestId,
      now: clock.now(),
    });
    return call(match, event);
  };
}

function outcomeAnswer(outcome: Invocation): Answer {
  if (outcome.ok) return answerOf(outcome.payload);
  return own(outcome.errorType === 'RequestEntityTooLargeException' ? 413 : 500);
}

/** The whole body, or undefined when it is larger than the gateway takes. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > largestBodyBytes) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const buffer = Buffer.from(chunk);
    size += buffer.length;
    if (size > largestBodyBytes) return undefined;
    chunks.push(buffer);
  }
  return Buffer.concat(chunks);
}

async function write(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  requestId: string,
  now: number,
) {
  response.sendDate = false;
  // A body that nobody read would keep the caller from reading the answer.
  request.resume();
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(answer.status !== 204 && answer.status !== 304 && { 'content-length': answer.body.length }),
    date: new Date(now).toUTCString(),
    'apigw-requestid': requestId,
  });
  response.end(answer.body);
}
