import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
// biome-ignore lint/correctness/noUnresolvedImports: Biome's list of Node modules ends before node:sqlite.
import { DatabaseSync } from 'node:sqlite';

/**
 * Opens `<stateDir>/<name>.sqlite`. A committed transaction is in the write-ahead log, hence with the operating system,
 * before the call returns: killing the process loses nothing (synchronous NORMAL only leaves a loss of power to chance).
 */
export function openStore(stateDir: string, name: string): DatabaseSync {
  mkdirSync(stateDir, { recursive: true });
  const store = new DatabaseSync(join(stateDir, `${name}.sqlite`), { timeout: 5_000 });
  store.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
  return store;
}
