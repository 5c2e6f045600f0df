import { createHash, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsFault } from '../engine.ts';

/** The Castagnoli polynomial, reflected. */
const crc32cTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

function crc32c(bytes: Buffer): Buffer {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crc32cTable[(crc ^ byte) & 0xff] ?? 0);
  return wordBytes((crc ^ 0xffffffff) >>> 0);
}

/** The NVMe polynomial, reflected, as two halves: BigInt arithmetic would take seconds for a document. */
const nvmeHigh = new Uint32Array(256);
const nvmeLow = new Uint32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit++) {
    const odd = low & 1;
    low = (low >>> 1) | ((high & 1) << 31);
    high >>>= 1;
    if (odd) {
      high ^= 0x9a6c9329;
      low ^= 0xac4bc9b5;
    }
  }
  nvmeHigh[byte] = high;
  nvmeLow[byte] = low;
}

function crc64nvme(bytes: Buffer): Buffer {
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (const byte of bytes) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (nvmeLow[index] ?? 0);
    high = (high >>> 8) ^ (nvmeHigh[index] ?? 0);
  }
  return Buffer.concat([wordBytes(~high >>> 0), wordBytes(~low >>> 0)]);
}

function wordBytes(word: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(word);
  return bytes;
}

const algorithms = {
  crc32: (bytes: Buffer) => wordBytes(crc32(bytes)),
  crc32c,
  crc64nvme,
  sha1: (bytes: Buffer) => createHash('sha1').update(bytes).digest(),
  sha256: (bytes: Buffer) => createHash('sha256').update(bytes).digest(),
} as const;

type Algorithm = keyof typeof algorithms;
const isAlgorithm = (name: string): name is Algorithm => Object.hasOwn(algorithms, name);

const prefix = 'x-amz-checksum-';
/** Headers that share the prefix and carry no sum. */
const notSums = new Set([`${prefix}algorithm`, `${prefix}mode`, `${prefix}type`]);

/** The algorithm that a header names, in lower case. */
export function algorithmOf(header: string): Algorithm {
  const name = header.toLowerCase();
  if (isAlgorithm(name)) return name;
  throw new AwsFault(
    'InvalidRequest',
    `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${Object.keys(algorithms).join(', ').toUpperCase()}]`,
  );
}

/** The checksum in base64, as S3 writes it. */
export const checksum = (algorithm: Algorithm, bytes: Buffer) => algorithms[algorithm](bytes).toString('base64');

const decodesTo = (base64: string, length: number) =>
  /^[A-Za-z0-9+/]+={0,2}$/.test(base64) && Buffer.from(base64, 'base64').length === length;

/**
 * Compares the bytes with every checksum that was sent (headers, trailers or form fields, names in lower case), and
 * returns what the object keeps: algorithm to base64.
 */
export function verifyChecksums(
  bytes: Buffer,
  sent: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  verifyMd5(bytes, sent['content-md5']);
  const names = Object.keys(sent).filter((name) => name.startsWith(prefix) && !notSums.has(name));
  if (names.length > 1)
    throw new AwsFault(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  const kept: Record<string, string> = {};
  for (const name of names) {
    const algorithm = algorithmOf(name.slice(prefix.length));
    kept[algorithm] = verifyOne(bytes, algorithm, sent[name] ?? '');
  }
  const named = sent[`${prefix}algorithm`] ?? sent['x-amz-sdk-checksum-algorithm'];
  if (named !== undefined) matchNamed(algorithmOf(named), kept);
  return kept;
}

function verifyOne(bytes: Buffer, algorithm: Algorithm, value: string): string {
  const right = algorithms[algorithm](bytes);
  if (!decodesTo(value, right.length))
    throw new AwsFault('InvalidRequest', `Value for ${prefix}${algorithm} header is invalid.`);
  if (!timingSafeEqual(right, Buffer.from(value, 'base64')))
    throw new AwsFault(
      'BadDigest',
      `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
    );
  return value;
}

/** A name without its sum, or with another one's, means that the sender's sum got lost on the way. */
function matchNamed(algorithm: Algorithm, kept: Readonly<Record<string, string>>): void {
  if (kept[algorithm] === undefined)
    throw new AwsFault(
      'InvalidRequest',
      `x-amz-sdk-checksum-algorithm or x-amz-checksum-algorithm specified, but no corresponding x-amz-checksum-${algorithm} header or trailer was found.`,
    );
}

function verifyMd5(bytes: Buffer, sent: string | undefined): void {
  if (sent === undefined) return;
  if (!decodesTo(sent, 16)) throw new AwsFault('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  const right = createHash('md5').update(bytes).digest('base64');
  if (right !== sent) throw new AwsFault('BadDigest', 'The Content-MD5 you specified did not match what we received.');
}
