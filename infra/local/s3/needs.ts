import { unescape as decode } from 'node:querystring';
import type { Need } from '../engine.ts';
import { AwsFault } from '../engine.ts';
import type { Bucket } from './bucket.ts';
import type { S3Request } from './request.ts';
import type { Shelf, Version } from './shelf.ts';

type Source = { readonly bucket: Bucket; readonly key: string; readonly versionId: string | undefined };

/** What `x-amz-copy-source` names: `bucket/key`, percent-encoded, with or without `?versionId=`. */
export function copySource(header: string, buckets: ReadonlyMap<string, Bucket>): Source {
  const [path = '', versionId] = header.split('?versionId=');
  const decoded = decode(path.replace(/^\//, ''));
  const slash = decoded.indexOf('/');
  const key = decoded.slice(slash + 1);
  if (slash < 1 || key === '')
    throw new AwsFault(
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      400,
      { ArgumentName: 'x-amz-copy-source', ArgumentValue: header },
    );
  const bucket = buckets.get(decoded.slice(0, slash));
  if (bucket === undefined)
    throw new AwsFault('NoSuchBucket', 'The specified bucket does not exist', 404, {
      BucketName: decoded.slice(0, slash),
    });
  return { bucket, key, versionId };
}

const decrypt = ({ keyArn }: Bucket): readonly Need[] =>
  keyArn === undefined ? [] : [{ action: 'kms:Decrypt', resource: keyArn }];

/** Writing: the object itself, a data key for it where the bucket has a key, and its tags where it brings any. */
export function writeNeeds(bucket: Bucket, key: string, tagged: boolean): readonly Need[] {
  const resource = `${bucket.arn}/${key}`;
  return [
    { action: 's3:PutObject', resource },
    ...(tagged ? [{ action: 's3:PutObjectTagging', resource }] : []),
    ...(bucket.keyArn === undefined ? [] : [{ action: 'kms:GenerateDataKey', resource: bucket.keyArn }]),
  ];
}

function copyNeeds(request: S3Request, buckets: ReadonlyMap<string, Bucket>, shelf: Shelf): readonly Need[] {
  const { headers } = request;
  const source = copySource(headers['x-amz-copy-source'] ?? '', buckets);
  const version = find(shelf, source.bucket, source.key, source.versionId);
  const bringsTags = headers['x-amz-tagging-directive'] !== 'REPLACE' && Object.keys(version?.tags ?? {}).length > 0;
  return [
    ...onVersion('s3:GetObject', source.bucket, source.key, source.versionId, version),
    ...(bringsTags ? onVersion('s3:GetObjectTagging', source.bucket, source.key, source.versionId, version) : []),
    ...decrypt(source.bucket),
    ...writeNeeds(request.bucket, request.key, bringsTags || headers['x-amz-tagging'] !== undefined),
  ];
}

/** S3 has an action of its own for naming a version, which most policies forget. */
function onVersion(
  action: string,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
  version: Version | undefined,
): readonly Need[] {
  const named = versionId === undefined ? action : action.replace('Object', 'ObjectVersion');
  const tags = Object.entries(version?.tags ?? {}).map(
    ([name, value]) => [`s3:ExistingObjectTag/${name}`, [value]] as const,
  );
  const context = versionId === undefined ? tags : [...tags, ['s3:VersionId', [versionId]] as const];
  return [
    {
      action: named,
      resource: `${bucket.arn}/${key}`,
      ...(context.length === 0 ? {} : { context: Object.fromEntries(context) }),
    },
  ];
}

/** The version that a call means: the one it names, or the current one. */
export const find = (shelf: Shelf, bucket: Bucket, key: string, versionId: string | undefined) =>
  versionId === undefined ? shelf.current(bucket.name, key) : shelf.version(bucket.name, key, versionId);

const deleteAction = (versionId: string | undefined) =>
  versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';

/** The permissions of a signed call. A form upload needs its signer's, which is only known once the form is read. */
export function needsOf(request: S3Request, buckets: ReadonlyMap<string, Bucket>, shelf: Shelf): readonly Need[] {
  const { operation, bucket, key, headers } = request;
  const versionId = request.query.get('versionId') ?? undefined;
  const on = (action: string) => onVersion(action, bucket, key, versionId, find(shelf, bucket, key, versionId));
  switch (operation) {
    case 'GetObject':
      return [...on('s3:GetObject'), ...decrypt(bucket)];
    case 'HeadObject':
      return [...on('s3:GetObject'), ...(headers['x-amz-checksum-mode'] === undefined ? [] : decrypt(bucket))];
    case 'PutObject':
      return writeNeeds(bucket, key, headers['x-amz-tagging'] !== undefined);
    case 'CopyObject':
      return copyNeeds(request, buckets, shelf);
    case 'DeleteObject':
      return [{ action: deleteAction(versionId), resource: `${bucket.arn}/${key}` }];
    case 'GetObjectTagging':
      return on('s3:GetObjectTagging');
    case 'PutObjectTagging':
      return on('s3:PutObjectTagging');
    case 'ListObjectsV2':
      return [
        {
          action: 's3:ListBucket',
          resource: bucket.arn,
          context: { 's3:prefix': [request.query.get('prefix') ?? ''] },
        },
      ];
    case 'PostObject':
    case 'Preflight':
      return [];
  }
}
