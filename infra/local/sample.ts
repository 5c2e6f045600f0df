import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { playSampleRound } from '#infra/sample/play';
import { worldOf } from '#infra/sample/world';
import { isInUse } from './lock.ts';
import type { RunningStack } from './stack.ts';

const begunIn = (stateDir: string) => path.join(stateDir, 'sample-begun');
const doneIn = (stateDir: string) => path.join(stateDir, 'sample-done');

/**
 * Whether the sample round is to be played into this folder: into a new one, unless it is to stay empty. One that was
 * cut off in the middle holds nothing but half a sample, and is begun anew.
 */
export function sampleIn(stateDir: string, empty: boolean) {
  const cutOff = existsSync(begunIn(stateDir)) && !existsSync(doneIn(stateDir)) && !isInUse(stateDir);
  if (cutOff) {
    console.log('The sample round was cut off the last time; it begins anew.');
    rmSync(stateDir, { recursive: true });
  }
  const isNew = !existsSync(stateDir) || readdirSync(stateDir).length === 0;
  return {
    wanted: isNew && !empty,
    play: async (stack: RunningStack) => {
      mkdirSync(stateDir, { recursive: true });
      writeFileSync(begunIn(stateDir), '');
      const begun = performance.now();
      await playSampleRound(worldOf(stack), (text) => {
        console.log(`Sample round, ${((performance.now() - begun) / 1000).toFixed(0)} s: ${text} ...`);
      });
      writeFileSync(doneIn(stateDir), '');
    },
  };
}
