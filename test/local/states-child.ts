import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { answer, type Functions, failure, local, machine, task, tokenTask } from './states-fixture.ts';

/** Every call leaves a line, so that the test can count them over all processes. */
const noted = (stateDir: string, functions: Functions): Functions =>
  Object.fromEntries(
    Object.entries(functions).map(([name, run]) => [
      name,
      async (payload: unknown) => {
        appendFileSync(join(stateDir, 'calls'), `${JSON.stringify({ name, payload })}\n`);
        return run(payload);
      },
    ]),
  );

const then = { Next: 'After', End: undefined };
const after = { After: task('after', '{% $states.input %}', { Output: '{% $kept %}' }) };
const before = { Before: task('before', {}, { Assign: { kept: 'kept' }, ...{ Next: 'Middle', End: undefined } }) };

/** The same machines and functions in the process that is killed and in the one that goes on. */
export const killed = (stateDir: string, isFirst: boolean) =>
  local({
    stateDir,
    definitions: {
      retry: machine({
        ...before,
        Middle: task('flaky', {}, { ...then, Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 86_400 }] }),
        ...after,
      }),
      call: machine({ ...before, Middle: task('hangs', {}, { ...then, TimeoutSeconds: 600 }), ...after }),
      token: machine({ ...before, Middle: tokenTask('ask', then), ...after }),
      brief: machine(
        { ...before, Middle: { Type: 'Wait', Seconds: 864_000, Next: 'After' }, ...after },
        { TimeoutSeconds: 2 * 86_400 },
      ),
      map: machine({
        ...before,
        Middle: {
          Type: 'Map',
          Items: [1, 2, 3],
          MaxConcurrency: 1,
          ItemProcessor: { StartAt: 'Item', States: { Item: task('second', '{% $states.input %}') } },
          Next: 'After',
        },
        ...after,
      }),
    },
    functions: noted(stateDir, {
      before: () => answer(1),
      after: () => answer(2),
      flaky: () => (isFirst ? failure('Busy') : answer(3)),
      hangs: async () => {
        if (isFirst) await pause(600_000);
        return answer(4);
      },
      second: async (item) => {
        if (isFirst && item === 2) await pause(600_000);
        return answer(item);
      },
      ask: () => answer(5),
    }),
  });

const [, , stateDir, name] = process.argv;
if (import.meta.main && stateDir !== undefined && name !== undefined) {
  const run = killed(stateDir, true);
  await run.engine.start();
  await run.start(name, {});
  await pause(600_000);
}
