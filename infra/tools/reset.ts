import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isInUse } from '#infra/local/lock';
import { stateDirOf } from '#infra/local/run-file';
import { stop } from './ask-run.ts';

const stateDir = stateDirOf(process.env);

/** HUBANG_STATE may name any folder by mistake; only one that a run has made is removed. */
const isState = (folder: string) => existsSync(path.join(folder, 'run.lock')) || readdirSync(folder).length === 0;

if (!existsSync(stateDir)) console.log(`There is no state in ${stateDir}.`);
else if (!isState(stateDir)) stop(`${stateDir} is no state folder of Hubang. Nothing was removed.`);
else if (isInUse(stateDir)) stop(`A run uses ${stateDir}. End it first (Ctrl-C), then reset again.`);
else {
  rmSync(stateDir, { recursive: true });
  console.log(`${stateDir} is removed. The next npm start begins anew.`);
}
