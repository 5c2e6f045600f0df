import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 32;

/** The secret of each key, in `<stateDir>/kms/<key id>`: made once, on the disk before it is used, for the owner alone. */
export function openMasterKeys(stateDir: string): (keyId: string) => Buffer {
  const folder = join(stateDir, 'kms');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const known = new Map<string, Buffer>();
  return (keyId) => {
    const found = known.get(keyId) ?? readOrMake(folder, keyId);
    known.set(keyId, found);
    return found;
  };
}

function readOrMake(folder: string, keyId: string): Buffer {
  const path = join(folder, keyId);
  if (!existsSync(path)) make(folder, path);
  const key = readFileSync(path);
  if (key.length !== KEY_BYTES) throw new Error(`The master key in ${path} is damaged.`);
  return key;
}

/** Under another name first: a key that is half written must never encrypt anything. */
function make(folder: string, path: string) {
  const file = openSync(`${path}.new`, 'w', 0o600);
  writeSync(file, randomBytes(KEY_BYTES));
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
  const parent = openSync(folder, 'r');
  fsyncSync(parent);
  closeSync(parent);
}
