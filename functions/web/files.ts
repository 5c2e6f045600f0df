import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Bucket } from '#functions/adapters/bucket';
import { type Instant, msOf } from '#shared/kernel/instant';

const mediaTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  map: 'application/json',
  webmanifest: 'application/manifest+json',
  png: 'image/png',
  jpg: 'image/jpeg',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
};
const isText = (mediaType: string) => /^(text\/|application\/(json|manifest\+json)|image\/svg)/.test(mediaType);

/** The names of the build's assets hold a hash of their content, so they never change. */
export const isHashed = (key: string) => /^assets\/.+-[\w-]{8,}\.\w+$/.test(key);

const encodings = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 7 }),
} as const;
export type Encoding = keyof typeof encodings | 'identity';

export type WebFile = {
  readonly key: string;
  readonly mediaType: string;
  readonly hash: string;
  readonly bytesIn: (encoding: Encoding) => Promise<Buffer>;
  readonly encodingsOf: readonly Encoding[];
};

const smallestBytes = 1024;

/** A file and its compressed forms, each made once while the function is warm. */
function webFile(key: string, bytes: Buffer): WebFile {
  const mediaType = mediaTypes[key.slice(key.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  const made = new Map<Encoding, Promise<Buffer>>();
  const bytesIn = (encoding: Encoding) => {
    const compressed =
      made.get(encoding) ?? (encoding === 'identity' ? Promise.resolve(bytes) : encodings[encoding](bytes));
    made.set(encoding, compressed);
    return compressed;
  };
  const compressible = isText(mediaType) && bytes.length >= smallestBytes;
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  return { key, mediaType, hash, bytesIn, encodingsOf: compressible ? ['br', 'gzip', 'identity'] : ['identity'] };
}

/** How long a file that may change is taken from memory: so long may a new version of the site be hidden. */
const keptMs = 60_000;

/** Files of the web bucket, kept while warm. What is not there is asked for again each time. */
export const files = ({ read }: Pick<Bucket, 'read'>) => {
  const kept = new Map<string, { readonly file: WebFile; readonly at: number }>();
  return async (key: string, now: Instant) => {
    const known = kept.get(key);
    const age = known ? msOf(now) - known.at : 0;
    if (known && (isHashed(key) || (age >= 0 && age < keptMs))) return known.file;
    const found = await read(key);
    if (!found) return undefined;
    const file = webFile(key, found.bytes);
    kept.set(key, { file, at: msOf(now) });
    return file;
  };
};
export type Files = ReturnType<typeof files>;
