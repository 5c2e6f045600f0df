import { type Authorize, type AwsAnswer, AwsFault, type Place } from '../engine.ts';
import type { Bucket } from './bucket.ts';
import { algorithmOf, checksum, verifyChecksums } from './checksum.ts';
import type { Announcements } from './events.ts';
import { copySource } from './needs.ts';
import { payloadOf } from './payload.ts';
import { checksumHeaders, demandVersion, encryptionHeaders, versionHeaders } from './read.ts';
import { contentHeaders, demandBucketDefaults, metadataOf, type S3Request } from './request.ts';
import type { Draft, Putting, Shelf, Version } from './shelf.ts';
import { document, element, nest, readTagging } from './xml.ts';

/** What every operation works with. */
export type Desk = {
  readonly place: Place;
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly shelf: Shelf;
  readonly authorize: Authorize;
  readonly announce: Announcements;
  /** Called after each change: hands events to the bus and lets the lifecycle look at what is new. */
  readonly changed: (version: Version) => void;
};

/** Puts an object and lets the world know. */
export function put(
  desk: Desk,
  bucket: Bucket,
  draft: Omit<Draft, 'bucket'>,
  bytes: Buffer,
  how: Pick<Putting, 'announcement' | 'only'>,
): Version {
  const version = desk.shelf.put({ ...draft, bucket: bucket.name }, bytes, {
    ...how,
    versioned: bucket.versioned,
    now: desk.place.clock.now(),
  });
  desk.changed(version);
  return version;
}

const stored = (bucket: Bucket, version: Version): Record<string, string> => ({
  etag: `"${version.etag}"`,
  ...versionHeaders(bucket, version),
  ...encryptionHeaders(bucket),
  ...checksumHeaders(version.checksums),
});

function demandAbsent(headers: Readonly<Record<string, string>>): Putting['only'] {
  const wanted = headers['if-none-match'];
  if (wanted === undefined) return undefined;
  if (wanted !== '*')
    throw new AwsFault(
      'NotImplemented',
      'A header you provided implies functionality that is not implemented: If-None-Match takes * only.',
      501,
    );
  return (former) => {
    if (former !== undefined && !former.deleteMarker)
      throw new AwsFault('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
        Condition: 'If-None-Match',
      });
  };
}

/** PutObject. */
export function putObject(request: S3Request, desk: Desk): AwsAnswer {
  const { bucket, key } = request;
  const { bytes, headers } = payloadOf(request.body, request.headers);
  demandBucketDefaults(bucket, headers);
  const draft = {
    key,
    headers: contentHeaders(headers),
    metadata: metadataOf(headers),
    checksums: verifyChecksums(bytes, headers),
    tags: headerTags(headers['x-amz-tagging']),
  };
  const version = put(desk, bucket, draft, bytes, {
    announcement: desk.announce.created(bucket, request.id, 'PutObject'),
    only: demandAbsent(headers),
  });
  return { status: 200, headers: stored(bucket, version) };
}

function directive(headers: Readonly<Record<string, string>>, name: string): 'COPY' | 'REPLACE' {
  const value = headers[name] ?? 'COPY';
  if (value === 'COPY' || value === 'REPLACE') return value;
  throw new AwsFault('InvalidArgument', `Unknown ${name}: ${value}.`, 400, {
    ArgumentName: name,
    ArgumentValue: value,
  });
}

/** CopyObject: of one version, whatever came to its key later. */
export function copyObject(request: S3Request, desk: Desk): AwsAnswer {
  const { bucket, key, headers } = request;
  demandBucketDefaults(bucket, headers);
  const source = copySource(headers['x-amz-copy-source'] ?? '', desk.buckets);
  const metadata = directive(headers, 'x-amz-metadata-directive');
  const tagging = directive(headers, 'x-amz-tagging-directive');
  if (tagging === 'COPY' && headers['x-amz-tagging'] !== undefined)
    throw new AwsFault('InvalidRequest', 'x-amz-tagging needs x-amz-tagging-directive: REPLACE.');
  const onItself = source.bucket.name === bucket.name && source.key === key && source.versionId === undefined;
  if (onItself && metadata === 'COPY')
    throw new AwsFault(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  const original = demandVersion(desk.shelf, desk.authorize, { ...source, principal: request.principal });
  const bytes = desk.shelf.read(original);
  const asked = headers['x-amz-checksum-algorithm'];
  const draft = {
    key,
    ...(metadata === 'COPY'
      ? { headers: original.headers, metadata: original.metadata }
      : { headers: contentHeaders(headers), metadata: metadataOf(headers) }),
    checksums: asked === undefined ? original.checksums : { [algorithmOf(asked)]: checksum(algorithmOf(asked), bytes) },
    tags: tagging === 'COPY' ? original.tags : headerTags(headers['x-amz-tagging']),
  };
  const version = put(desk, bucket, draft, bytes, {
    announcement: desk.announce.created(bucket, request.id, 'CopyObject'),
  });
  const sums = Object.entries(version.checksums).map(([name, value]) =>
    element(`Checksum${name.toUpperCase()}`, value),
  );
  const body = nest('CopyObjectResult', [
    element('ETag', `"${version.etag}"`),
    element('LastModified', new Date(version.modifiedAt).toISOString()),
    ...sums,
    ...(sums.length === 0 ? [] : [element('ChecksumType', 'FULL_OBJECT')]),
  ]);
  const copied: Record<string, string> = source.bucket.versioned
    ? { 'x-amz-copy-source-version-id': original.versionId }
    : {};
  return {
    status: 200,
    headers: {
      'content-type': 'application/xml',
      ...versionHeaders(bucket, version),
      ...encryptionHeaders(bucket),
      ...copied,
    },
    body: document(body),
  };
}

/** DeleteObject: a marker on top with versioning, the thing itself without or when a version is named. */
export function deleteObject(request: S3Request, desk: Desk): AwsAnswer {
  const { bucket, key, id } = request;
  const versionId = request.query.get('versionId') ?? undefined;
  const now = desk.place.clock.now();
  if (bucket.versioned && versionId === undefined) {
    const marker = desk.shelf.mark(
      bucket.name,
      key,
      now,
      desk.announce.deleted(bucket, id, 'DeleteObject', 'Delete Marker Created'),
    );
    desk.changed(marker);
    return { status: 204, headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker.versionId } };
  }
  const version =
    versionId === undefined ? desk.shelf.current(bucket.name, key) : desk.shelf.version(bucket.name, key, versionId);
  const named: Record<string, string> =
    versionId === undefined || !bucket.versioned ? {} : { 'x-amz-version-id': versionId };
  if (version === undefined) return { status: 204, headers: named };
  desk.shelf.erase(version, desk.announce.deleted(bucket, id, 'DeleteObject', 'Permanently Deleted'));
  desk.changed(version);
  return { status: 204, headers: { ...named, ...(version.deleteMarker ? { 'x-amz-delete-marker': 'true' } : {}) } };
}

/** GetObjectTagging. */
export function getTagging(request: S3Request, desk: Desk): AwsAnswer {
  const version = demandVersion(desk.shelf, desk.authorize, {
    ...request,
    versionId: request.query.get('versionId') ?? undefined,
  });
  const tags = Object.entries(version.tags).map(([name, value]) =>
    nest('Tag', [element('Key', name), element('Value', value)]),
  );
  const body = document(nest('Tagging', [nest('TagSet', tags)]));
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', ...versionHeaders(request.bucket, version) },
    body,
  };
}

/** PutObjectTagging: the whole set at once. */
export function putTagging(request: S3Request, desk: Desk): AwsAnswer {
  const { bytes, headers } = payloadOf(request.body, request.headers);
  verifyChecksums(bytes, headers);
  const tags = checkedTags(readTagging(bytes.toString()));
  const version = demandVersion(desk.shelf, desk.authorize, {
    ...request,
    versionId: request.query.get('versionId') ?? undefined,
  });
  desk.shelf.tag(version, tags, desk.announce.tagged(request.bucket, request.id));
  desk.changed(version);
  return { status: 200, headers: versionHeaders(request.bucket, version) };
}

const headerTags = (header: string | undefined) => checkedTags([...new URLSearchParams(header ?? '')]);

function checkedTags(pairs: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  if (pairs.length > 10) throw new AwsFault('BadRequest', 'Object tags cannot be greater than 10');
  const tags = Object.fromEntries(pairs);
  if (Object.keys(tags).length !== pairs.length)
    throw new AwsFault('InvalidTag', 'Cannot provide multiple Tags with the same key');
  for (const [name, value] of pairs) {
    if (name.length < 1 || name.length > 128)
      throw new AwsFault('InvalidTag', 'The TagKey you have provided is invalid');
    if (value.length > 256) throw new AwsFault('InvalidTag', 'The TagValue you have provided is invalid');
  }
  return tags;
}
