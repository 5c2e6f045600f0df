import { createHmac, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export type Credentials = {
  /** The key pair of a role; asking for it makes the role known. */
  readonly of: (roleId: string) => { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly secretOf: (accessKeyId: string) => string | undefined;
  readonly roleOf: (accessKeyId: string) => string | undefined;
};

const SECRET_BYTES = 32;

/** Keys are derived from one secret of the state folder, so that a link signed before a restart is valid after it. */
export function credentialsFor(stateDir: string): Credentials {
  const root = rootSecret(stateDir);
  const derive = (purpose: string, roleId: string) =>
    createHmac('sha256', root).update(`${purpose}\n${roleId}`).digest();
  const known = new Map<string, { readonly roleId: string; readonly secretAccessKey: string }>();
  return {
    of: (roleId) => {
      const accessKeyId = `AKIA${derive('id', roleId).toString('hex').slice(0, 16).toUpperCase()}`;
      const secretAccessKey = derive('secret', roleId).toString('base64url').slice(0, 40);
      known.set(accessKeyId, { roleId, secretAccessKey });
      return { accessKeyId, secretAccessKey };
    },
    secretOf: (accessKeyId) => known.get(accessKeyId)?.secretAccessKey,
    roleOf: (accessKeyId) => known.get(accessKeyId)?.roleId,
  };
}

/** Written beside its place and moved there, so that no killed start leaves half a secret. */
function rootSecret(stateDir: string): Buffer {
  mkdirSync(stateDir, { recursive: true });
  const path = join(stateDir, 'credentials.secret');
  if (existsSync(path)) return readFileSync(path);
  const secret = randomBytes(SECRET_BYTES);
  const file = openSync(`${path}.new`, 'w', 0o600);
  writeSync(file, secret);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
  return secret;
}
