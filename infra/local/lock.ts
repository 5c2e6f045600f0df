import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
// biome-ignore lint/correctness/noUnresolvedImports: Biome's list of Node modules ends before node:sqlite.
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

export type Lock = { readonly release: () => void };

const busy = 5;
const retryMs = 100;

const isBusy = (error: unknown) => error instanceof Error && 'errcode' in error && error.errcode === busy;

/**
 * Takes the lock `<folder>/<name>.lock`, or answers undefined when another process or another part of this one holds it. It
 * is a lock of the operating system on a file, so it ends with the process, however that ends, and no process id can be
 * mistaken for another's.
 */
export function takeLock(folder: string, name: string): Lock | undefined {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(path.join(folder, `${name}.lock`), { timeout: 0 });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

/** Is a run using this state folder? */
export function isInUse(stateDir: string): boolean {
  if (!existsSync(stateDir)) return false;
  const lock = takeLock(stateDir, 'run');
  lock?.release();
  return lock === undefined;
}

/** Runs `run` while no one else does under the same lock, waiting for a turn. */
export async function withLock<Value>(folder: string, name: string, run: () => Promise<Value>): Promise<Value> {
  for (;;) {
    const lock = takeLock(folder, name);
    if (lock) {
      try {
        return await run();
      } finally {
        lock.release();
      }
    }
    await sleep(retryMs);
  }
}
