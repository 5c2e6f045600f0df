import { type Authorize, type AwsAnswer, AwsFault } from '../engine.ts';
import type { Bucket } from './bucket.ts';
import { find } from './needs.ts';
import type { S3Request } from './request.ts';
import type { Shelf, Version } from './shelf.ts';
import { document, element, nest } from './xml.ts';

const httpDate = (instant: number) => new Date(instant).toUTCString();

/** What S3 tells about the version a call concerns, in success and in failure. */
export const versionHeaders = (bucket: Bucket, version: Version): Record<string, string> =>
  bucket.versioned ? { 'x-amz-version-id': version.versionId } : {};

export const encryptionHeaders = ({ keyArn }: Bucket): Record<string, string> =>
  keyArn === undefined
    ? { 'x-amz-server-side-encryption': 'AES256' }
    : { 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-server-side-encryption-aws-kms-key-id': keyArn };

export const checksumHeaders = (checksums: Readonly<Record<string, string>>): Record<string, string> => {
  const sums = Object.entries(checksums).map(([name, value]) => [`x-amz-checksum-${name}`, value] as const);
  return sums.length === 0 ? {} : { ...Object.fromEntries(sums), 'x-amz-checksum-type': 'FULL_OBJECT' };
};

/** Where a request looks for a version, and who looks. */
type Sight = Pick<S3Request, 'bucket' | 'key' | 'principal'> & { readonly versionId: string | undefined };

/**
 * The version, or S3's refusal. Whoever may not list the bucket is not told that a key is missing: that is AccessDenied,
 * and a role that forgot s3:ListBucket shall notice it here.
 */
export function demandVersion(shelf: Shelf, authorize: Authorize, sight: Sight): Version {
  const { bucket, key, versionId } = sight;
  const version = find(shelf, bucket, key, versionId);
  if (version !== undefined && !version.deleteMarker) return version;
  if (version !== undefined && versionId !== undefined) {
    throw new AwsFault('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, {
      Method: 'GET',
      ResourceType: 'DeleteMarker',
    });
  }
  demandListing(authorize, sight);
  if (versionId !== undefined)
    throw new AwsFault('NoSuchVersion', 'The specified version does not exist.', 404, {
      Key: key,
      VersionId: versionId,
    });
  throw new AwsFault('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
}

function demandListing(authorize: Authorize, { bucket, principal }: Sight): void {
  try {
    if (principal !== undefined) {
      authorize(principal.roleId, { action: 's3:ListBucket', resource: bucket.arn });
      return;
    }
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
  }
  throw new AwsFault('AccessDenied', 'Access Denied', 403);
}

type Span = { readonly start: number; readonly end: number };

/** The one range of a Range header as [start, end); undefined for the whole, which is also what a malformed one gets. */
function rangeOf(header: string | undefined, size: number): Span | undefined {
  if (header === undefined) return undefined;
  if (header.includes(','))
    throw new AwsFault('NotImplemented', 'The local S3 does not support several ranges at once.', 501);
  const found = /^bytes=(\d*)-(\d*)$/.exec(header);
  const [first, last] = [found?.[1] ?? '', found?.[2] ?? ''];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (first !== '' && last !== '' && Number(last) < start) return undefined;
  if (start >= size)
    throw new AwsFault('InvalidRange', 'The requested range is not satisfiable', 416, {
      RangeRequested: header,
      ActualObjectSize: size,
    });
  return { start, end };
}

const sameTag = (header: string, etag: string) =>
  header.split(',').some((each) => ['*', etag, `"${etag}"`].includes(each.trim()));

/** If-Match and If-None-Match win over their dates, as RFC 9110 and S3 have it. */
function notModified(version: Version, headers: Readonly<Record<string, string>>): boolean {
  const {
    'if-match': match,
    'if-unmodified-since': unmodified,
    'if-none-match': none,
    'if-modified-since': modified,
  } = headers;
  const seconds = Math.floor(version.modifiedAt / 1_000) * 1_000;
  const stale =
    match === undefined ? unmodified !== undefined && seconds > Date.parse(unmodified) : !sameTag(match, version.etag);
  if (stale)
    throw new AwsFault('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
  return none === undefined ? modified !== undefined && seconds <= Date.parse(modified) : sameTag(none, version.etag);
}

function overrides(query: URLSearchParams): Record<string, string> {
  const found = [...query].filter(([name]) => name.startsWith('response-'));
  return Object.fromEntries(found.map(([name, value]) => [name.slice('response-'.length), value]));
}

function describe(request: S3Request, version: Version): Record<string, string> {
  const metadata = Object.entries(version.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value] as const);
  const tags = Object.keys(version.tags).length;
  return {
    ...version.headers,
    ...overrides(request.query),
    ...Object.fromEntries(metadata),
    ...(tags === 0 ? {} : { 'x-amz-tagging-count': String(tags) }),
    ...versionHeaders(request.bucket, version),
    ...encryptionHeaders(request.bucket),
    etag: `"${version.etag}"`,
    'last-modified': httpDate(version.modifiedAt),
    'accept-ranges': 'bytes',
  };
}

/** GetObject and HeadObject. */
export function readObject(request: S3Request, shelf: Shelf, authorize: Authorize): AwsAnswer {
  const version = demandVersion(shelf, authorize, {
    ...request,
    versionId: request.query.get('versionId') ?? undefined,
  });
  const headers = describe(request, version);
  if (notModified(version, request.headers)) return { status: 304, headers };
  const range = rangeOf(request.headers['range'], version.size);
  const { start, end } = range ?? { start: 0, end: version.size };
  const sums =
    request.headers['x-amz-checksum-mode'] !== undefined && range === undefined
      ? checksumHeaders(version.checksums)
      : {};
  const partial: Record<string, string> =
    range === undefined ? {} : { 'content-range': `bytes ${start}-${end - 1}/${version.size}` };
  const answer = {
    status: range === undefined ? 200 : 206,
    headers: { ...headers, ...sums, ...partial, 'content-length': String(end - start) },
  };
  return request.operation === 'HeadObject' ? answer : { ...answer, body: shelf.read(version, start, end) };
}

const token = {
  seal: (key: string) => Buffer.from(key).toString('base64url'),
  open: (text: string) => Buffer.from(text, 'base64url').toString(),
} as const;

function pageSize(query: URLSearchParams): number {
  const text = query.get('max-keys') ?? '1000';
  if (!/^\d{1,9}$/.test(text))
    throw new AwsFault('InvalidArgument', 'Provided max-keys not an integer or within integer range', 400, {
      ArgumentName: 'max-keys',
      ArgumentValue: text,
    });
  return Math.min(1_000, Number(text));
}

/** ListObjectsV2. */
export function listObjects({ bucket, query }: S3Request, shelf: Shelf): AwsAnswer {
  const prefix = query.get('prefix') ?? '';
  const from = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const limit = pageSize(query);
  const found =
    limit === 0
      ? []
      : shelf.list(bucket.name, prefix, from === null ? (startAfter ?? '') : token.open(from), limit + 1);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const more = found.length > limit && last !== undefined;
  const contents = page.map(({ key, modifiedAt, etag, size, checksums }) =>
    nest('Contents', [
      element('Key', key),
      element('LastModified', new Date(modifiedAt).toISOString()),
      element('ETag', `"${etag}"`),
      ...Object.keys(checksums).map((name) => element('ChecksumAlgorithm', name.toUpperCase())),
      element('Size', size),
      element('StorageClass', 'STANDARD'),
    ]),
  );
  const body = nest('ListBucketResult', [
    element('Name', bucket.name),
    element('Prefix', prefix),
    element('KeyCount', page.length),
    element('MaxKeys', limit),
    element('IsTruncated', more),
    ...(from === null ? [] : [element('ContinuationToken', from)]),
    ...(startAfter === null ? [] : [element('StartAfter', startAfter)]),
    ...(more ? [element('NextContinuationToken', token.seal(last.key))] : []),
    ...contents,
  ]);
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: document(body) };
}
