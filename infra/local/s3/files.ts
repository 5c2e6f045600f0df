import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

export type Files = ReturnType<typeof openFiles>;

/** Bytes under names that are never written twice. A name is only given back once its bytes would survive a loss of power. */
export function openFiles(folder: string) {
  const pending = join(folder, 'pending');
  const shelved = join(folder, 'objects');
  for (const each of [pending, shelved]) mkdirSync(each, { recursive: true });
  return {
    add: (bytes: Buffer): string => {
      const name = randomUUID();
      writeFileSync(join(pending, name), bytes, { flush: true });
      renameSync(join(pending, name), join(shelved, name));
      flushFolder(shelved);
      return name;
    },
    /** The bytes from `start` up to and without `end`. */
    read: (name: string, start: number, end: number): Buffer => {
      const bytes = Buffer.alloc(end - start);
      const handle = openSync(join(shelved, name), 'r');
      try {
        const count = readSync(handle, bytes, 0, bytes.length, start);
        if (count !== bytes.length) throw new Error(`the object file ${name} is shorter than its index says`);
        return bytes;
      } finally {
        closeSync(handle);
      }
    },
    remove: (name: string): void => rmSync(join(shelved, name), { force: true }),
    /** Removes what a killed process left behind: bytes that never came into the index, or whose version is gone. */
    sweep: (known: ReadonlySet<string>): void => {
      for (const name of readdirSync(pending)) rmSync(join(pending, name));
      for (const name of readdirSync(shelved)) if (!known.has(name)) rmSync(join(shelved, name));
    },
  };
}

/** A rename is only certain once the folder itself is written. */
function flushFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
