import { randomBytes } from 'node:crypto';
import { unescape as decode } from 'node:querystring';
import { type AwsCall, AwsFault, type Principal } from '../engine.ts';
import type { Bucket } from './bucket.ts';

const content = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
] as const;
const conditions = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'];
const overrides = content.filter((name) => name !== 'content-encoding').map((name) => `response-${name}`);
const encryption = ['x-amz-server-side-encryption', 'x-amz-server-side-encryption-aws-kms-key-id'];
const writing = [...encryption, 'x-amz-tagging', 'x-amz-storage-class', 'x-amz-acl'];

/**
 * What each operation listens to. A query parameter, an x-amz- header or a condition that is not here would change the
 * meaning of the call, so it is refused; `*` stands for any ending.
 */
const operations = {
  GetObject: {
    query: ['versionId', ...overrides, 'response-content-encoding'],
    headers: [...conditions, 'x-amz-checksum-mode'],
  },
  HeadObject: {
    query: ['versionId', ...overrides, 'response-content-encoding'],
    headers: [...conditions, 'x-amz-checksum-mode'],
  },
  PutObject: { query: [], headers: [...writing, 'if-none-match', 'x-amz-meta-*', 'x-amz-checksum-*'] },
  CopyObject: {
    query: [],
    headers: [
      ...writing,
      'x-amz-meta-*',
      'x-amz-copy-source',
      'x-amz-metadata-directive',
      'x-amz-tagging-directive',
      'x-amz-checksum-algorithm',
    ],
  },
  DeleteObject: { query: ['versionId'], headers: [] },
  GetObjectTagging: { query: ['tagging', 'versionId'], headers: [] },
  PutObjectTagging: { query: ['tagging', 'versionId'], headers: ['x-amz-checksum-*'] },
  ListObjectsV2: { query: ['list-type', 'prefix', 'continuation-token', 'max-keys', 'start-after'], headers: [] },
  PostObject: { query: [], headers: [] },
  Preflight: { query: undefined, headers: [] },
} as const satisfies Readonly<Record<string, { query: readonly string[] | undefined; headers: readonly string[] }>>;

type Operation = keyof typeof operations;
const isOperation = (name: string): name is Operation => Object.hasOwn(operations, name);

/** Part of the signature or of the transport: they never change what a call means. */
const transport = new Set([
  'x-amz-date',
  'x-amz-content-sha256',
  'x-amz-security-token',
  'x-amz-user-agent',
  'x-amz-expected-bucket-owner',
  'x-amz-decoded-content-length',
  'x-amz-trailer',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-expires',
  'x-amz-signedheaders',
  'x-amz-signature',
]);

export type S3Request = {
  readonly id: string;
  readonly operation: Operation;
  readonly bucket: Bucket;
  /** Decoded; empty for what concerns the bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
  /** The headers with the x-amz- ones that a link carries in its query. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly principal: Principal | undefined;
};

export const newRequestId = () => randomBytes(8).toString('hex').toUpperCase();

const notImplemented = (what: string) => new AwsFault('NotImplemented', `The local S3 does not support ${what}.`, 501);

/** Says which operation a call is and refuses, by name, what is not supported. */
export function readRequest(call: AwsCall, buckets: ReadonlyMap<string, Bucket>, account: string): S3Request {
  const { bucketName, key } = splitPath(call.path);
  const headers = withQueryHeaders(call);
  const name = operationName(call.method, bucketName, key, call.query, headers);
  if (!isOperation(name)) throw notImplemented(name);
  const bucket = buckets.get(bucketName);
  if (bucket === undefined)
    throw new AwsFault('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: bucketName });
  if (Buffer.byteLength(key) > 1_024) throw new AwsFault('KeyTooLongError', 'Your key is too long');
  demandKnown(name, call.query, headers);
  const owner = headers['x-amz-expected-bucket-owner'];
  if (owner !== undefined && owner !== account) throw new AwsFault('AccessDenied', 'Access Denied', 403);
  return {
    id: newRequestId(),
    operation: name,
    bucket,
    key,
    query: call.query,
    headers,
    body: call.body,
    principal: call.principal,
  };
}

function splitPath(path: string): { readonly bucketName: string; readonly key: string } {
  const [, bucketName = '', ...rest] = path.split('/');
  return { bucketName: decode(bucketName), key: decode(rest.join('/')) };
}

function withQueryHeaders({ headers, query }: AwsCall): Readonly<Record<string, string>> {
  const hoisted: Record<string, string> = {};
  for (const [name, value] of query) if (/^x-amz-/i.test(name)) hoisted[name.toLowerCase()] = value;
  return { ...hoisted, ...headers };
}

/** Markers in the query that make another operation of a method on an object or bucket. */
const marked: readonly (readonly [string, string, string])[] = [
  ['object GET', 'tagging', 'GetObjectTagging'],
  ['object PUT', 'tagging', 'PutObjectTagging'],
  ['object DELETE', 'tagging', 'DeleteObjectTagging'],
  ['object POST', 'uploads', 'CreateMultipartUpload'],
  ['object POST', 'uploadId', 'CompleteMultipartUpload'],
  ['object PUT', 'uploadId', 'UploadPart'],
  ['object DELETE', 'uploadId', 'AbortMultipartUpload'],
  ['object GET', 'uploadId', 'ListParts'],
  ['object GET', 'attributes', 'GetObjectAttributes'],
  ['object GET', 'acl', 'GetObjectAcl'],
  ['object PUT', 'acl', 'PutObjectAcl'],
  ['bucket GET', 'versions', 'ListObjectVersions'],
  ['bucket GET', 'uploads', 'ListMultipartUploads'],
  ['bucket GET', 'location', 'GetBucketLocation'],
  ['bucket POST', 'delete', 'DeleteObjects'],
];

const plain: Readonly<Record<string, string>> = {
  'object GET': 'GetObject',
  'object HEAD': 'HeadObject',
  'object PUT': 'PutObject',
  'object DELETE': 'DeleteObject',
  'bucket GET': 'ListObjects',
  'bucket HEAD': 'HeadBucket',
  'bucket PUT': 'CreateBucket',
  'bucket DELETE': 'DeleteBucket',
  'service GET': 'ListBuckets',
};

function operationName(
  method: string,
  bucketName: string,
  key: string,
  query: URLSearchParams,
  headers: Readonly<Record<string, string>>,
): string {
  if (method === 'OPTIONS') return 'Preflight';
  const scope = scopeOf(bucketName, key);
  const place = `${scope} ${method}`;
  const found = marked.find(([where, marker]) => where === place && query.has(marker));
  if (found !== undefined) return found[2];
  if (place === 'object PUT' && headers['x-amz-copy-source'] !== undefined) return 'CopyObject';
  if (place === 'bucket GET' && query.get('list-type') === '2') return 'ListObjectsV2';
  if (place === 'bucket POST' && /^multipart\/form-data/i.test(headers['content-type'] ?? '')) return 'PostObject';
  const parameters = [...query.keys()].join('&');
  return plain[place] ?? `${method} of a ${scope}${parameters === '' ? '' : ` with ?${parameters}`}`;
}

function scopeOf(bucketName: string, key: string): 'service' | 'bucket' | 'object' {
  if (bucketName === '') return 'service';
  return key === '' ? 'bucket' : 'object';
}

const allowed = (list: readonly string[], name: string) =>
  list.some((each) => (each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : each === name));

function demandKnown(name: Operation, query: URLSearchParams, headers: Readonly<Record<string, string>>): void {
  const known: { readonly query: readonly string[] | undefined; readonly headers: readonly string[] } =
    operations[name];
  if (known.query === undefined) return;
  for (const parameter of query.keys()) {
    if (/^x-amz-/i.test(parameter) || parameter === 'x-id' || known.query.includes(parameter)) continue;
    throw notImplemented(`${name} with the parameter ${parameter}`);
  }
  for (const header of Object.keys(headers)) {
    const matters =
      (header.startsWith('x-amz-') && !transport.has(header)) || (conditions.includes(header) && name !== 'PostObject');
    if (matters && !allowed(known.headers, header)) throw notImplemented(`${name} with the header ${header}`);
  }
}

/** The headers that an object keeps and gives back. */
export function contentHeaders(fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {};
  for (const name of content) {
    const value = fields[name];
    if (value !== undefined && value !== '') kept[name] = value;
  }
  return { 'content-type': 'binary/octet-stream', ...kept };
}

/** The user's metadata without the prefix; S3 allows 2 KB of it. */
export function metadataOf(fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const prefix = 'x-amz-meta-';
  const pairs = Object.entries(fields).filter(([name]) => name.startsWith(prefix));
  const metadata = Object.fromEntries(pairs.map(([name, value]) => [name.slice(prefix.length), value]));
  const bytes = Object.entries(metadata).reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value), 0);
  if (bytes > 2_048)
    throw new AwsFault('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size');
  return metadata;
}

/** Refuses a storage class, an ACL or an encryption that is not what every object of the bucket gets anyway. */
export function demandBucketDefaults(bucket: Bucket, fields: Readonly<Record<string, string>>): void {
  const storage = fields['x-amz-storage-class'] ?? 'STANDARD';
  if (storage !== 'STANDARD') throw notImplemented(`the storage class ${storage}`);
  const acl = fields['x-amz-acl'] ?? fields['acl'] ?? 'bucket-owner-full-control';
  if (acl !== 'bucket-owner-full-control')
    throw new AwsFault('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  const cipher = fields['x-amz-server-side-encryption'];
  const own = bucket.keyArn === undefined ? 'AES256' : 'aws:kms';
  if (cipher !== undefined && cipher !== own) throw notImplemented(`the encryption ${cipher} in a bucket with ${own}`);
  const key = fields['x-amz-server-side-encryption-aws-kms-key-id'];
  if (key !== undefined && key !== bucket.keyArn && !(bucket.keyArn ?? '').endsWith(`/${key}`))
    throw notImplemented(`the encryption key ${key}, which is not the bucket's`);
}
