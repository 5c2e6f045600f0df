import { type AwsAnswer, AwsFault } from '../engine.ts';
import type { Bucket, CorsRule } from './bucket.ts';

type Asked = { readonly origin: string; readonly method: string; readonly headers: readonly string[] };

/** A pattern of S3's CORS rules: text with at most one `*`. */
function fits(pattern: string, text: string): boolean {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return pattern === text;
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
}

const ruleFor = (bucket: Bucket, asked: Asked): CorsRule | undefined =>
  bucket.cors.find(
    (rule) =>
      rule.AllowedOrigins.some((origin) => fits(origin, asked.origin)) &&
      rule.AllowedMethods.some((method) => method === asked.method) &&
      asked.headers.every((header) => rule.AllowedHeaders.some((pattern) => fits(pattern.toLowerCase(), header))),
  );

function grant(rule: CorsRule, asked: Asked): Record<string, string> {
  const anybody = rule.AllowedOrigins.includes('*');
  return {
    'access-control-allow-origin': anybody ? '*' : asked.origin,
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(rule.ExposedHeaders.length === 0 ? {} : { 'access-control-expose-headers': rule.ExposedHeaders.join(', ') }),
    ...(rule.MaxAge === undefined ? {} : { 'access-control-max-age': String(rule.MaxAge) }),
    ...(anybody ? {} : { 'access-control-allow-credentials': 'true' }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

/** What a browser may do with the answer: the headers of the first rule that fits origin and method, or none. */
export function corsHeaders(
  bucket: Bucket | undefined,
  method: string,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const origin = headers['origin'];
  if (bucket === undefined || origin === undefined) return {};
  const asked = { origin, method, headers: [] };
  const rule = ruleFor(bucket, asked);
  return rule === undefined ? {} : grant(rule, asked);
}

/** Answers OPTIONS. */
export function preflight(bucket: Bucket, headers: Readonly<Record<string, string>>): AwsAnswer {
  const origin = headers['origin'];
  const method = headers['access-control-request-method'];
  if (origin === undefined) throw new AwsFault('BadRequest', 'Insufficient information. Origin request header needed.');
  if (method === undefined) throw new AwsFault('BadRequest', 'Invalid Access-Control-Request-Method: null');
  if (bucket.cors.length === 0) throw refusal('CORSResponse: CORS is not enabled for this bucket.', method);
  const wanted = (headers['access-control-request-headers'] ?? '').split(',').map((name) => name.trim().toLowerCase());
  const asked = { origin, method, headers: wanted.filter((name) => name !== '') };
  const rule = ruleFor(bucket, asked);
  if (rule === undefined)
    throw refusal(
      "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
      method,
    );
  const allowed: Record<string, string> =
    asked.headers.length === 0 ? {} : { 'access-control-allow-headers': asked.headers.join(', ') };
  return { status: 200, headers: { ...grant(rule, asked), ...allowed } };
}

const refusal = (message: string, method: string) =>
  new AwsFault('AccessForbidden', message, 403, { Method: method, ResourceType: 'OBJECT' });
