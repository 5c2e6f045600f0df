import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';

const RunFile = z.object({
  pid: z.int(),
  url: z.string(),
  mailboxUrl: z.string(),
  issuer: z.string(),
  controlUrl: z.string(),
  /** Whoever can read the file may move the clock and get tokens. */
  secret: z.string(),
});
/** What the tools have to know of the run that uses a state folder. */
export type RunFile = z.infer<typeof RunFile>;

const fileIn = (stateDir: string) => path.join(stateDir, 'run.json');

export function writeRunFile(stateDir: string, run: RunFile): void {
  // A file that is there keeps its mode.
  removeRunFile(stateDir);
  writeFileSync(fileIn(stateDir), JSON.stringify(run), { mode: 0o600 });
}

export const removeRunFile = (stateDir: string): void => rmSync(fileIn(stateDir), { force: true });

/** The run that uses the folder, as far as its file says; a killed run leaves its file behind. */
export const readRunFile = (stateDir: string): RunFile | undefined =>
  existsSync(fileIn(stateDir)) ? z.parse(RunFile, JSON.parse(readFileSync(fileIn(stateDir), 'utf8'))) : undefined;

/** The state folder that the environment names. */
export const stateDirOf = (environment: Readonly<Record<string, string | undefined>>): string =>
  path.resolve(environment['HUBANG_STATE'] ?? '.hubang');
