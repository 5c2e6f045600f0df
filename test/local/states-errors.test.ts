import { afterEach, expect, test } from 'vitest';
import { answer, DAY, failure, local, machine, type States, task, tokenTask } from './states-fixture.ts';

const open: ReturnType<typeof local>[] = [];
afterEach(() => {
  for (const run of open.splice(0)) run.close();
});
const of = (states: States, functions: Parameters<typeof local>[0]['functions'] = {}, more: object = {}) => {
  const run = local({ definitions: { m: machine(states, more) }, functions });
  open.push(run);
  return run;
};
/** Fails so often, then answers. */
const failing = (times: number, errorType = 'Busy') => {
  let left = times;
  return () => {
    left -= 1;
    return left >= 0 ? failure(errorType) : answer('done');
  };
};
const caught = { Caught: { Type: 'Succeed' } };

test('Retry pauses grow by the backoff rate up to the longest delay, then the catcher has its turn', async () => {
  const instants: number[] = [];
  const run = of(
    {
      Call: task(
        'f',
        { retry: '{% $states.context.State.RetryCount %}' },
        {
          Retry: [
            { ErrorEquals: ['Busy'], IntervalSeconds: 10, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 50 },
            { ErrorEquals: ['States.ALL'], MaxAttempts: 0 },
          ],
          Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Caught' }],
        },
      ),
      ...caught,
    },
    {
      f: () => {
        instants.push(run.clock.now());
        return failure('Busy', 'come back');
      },
    },
  );
  await run.start('m');
  await run.clock.move(DAY);
  const { status, output } = await run.ended('m');
  expect(status).toBe('SUCCEEDED');
  expect(output.Error).toBe('Busy');
  expect(JSON.parse(output.Cause)).toEqual({ errorMessage: 'come back', errorType: 'Busy' });
  expect(run.calls.map(({ payload }) => payload)).toEqual([0, 1, 2, 3, 4].map((retry) => ({ retry })));
  const pauses = instants.slice(1).map((at, index) => Math.round((at - (instants[index] ?? 0)) / 1_000));
  expect(pauses).toEqual([10, 30, 50, 50]);
});

test('a retry with full jitter comes no later than the pause', async () => {
  const run = of(
    { Call: task('f', {}, { Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 100, JitterStrategy: 'FULL' }] }) },
    { f: failing(1) },
  );
  await run.start('m');
  await run.clock.move(100_000);
  expect(await run.ended('m')).toMatchObject({ status: 'SUCCEEDED' });
});

test('an error that no rule names ends the execution with name and cause', async () => {
  const run = of(
    {
      Call: task(
        'f',
        {},
        {
          Retry: [{ ErrorEquals: ['Other'] }],
          Catch: [{ ErrorEquals: ['Another'], Next: 'Caught' }],
        },
      ),
      ...caught,
    },
    { f: failing(1) },
  );
  expect(await run.run('m')).toMatchObject({ status: 'FAILED', error: 'Busy' });
  expect(run.calls).toHaveLength(1);
});

test('a catcher shapes what goes on, and assigns; the Assign of the state is left out', async () => {
  const run = of(
    {
      Call: task(
        'f',
        {},
        {
          Assign: { won: true },
          Catch: [
            {
              ErrorEquals: ['Busy'],
              Next: 'Show',
              Output: { why: '{% $states.errorOutput.Error %}', of: '{% $states.input.id %}' },
              Assign: { lost: '{% $parse($states.errorOutput.Cause).errorMessage %}' },
            },
          ],
        },
      ),
      Show: { Type: 'Pass', Output: ['{% $states.input %}', '{% $lost %}', '{% $exists($won) %}'], End: true },
    },
    { f: failing(1) },
  );
  expect((await run.run('m', { id: 9 })).output).toEqual([{ why: 'Busy', of: 9 }, 'no', false]);
});

test('an Output that cannot be evaluated is caught like an error of the task', async () => {
  const run = of(
    {
      Call: task(
        'f',
        {},
        {
          Output: '{% $states.result.Payload.missing %}',
          Catch: [
            { ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught', Output: '{% $states.errorOutput.Error %}' },
          ],
        },
      ),
      ...caught,
    },
    { f: failing(0) },
  );
  expect((await run.run('m')).output).toBe('States.QueryEvaluationError');
});

test('a token wait times out after 40 days of the clock, not at once, and States.TaskFailed does not catch it', async () => {
  const run = of(
    {
      Ask: tokenTask('ask', {
        Catch: [
          { ErrorEquals: ['States.TaskFailed'], Next: 'Wrong' },
          { ErrorEquals: ['States.Timeout'], Next: 'Caught', Output: '{% $states.errorOutput.Error %}' },
        ],
      }),
      Wrong: { Type: 'Fail' },
      ...caught,
    },
    { ask: () => answer(null) },
  );
  await run.start('m');
  await run.clock.move(39 * DAY);
  expect(await run.ended('m')).toMatchObject({ status: 'RUNNING' });
  await run.clock.move(2 * DAY);
  expect(await run.ended('m')).toMatchObject({ status: 'SUCCEEDED', output: 'States.Timeout' });
  expect((await run.history('m')).map(({ type }) => type)).toContain('TaskTimedOut');
});

test('a call that takes longer than its timeout fails, and its late answer is not heard', async () => {
  const release = Promise.withResolvers<void>();
  const run = of(
    {
      Call: task('slow', {}, { TimeoutSeconds: 1, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Caught' }] }),
      ...caught,
    },
    {
      slow: async () => {
        await release.promise;
        return answer('late');
      },
    },
  );
  await run.start('m');
  await expect.poll(async () => (await run.describe('m')).status, { timeout: 5_000 }).toBe('SUCCEEDED');
  release.resolve();
  expect((await run.ended('m')).output).toMatchObject({ Error: 'States.Timeout' });
});

test('an answer that comes too late leaves the state alone that the execution is in by then', async () => {
  const release = Promise.withResolvers<void>();
  const run = of(
    {
      Call: task('slow', {}, { TimeoutSeconds: 1, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Rest' }] }),
      Rest: { Type: 'Wait', Seconds: 86_400, Output: 'rested', End: true },
    },
    {
      slow: async () => {
        await release.promise;
        return answer('late');
      },
    },
  );
  await run.start('m');
  await expect.poll(async () => (await run.history('m')).at(-1)?.type, { timeout: 5_000 }).toBe('WaitStateEntered');
  release.resolve();
  expect(await run.ended('m')).toMatchObject({ status: 'RUNNING' });
  await run.clock.move(2 * DAY);
  expect(await run.ended('m')).toMatchObject({ status: 'SUCCEEDED', output: 'rested' });
});

test('the timeout of the machine ends an execution as timed out, and a machine without one ends after a year', async () => {
  const states = { Rest: { Type: 'Wait', Seconds: 500 * 86_400, End: true } };
  const short = of(states, {}, { TimeoutSeconds: 35 * 86_400 });
  await short.start('m');
  await short.clock.move(34 * DAY);
  expect(await short.ended('m')).toMatchObject({ status: 'RUNNING' });
  await short.clock.move(2 * DAY);
  expect(await short.ended('m')).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
  const long = of(states);
  await long.start('m');
  await long.clock.move(364 * DAY);
  expect(await long.ended('m')).toMatchObject({ status: 'RUNNING' });
  await long.clock.move(2 * DAY);
  expect(await long.ended('m')).toMatchObject({ status: 'TIMED_OUT' });
});

test('a Parallel is retried as a whole', async () => {
  const run = of(
    {
      Both: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'Call', States: { Call: task('f', {}, { Output: '{% $states.result.Payload %}' }) } }],
        Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 5 }],
        End: true,
      },
    },
    { f: failing(2) },
  );
  await run.start('m');
  await run.clock.move(DAY);
  expect((await run.ended('m')).output).toEqual(['done']);
});
