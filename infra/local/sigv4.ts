import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { unescape as decode } from 'node:querystring';
import * as z from 'zod/mini';
import { type AwsCall, AwsFault } from './engine.ts';

/** What a signature covers, as it came over the wire. */
export type SignedRequest = Pick<AwsCall, 'method' | 'path' | 'query' | 'headers' | 'body'>;

/** Whose key signed, and for which service and region. */
export type Scope = { readonly accessKeyId: string; readonly service: string; readonly region: string };

/** The secret of an access key, or undefined for a key that nobody was given. */
type SecretOf = (accessKeyId: string) => string | undefined;

export const ALGORITHM = 'AWS4-HMAC-SHA256';
const MINUTE_MS = 60_000;
const LONGEST_LINK_SECONDS = 7 * 24 * 60 * 60;
const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';
/** The body's checksum then follows in a trailer; the signature covers this word in its place. */
const UNSIGNED_TRAILER = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

type Claim = Scope & {
  readonly date: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
};

const Credential = z.string().check(z.regex(/^[^/]+\/\d{8}\/[^/]+\/[^/]+\/aws4_request$/));
const Signature = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const AmzDate = z.string().check(z.regex(/^\d{8}T\d{6}Z$/));

/** Callers keep the key of a day, as AWS's own clients do; a clock that moves through years must not fill the memory. */
const KEYS_KEPT = 256;
const keys = new Map<string, Buffer>();

/** The key of one day, region and service; also signs the policy of a form upload. `date` is `yyyymmdd`. */
export function signingKey(secret: string, date: string, region: string, service: string): Buffer {
  const parts = [date, region, service, 'aws4_request'];
  const name = [secret, ...parts].join('/');
  const known = keys.get(name);
  if (known) return known;
  const key = parts.reduce((previous, part) => hmac(previous, part), Buffer.from(`AWS4${secret}`));
  if (keys.size >= KEYS_KEPT) keys.clear();
  keys.set(name, key);
  return key;
}

/** Compares in constant time; `given` may be of any length. */
export function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Epoch milliseconds of `yyyymmddThhmmssZ`; NaN for what is no date. */
const instantOf = (amzDate: string): number =>
  AmzDate.safeParse(amzDate).success
    ? Date.parse(amzDate.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))
    : Number.NaN;

/**
 * Verifies a signature in the Authorization header against the given instant (epoch milliseconds). Refuses with the codes of
 * AWS: MissingAuthenticationToken, IncompleteSignature, UnrecognizedClientException (S3: InvalidAccessKeyId),
 * InvalidSignatureException (S3: SignatureDoesNotMatch), and for S3 RequestTimeTooSkewed and XAmzContentSHA256Mismatch.
 */
export function verifyHeaderSignature(request: SignedRequest, secretOf: SecretOf, now: number): Scope {
  const claim = claimOfHeader(request.headers);
  const isS3 = claim.service === 's3';
  const { 'x-amz-date': amzDate = '' } = request.headers;
  demandScopeDate(claim, amzDate);
  const skewMs = Math.abs(now - instantOf(amzDate));
  if (isS3 && skewMs > 15 * MINUTE_MS) {
    throw new AwsFault(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      403,
    );
  }
  if (!isS3 && skewMs > 5 * MINUTE_MS) {
    const relation = instantOf(amzDate) < now ? 'expired' : 'not yet current';
    throw new AwsFault(
      'InvalidSignatureException',
      `Signature ${relation}: signed at ${amzDate}, now ${amzDateOf(now)}.`,
      403,
    );
  }
  demandSignature(request, request.query, claim, amzDate, payloadHashOf(request, isS3), secretOf);
  return { accessKeyId: claim.accessKeyId, service: claim.service, region: claim.region };
}

/**
 * Verifies a link that was signed in its query, and that `X-Amz-Expires` seconds have not gone by at the given instant
 * (epoch milliseconds). Refuses with AuthorizationQueryParametersError, AccessDenied (expired, not yet valid, a header that
 * should have been signed), InvalidAccessKeyId and SignatureDoesNotMatch.
 */
export function verifyQuerySignature(request: SignedRequest, secretOf: SecretOf, now: number): Scope {
  const claim = claimOfQuery(request.query);
  const amzDate = request.query.get('X-Amz-Date') ?? '';
  demandScopeDate(claim, amzDate);
  const seconds = Number(request.query.get('X-Amz-Expires') ?? Number.NaN);
  if (!(Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_LINK_SECONDS)) {
    throw malformedQuery(`X-Amz-Expires must be a number of seconds from 1 to ${LONGEST_LINK_SECONDS}.`);
  }
  const signedAt = instantOf(amzDate);
  if (now < signedAt - 15 * MINUTE_MS) throw new AwsFault('AccessDenied', 'Request is not valid yet', 403);
  if (now > signedAt + seconds * 1_000) {
    const details = {
      'X-Amz-Expires': String(seconds),
      Expires: iso(signedAt + seconds * 1_000),
      ServerTime: iso(now),
    };
    throw new AwsFault('AccessDenied', 'Request has expired', 403, details);
  }
  const query = new URLSearchParams(request.query);
  query.delete('X-Amz-Signature');
  const payloadHash = request.query.get('X-Amz-Content-Sha256') ?? request.headers['x-amz-content-sha256'];
  demandBody(request.body, payloadHash ?? UNSIGNED_PAYLOAD);
  demandSignature(request, query, claim, amzDate, payloadHash ?? UNSIGNED_PAYLOAD, secretOf);
  return { accessKeyId: claim.accessKeyId, service: claim.service, region: claim.region };
}

function claimOfHeader(headers: SignedRequest['headers']): Claim {
  const { authorization } = headers;
  if (authorization === undefined) {
    throw new AwsFault('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
  }
  const malformed = (what: string) => new AwsFault('IncompleteSignature', `The Authorization header ${what}.`, 400);
  if (!authorization.startsWith(`${ALGORITHM} `)) throw malformed(`must begin with ${ALGORITHM}`);
  const fields = new Map(
    authorization
      .slice(ALGORITHM.length)
      .split(',')
      .map((field) => [field.slice(0, field.indexOf('=')).trim(), field.slice(field.indexOf('=') + 1).trim()]),
  );
  return claimOf(fields.get('Credential'), fields.get('SignedHeaders'), fields.get('Signature'), malformed);
}

function claimOfQuery(query: URLSearchParams): Claim {
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) throw malformedQuery(`X-Amz-Algorithm must be ${ALGORITHM}.`);
  const field = (name: string) => query.get(`X-Amz-${name}`) ?? undefined;
  const malformed = (what: string) => malformedQuery(`The query ${what}.`);
  return claimOf(field('Credential'), field('SignedHeaders'), field('Signature'), malformed);
}

function claimOf(
  credential: string | undefined,
  signedHeaders: string | undefined,
  signature: string | undefined,
  malformed: (what: string) => AwsFault,
): Claim {
  if (!Credential.safeParse(credential).success) throw malformed('names no complete Credential');
  if (!Signature.safeParse(signature).success) throw malformed('holds no Signature');
  const [accessKeyId = '', date = '', region = '', service = ''] = (credential ?? '').split('/');
  const names = (signedHeaders ?? '').split(';');
  if (!names.includes('host')) throw malformed('must name host among its SignedHeaders');
  return { accessKeyId, date, region, service, signedHeaders: names, signature: signature ?? '' };
}

function demandScopeDate(claim: Claim, amzDate: string): void {
  if (Number.isNaN(instantOf(amzDate))) {
    throw new AwsFault('IncompleteSignature', 'X-Amz-Date must be like 20260131T235959Z.', 400);
  }
  if (!amzDate.startsWith(claim.date))
    throw mismatch(claim.service, 'The date of the credential is not that of X-Amz-Date.');
}

function demandSignature(
  request: SignedRequest,
  query: URLSearchParams,
  claim: Claim,
  amzDate: string,
  payloadHash: string,
  secretOf: SecretOf,
): void {
  const secret = secretOf(claim.accessKeyId);
  if (secret === undefined) {
    const code = claim.service === 's3' ? 'InvalidAccessKeyId' : 'UnrecognizedClientException';
    throw new AwsFault(code, 'The access key of this request is not known here.', 403);
  }
  demandAmzHeadersSigned(request.headers, claim);
  const canonical = [
    request.method,
    canonicalPath(request.path, claim.service),
    canonicalQuery(query),
    ...claim.signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}`),
    '',
    claim.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
  const scope = `${claim.date}/${claim.region}/${claim.service}/aws4_request`;
  const key = signingKey(secret, claim.date, claim.region, claim.service);
  const expected = hmac(key, [ALGORITHM, amzDate, scope, sha256(canonical)].join('\n')).toString('hex');
  if (!isSame(claim.signature, expected)) {
    throw mismatch(claim.service, 'The signature we calculated does not match the one you provided.');
  }
}

/** Otherwise someone who holds a link could add what it does not say, such as tags or an encryption context. */
function demandAmzHeadersSigned(headers: SignedRequest['headers'], claim: Claim): void {
  const unsigned = Object.keys(headers).filter(
    (name) => name.startsWith('x-amz-') && !claim.signedHeaders.includes(name),
  );
  const serious = unsigned.filter((name) => name !== 'x-amz-user-agent' && name !== 'x-amz-content-sha256');
  if (serious.length === 0) return;
  throw new AwsFault('AccessDenied', 'There were headers present in the request which were not signed', 403, {
    HeadersNotSigned: serious.join(', '),
  });
}

/** S3 signs the hash that the header names; the other services sign the hash of what was sent. */
function payloadHashOf(request: SignedRequest, isS3: boolean): string {
  const { 'x-amz-content-sha256': named } = request.headers;
  if (!isS3) return sha256(request.body);
  if (named === undefined)
    throw new AwsFault('MissingSecurityHeader', 'S3 needs the header x-amz-content-sha256.', 400);
  demandBody(request.body, named);
  return named;
}

function demandBody(body: Buffer, named: string): void {
  if (named === UNSIGNED_PAYLOAD || named === UNSIGNED_TRAILER) return;
  if (named.startsWith('STREAMING-')) {
    throw new AwsFault('NotImplemented', `x-amz-content-sha256 ${named} is not supported here.`, 501);
  }
  if (!isSame(named, sha256(body))) {
    throw new AwsFault('XAmzContentSHA256Mismatch', 'The body is not the one whose SHA-256 was signed.', 400);
  }
}

/** Every service but S3 encodes the path, which is encoded already, once more. A path that is not well encoded matches no signature. */
const canonicalPath = (path: string, service: string) =>
  path
    .split('/')
    .map((segment) => encode(service === 's3' ? decode(segment) : segment))
    .join('/');

/** Ordered by name, then by value, both encoded. */
function canonicalQuery(query: URLSearchParams): string {
  const pairs = [...query].map(([name, value]) => [encode(name), encode(value)] as const);
  return pairs
    .sort(([name, value], [otherName, otherValue]) => ascending(name, otherName) || ascending(value, otherValue))
    .map((pair) => pair.join('='))
    .join('&');
}

const ascending = (left: string, right: string) => Number(left > right) - Number(left < right);

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const mismatch = (service: string, message: string) =>
  new AwsFault(service === 's3' ? 'SignatureDoesNotMatch' : 'InvalidSignatureException', message, 403);

const malformedQuery = (message: string) => new AwsFault('AuthorizationQueryParametersError', message, 400);

const iso = (instant: number) => new Date(instant).toISOString();
const amzDateOf = (instant: number) => iso(instant).replace(/[-:]|\.\d{3}/g, '');
const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
const hmac = (key: Buffer, content: string) => createHmac('sha256', key).update(content).digest();
