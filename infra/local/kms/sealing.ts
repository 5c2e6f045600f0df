import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AwsFault } from '#infra/local/engine';

export type EncryptionContext = Readonly<Record<string, string>>;

/** A blob is: version, length of the key id, key id, initialisation vector, tag, ciphertext. */
const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts under a master key; whoever decrypts has to give the same context. */
export function seal(keyId: string, masterKey: Buffer, plaintext: Buffer, context: EncryptionContext): Buffer {
  const iv = randomBytes(IV_BYTES);
  const header = Buffer.concat([Buffer.from([VERSION, keyId.length]), Buffer.from(keyId, 'latin1')]);
  const cipher = createCipheriv('aes-256-gcm', masterKey, iv).setAAD(boundData(header, context));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([header, iv, cipher.getAuthTag(), sealed]);
}

/** The key that a blob says it is under; only `open` proves it. */
export function keyIdIn(blob: Buffer): string {
  const [version, length = 0] = blob;
  if (version !== VERSION || blob.length < 2 + length + IV_BYTES + TAG_BYTES) throw invalid();
  return blob.toString('latin1', 2, 2 + length);
}

/** Undefined when the key, the blob or the context is not the one that sealed it. */
export function open(masterKey: Buffer, blob: Buffer, context: EncryptionContext): Buffer | undefined {
  const headerLength = 2 + keyIdIn(blob).length;
  const ivEnd = headerLength + IV_BYTES;
  const tagEnd = ivEnd + TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', masterKey, blob.subarray(headerLength, ivEnd))
    .setAAD(boundData(blob.subarray(0, headerLength), context))
    .setAuthTag(blob.subarray(ivEnd, tagEnd));
  try {
    return Buffer.concat([decipher.update(blob.subarray(tagEnd)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** The order of the context's entries does not matter. */
const boundData = (header: Buffer, context: EncryptionContext) =>
  Buffer.concat([header, Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))))]);

/** KMS does not say what was wrong with it. */
export const invalid = () => new AwsFault('InvalidCiphertextException', 'The ciphertext or its context is not valid.');
