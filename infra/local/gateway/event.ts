import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { JwtContext } from './jwt.ts';

/** A request whose path could be decoded. */
export type Target = {
  readonly rawPath: string;
  readonly rawQueryString: string;
  /** Decoded one by one, so that an encoded slash does not make two. */
  readonly segments: readonly string[];
};

/** These are between two hosts only, and the gateway is the second. */
const hopByHop = new Set(['connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'cookie']);
const textTypes = new Set(['application/json', 'application/javascript', 'application/xml']);

/** The path as HTTP APIs see it, decoded; undefined when it cannot be. */
export function targetOf(url: string): Target | undefined {
  const [path = '', ...query] = url.split('?');
  try {
    const segments = path.split('/').slice(1).map(decodeURIComponent);
    return { rawPath: `/${segments.join('/')}`, rawQueryString: query.join('?'), segments };
  } catch {
    return undefined;
  }
}

const joined = (entries: Iterable<readonly [string, string]>): Record<string, string> => {
  const values = new Map<string, string>();
  for (const [key, value] of entries) {
    const earlier = values.get(key);
    values.set(key, earlier === undefined ? value : `${earlier},${value}`);
  }
  return Object.fromEntries(values);
};

function headersOf(request: IncomingMessage, now: number): Record<string, string> {
  const given = Object.entries(request.headersDistinct)
    .filter(([name]) => !hopByHop.has(name))
    .map(([name, values]) => [name, (values ?? []).join(',')] as const);
  const { localPort, remoteAddress = '' } = request.socket;
  const trace = `Root=1-${Math.floor(now / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
  return joined([
    ...given,
    ['x-forwarded-for', remoteAddress],
    ['x-forwarded-port', String(localPort)],
    ['x-forwarded-proto', 'http'],
    ['x-amzn-trace-id', trace],
  ]);
}

function bodyOf(body: Buffer, contentType: string | undefined) {
  if (body.length === 0) return { isBase64Encoded: false };
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  // Found by trial on AWS: everything else is handed over as base64, also a form and what has no type.
  const isText = type.startsWith('text/') || textTypes.has(type);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

/** `23/Nov/2026:22:36:08 +0000`. */
const logTime = (now: number) => {
  const [, day, month, year, time] = new Date(now).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
};

const orNothing = <Key extends string>(key: Key, values: Readonly<Record<string, string>>) =>
  Object.keys(values).length > 0 ? { [key]: values } : {};

/** The event that a function gets, in payload format 2.0. `now` is of the shifted clock. */
export function eventOf(given: {
  readonly request: IncomingMessage;
  readonly target: Target;
  readonly body: Buffer;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly jwt: JwtContext | undefined;
  readonly api: { readonly account: string; readonly apiId: string };
  readonly requestId: string;
  readonly now: number;
}) {
  const { request, target, routeKey, pathParameters, jwt, api, requestId, now } = given;
  const { rawPath, rawQueryString } = target;
  const headers = headersOf(request, now);
  const cookies = (request.headers.cookie ?? '').split(/;\s*/).filter((cookie) => cookie !== '');
  const domainName = (request.headers.host ?? '').replace(/:\d+$/, '');
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...orNothing('queryStringParameters', joined(new URLSearchParams(rawQueryString))),
    requestContext: {
      accountId: api.account,
      apiId: api.apiId,
      ...(jwt && { authorizer: { jwt } }),
      domainName,
      domainPrefix: domainName.split('.')[0] ?? '',
      http: {
        method: request.method ?? '',
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId,
      routeKey,
      stage: '$default',
      time: logTime(now),
      timeEpoch: now,
    },
    ...orNothing('pathParameters', pathParameters),
    ...bodyOf(given.body, request.headers['content-type']),
  };
}
