import type { APIGatewayProxyEventV2 as Event } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Route } from '#shared/contracts/route';
import { fail, ok } from '#shared/kernel/result';

const maxBodyBytes = 256 * 1024;

/** What the caller sent, parsed: nothing else of the event reaches an action. */
export function inputOf<R extends Route>(event: Event, route: R) {
  const json = jsonOf(event);
  if (!json.ok) return json;
  const params = read(route, 'params', event.pathParameters ?? {});
  const query = read(route, 'query', event.queryStringParameters ?? {});
  const body = read(route, 'body', json.value);
  if (params.success && query.success && body.success)
    return ok({ params: params.data, query: query.data, body: body.data });
  // An id in the path that cannot exist is a record that does not exist.
  if (!params.success) return fail({ code: 'record.unknown' });
  const issues = Object.entries({ query, body }).flatMap(([part, { error }]) =>
    (error?.issues ?? []).map((issue) => ({ path: [part, ...issue.path].join('.'), code: codeOf(issue) })),
  );
  return fail({ code: 'request.invalid', details: { issues } });
}

/** A check of ours names itself in its message; a schema's own checks are named by zod. */
const codeOf = ({ code, message }: { readonly code?: string | undefined; readonly message: string }) =>
  code === 'custom' && /^[a-z-]+$/.test(message) ? message : (code ?? 'invalid');

/** Long enough for any UUID, short enough for a key of the table. */
const isKey = /^[\x21-\x7e]{1,64}$/;

/** Who writes says which attempt this is, and who changes a record says which version of it was seen. */
export function promisesOf({ headers }: Event, { method, versioned }: Route) {
  const { 'idempotency-key': idempotencyKey, 'if-match': ifMatch } = headers;
  if (method !== 'GET' && !isKey.test(idempotencyKey ?? '')) return fail({ code: 'request.key-missing' });
  if (versioned && !ifMatch) return fail({ code: 'record.version-missing' });
  const version = versioned && Number(ifMatch?.replaceAll('"', ''));
  return ok({ idempotencyKey: method === 'GET' ? undefined : idempotencyKey, version });
}

/** Not `route.params` but `route[part]`: so the compiler keeps the type of this route's own schema. */
const read = <R extends Route, Part extends 'params' | 'query' | 'body'>(route: R, part: Part, value: unknown) =>
  z.safeParse(route[part], value);

function jsonOf({ body, isBase64Encoded }: Event) {
  if (body === undefined || body === '') return ok(undefined);
  const text = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString();
  if (Buffer.byteLength(text) > maxBodyBytes) return fail({ code: 'request.too-large' });
  try {
    const value: unknown = JSON.parse(text);
    return ok(value);
  } catch {
    return fail({ code: 'request.not-json' });
  }
}
