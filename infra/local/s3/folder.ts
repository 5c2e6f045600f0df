import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Bucket } from './bucket.ts';
import { newRequestId } from './request.ts';
import { type Desk, put } from './write.ts';

/** The media types of a built web folder. */
const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  json: 'application/json',
  txt: 'text/plain; charset=utf-8',
  map: 'application/json',
  ico: 'image/vnd.microsoft.icon',
  webmanifest: 'application/manifest+json',
};

/** What a Custom::CDKBucketDeployment says of the copy; names of `systemMetadata` as in its template: `cache-control` ... */
export type Deployment = {
  readonly prefix?: string;
  readonly systemMetadata?: Readonly<Record<string, string>>;
  /** Patterns with `*` and `?`. What `include` names comes back after `exclude`, as with `aws s3 sync`. */
  readonly exclude?: readonly string[];
  readonly include?: readonly string[];
  /** Removes what is under the prefix and not in the folder. */
  readonly prune?: boolean;
};

function typeOf(name: string): string {
  const found = types[name.split('.').at(-1)?.toLowerCase() ?? ''];
  if (found === undefined)
    throw new Error(`no content type is known for ${name}: add its extension to infra/local/s3/folder.ts`);
  return found;
}

const fits = (pattern: string, path: string) =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  ).test(path);

const chosen = (path: string, { exclude = [], include = [] }: Deployment) =>
  include.some((pattern) => fits(pattern, path)) || !exclude.some((pattern) => fits(pattern, path));

/** Copies a built folder into a bucket. What is there already, the same, stays as it is, so a restart makes no versions. */
export function deployFolder(desk: Desk, bucket: Bucket, folder: string, deployment: Deployment): void {
  const { prefix = '', systemMetadata = {}, prune = true } = deployment;
  const root = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  for (const path of paths.filter((each) => chosen(each, deployment))) {
    const bytes = readFileSync(join(folder, path));
    const headers = { 'content-type': typeOf(path), ...systemMetadata };
    const former = desk.shelf.current(bucket.name, root + path);
    const same =
      former?.etag === createHash('md5').update(bytes).digest('hex') &&
      JSON.stringify(former.headers) === JSON.stringify(headers);
    if (same) continue;
    const announcement = desk.announce.created(bucket, newRequestId(), 'PutObject');
    put(desk, bucket, { key: root + path, headers, metadata: {}, checksums: {}, tags: {} }, bytes, { announcement });
  }
  if (prune) removeOthers(desk, bucket, root, new Set(paths), deployment);
}

function removeOthers(
  desk: Desk,
  bucket: Bucket,
  root: string,
  kept: ReadonlySet<string>,
  deployment: Deployment,
): void {
  for (const version of desk.shelf.aged(bucket.name, root, 'current')) {
    const path = version.key.slice(root.length);
    if (kept.has(path) || !chosen(path, deployment)) continue;
    const announce = (type: 'Permanently Deleted' | 'Delete Marker Created') =>
      desk.announce.deleted(bucket, newRequestId(), 'DeleteObject', type);
    if (bucket.versioned)
      desk.shelf.mark(bucket.name, version.key, desk.place.clock.now(), announce('Delete Marker Created'));
    else desk.shelf.erase(version, announce('Permanently Deleted'));
    desk.changed(version);
  }
}
