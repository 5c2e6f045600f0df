import { afterEach, expect, test } from 'vitest';
import {
  answer,
  DAY,
  failure,
  functionArn,
  local,
  machine,
  roleArn,
  START,
  type States,
  task,
} from './states-fixture.ts';

const open: ReturnType<typeof local>[] = [];
afterEach(() => {
  for (const run of open.splice(0)) run.close();
});
const of = (states: States, options: Omit<Parameters<typeof local>[0], 'definitions'> = {}, more: object = {}) => {
  const run = local({ definitions: { m: machine(states, more) }, ...options });
  open.push(run);
  return run;
};

test('a Pass shapes its output and assigns variables that later states read', async () => {
  const run = of({
    First: { Type: 'Pass', Assign: { who: '{% $states.input.name %}' }, Output: { n: 1 }, Next: 'Second' },
    Second: {
      Type: 'Pass',
      Output: {
        who: '{% $who %}',
        n: '{% $states.input.n + 1 %}',
        deep: [{ at: '{% $states.context.State.Name %}' }],
        plain: 'text',
        execution: '{% $states.context.Execution.Name & $states.context.Execution.Input.name %}',
        machine: '{% $states.context.StateMachine.Name %}',
        started: '{% $states.context.Execution.StartTime %}',
      },
      End: true,
    },
  });
  const { status, output } = await run.run('m', { name: 'Li' });
  expect(status).toBe('SUCCEEDED');
  expect(output).toMatchObject({
    who: 'Li',
    n: 2,
    deep: [{ at: 'Second' }],
    plain: 'text',
    execution: 'oneLi',
    machine: 'm',
  });
  expect(Math.abs(Date.parse(String(output.started)) - START)).toBeLessThan(60_000);
});

test('variables of one Assign all see the values from before the state', async () => {
  const run = of({
    Set: { Type: 'Pass', Assign: { a: 1, b: 2 }, Next: 'Swap' },
    Swap: { Type: 'Pass', Assign: { a: '{% $b %}', b: '{% $a %}' }, Next: 'Show' },
    Show: { Type: 'Pass', Output: ['{% $a %}', '{% $b %}'], End: true },
  });
  expect((await run.run('m')).output).toEqual([2, 1]);
});

test('a Task has the result of lambda:invoke as AWS shapes it', async () => {
  const run = of(
    { Call: task('count', { n: '{% $states.input.n %}' }) },
    { functions: { count: () => answer({ n: 5 }) } },
  );
  const { output } = await run.run('m', { n: 4 });
  expect(run.calls).toEqual([{ name: 'count', payload: { n: 4 } }]);
  expect(output).toMatchObject({ ExecutedVersion: '$LATEST', Payload: { n: 5 }, StatusCode: 200 });
  expect(Object.keys(output).toSorted()).toEqual([
    'ExecutedVersion',
    'Payload',
    'SdkHttpMetadata',
    'SdkResponseMetadata',
    'StatusCode',
  ]);
});

test("the machine's role is asked before each call, and without the permission nothing is called", async () => {
  const run = of(
    { Call: task('count', {}) },
    {
      functions: { count: () => answer(1) },
      authorize: () => {
        throw new Error('not authorized');
      },
    },
  );
  expect(await run.run('m')).toMatchObject({ status: 'FAILED', error: 'Lambda.AWSLambdaException' });
  expect(run.calls).toEqual([]);
  expect(run.asked).toEqual([
    { role: `role of ${roleArn}`, need: { action: 'lambda:InvokeFunction', resource: functionArn('count') } },
  ]);
});

test('a Choice takes the first rule that holds, with its own Output and Assign, and else its Default', async () => {
  const states = {
    Which: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.n > 10 %}', Next: 'Big', Output: { size: 'big' }, Assign: { seen: 'rule' } },
        { Condition: '{% $states.input.n > 5 %}', Next: 'Big' },
      ],
      Default: 'Small',
      Output: { size: 'small' },
      Assign: { seen: 'default' },
    },
    Big: { Type: 'Succeed' },
    Small: { Type: 'Succeed', Output: ['{% $seen %}', '{% $states.input.size %}'] },
  };
  expect((await of(states).run('m', { n: 11 })).output).toEqual({ size: 'big' });
  expect((await of(states).run('m', { n: 6 })).output).toEqual({ n: 6 });
  expect((await of(states).run('m', { n: 1 })).output).toEqual(['default', 'small']);
  expect(await of(states).run('m', { n: 'x' })).toMatchObject({
    status: 'FAILED',
    error: 'States.QueryEvaluationError',
  });
});

test('a condition that is neither true nor false fails the execution', async () => {
  const run = of({
    Which: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'Done' }], Default: 'Done' },
    Done: { Type: 'Succeed' },
  });
  expect(await run.run('m')).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
});

test('Fail ends with its error and cause, which may be expressions', async () => {
  const run = of({ No: { Type: 'Fail', Error: 'Refused', Cause: "{% 'because of ' & $states.input.why %}" } });
  expect(await run.run('m', { why: 'age' })).toMatchObject({
    status: 'FAILED',
    error: 'Refused',
    cause: 'because of age',
  });
});

test('an expression that gives nothing is an error', async () => {
  const run = of({ Shape: { Type: 'Pass', Output: { a: '{% $states.input.missing %}' }, End: true } });
  expect(await run.run('m')).toMatchObject({
    status: 'FAILED',
    error: 'States.QueryEvaluationError',
    cause: expect.stringContaining("'Output/a' returned nothing"),
  });
});

test('a Wait of weeks ends when the clock has moved that far, and not before', async () => {
  const run = of({
    Rest: { Type: 'Wait', Seconds: '{% $states.input.days * 86400 %}', Next: 'Until' },
    Until: { Type: 'Wait', Timestamp: '2027-03-01T00:00:00Z', Output: '{% $now() %}', End: true },
  });
  await run.start('m', { days: 40 });
  await run.clock.move(39 * DAY);
  expect(await run.ended('m')).toMatchObject({ status: 'RUNNING' });
  expect((await run.history('m')).at(-1)?.type).toBe('WaitStateEntered');
  await run.clock.move(2 * DAY);
  expect((await run.history('m')).filter(({ type }) => type === 'WaitStateEntered')).toHaveLength(2);
  await run.clock.move(18 * DAY);
  const { status, output } = await run.ended('m');
  expect(status).toBe('SUCCEEDED');
  expect(String(output)).toMatch(/^2027-03-01T00:00/);
});

test('a Parallel gives the outputs of its branches in order; what a branch assigns stays in it', async () => {
  const branch = (name: string, more: object) => ({ StartAt: name, States: { [name]: { ...more } } });
  const run = of(
    {
      Set: { Type: 'Pass', Assign: { outer: 'o' }, Next: 'Both' },
      Both: {
        Type: 'Parallel',
        Arguments: { n: 7 },
        Branches: [
          branch('Left', task('slow', {}, { Output: ['{% $states.result.Payload %}', '{% $outer %}'] })),
          branch('Right', { Type: 'Pass', Assign: { inner: 1 }, Output: '{% $states.input.n %}', End: true }),
        ],
        Assign: { results: '{% $states.result %}' },
        Next: 'Show',
      },
      Show: { Type: 'Pass', Output: ['{% $results %}', '{% $exists($inner) %}'], End: true },
    },
    {
      functions: {
        slow: async () => {
          await new Promise((resolve) => setTimeout(resolve, 20));
          return answer('slow');
        },
      },
    },
  );
  expect((await run.run('m')).output).toEqual([[['slow', 'o'], 7], false]);
});

test('a branch that fails fails the Parallel with its error, and its siblings stop', async () => {
  const run = of(
    {
      Both: {
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'Long',
            States: { Long: { Type: 'Wait', Seconds: 1000, Next: 'Never' }, Never: task('never', {}) },
          },
          { StartAt: 'Bad', States: { Bad: { Type: 'Fail', Error: 'Broken', Cause: 'c' } } },
        ],
        Catch: [{ ErrorEquals: ['Broken'], Next: 'Caught' }],
        End: true,
      },
      Caught: { Type: 'Succeed' },
    },
    { functions: { never: () => answer(1) } },
  );
  expect(await run.run('m')).toMatchObject({ status: 'SUCCEEDED', output: { Error: 'Broken', Cause: 'c' } });
  await run.clock.move(DAY);
  expect(run.calls).toEqual([]);
});

test('a Map runs its items in order of the array, so many at once, each with index and value', async () => {
  let running = 0;
  let most = 0;
  const run = of(
    {
      Each: {
        Type: 'Map',
        Items: '{% $states.input.list %}',
        MaxConcurrency: 2,
        ItemSelector: { at: '{% $states.context.Map.Item.Index %}', v: '{% $states.context.Map.Item.Value %}' },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'One',
          States: { One: task('one', '{% $states.input %}', { Output: '{% $states.result.Payload %}' }) },
        },
        End: true,
      },
    },
    {
      functions: {
        one: async (payload) => {
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setTimeout(resolve, 5));
          running -= 1;
          return answer(payload);
        },
      },
    },
  );
  const { output } = await run.run('m', { list: ['a', 'b', 'c', 'd', 'e'] });
  expect(output).toEqual(['a', 'b', 'c', 'd', 'e'].map((v, at) => ({ at, v })));
  expect(most).toBe(2);
});

test('a Map of nothing gives nothing, and one of no array is an error that can be caught', async () => {
  const states = {
    Each: {
      Type: 'Map',
      Items: '{% $states.input.list %}',
      ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Succeed' } } },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught', Output: '{% $states.errorOutput.Error %}' }],
      End: true,
    },
    Caught: { Type: 'Succeed' },
  };
  expect((await of(states).run('m', { list: [] })).output).toEqual([]);
  expect((await of(states).run('m', { list: 3 })).output).toBe('States.QueryEvaluationError');
});

test('each state entered and each retry is one transition', async () => {
  let left = 2;
  const run = of(
    {
      A: { Type: 'Pass', Next: 'B' },
      B: task('b', {}, { Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 1 }], Next: 'C', End: undefined }),
      C: { Type: 'Succeed' },
    },
    {
      functions: {
        b: () => {
          left -= 1;
          return left >= 0 ? failure('Busy') : answer(1);
        },
      },
    },
  );
  await run.start('m');
  await run.clock.move(DAY);
  expect(await run.ended('m')).toMatchObject({ status: 'SUCCEEDED' });
  expect(run.counted['transitions']).toBe(5);
});
