import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { canonical } from '#shared/kernel/canonical';

const Position = z.record(z.string(), z.string());

/** A cursor can stand on a row that the policy hides, so it is encrypted, and bound to its query and its person (AES-GCM). */
export function close(key: Buffer, position: unknown, bound: unknown) {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(canonical(bound)));
  const text = Buffer.concat([cipher.update(canonical(position)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
}

export function open(key: Buffer, cursor: string, bound: unknown) {
  const bytes = Buffer.from(cursor, 'base64url');
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
    cipher.setAAD(Buffer.from(canonical(bound))).setAuthTag(bytes.subarray(12, 28));
    return Position.parse(JSON.parse(Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString()));
  } catch {
    return undefined;
  }
}
