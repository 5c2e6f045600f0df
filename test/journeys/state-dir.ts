import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder for the state of one run, and how to get rid of it. */
export function newStateDir() {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'hubang-journey-test-'));
  // Logs of functions may still be written while a run ends.
  return { stateDir, remove: () => rmSync(stateDir, { recursive: true, force: true, maxRetries: 5 }) };
}
