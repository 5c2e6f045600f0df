import { afterEach, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { AwsFault } from '#infra/local/engine';
import { answer, callOf, DAY, executionArn, local, machine, machineArn, START, task } from './states-fixture.ts';

const open: ReturnType<typeof local>[] = [];
afterEach(() => {
  for (const run of open.splice(0)) run.close();
});
const two = () => {
  const run = local({
    definitions: {
      quick: machine({ Done: { Type: 'Succeed' } }),
      slow: machine({ Rest: { Type: 'Wait', Seconds: 30 * 86_400, Next: 'Call' }, Call: task('f', {}) }),
    },
    functions: { f: () => answer(1) },
  });
  open.push(run);
  return run;
};
const Started = z.object({ executionArn: z.string(), startDate: z.number() });
const Listed = z.object({
  executions: z.array(z.looseObject({ name: z.string(), status: z.string() })),
  nextToken: z.optional(z.string()),
});

test('the same name and input give the running execution again, and it runs once', async () => {
  const run = two();
  const first = Started.parse(await run.start('slow', { a: 1 }));
  expect(first.executionArn).toBe(executionArn('slow', 'one'));
  expect(Math.abs(first.startDate * 1_000 - START)).toBeLessThan(60_000);
  await run.clock.move(DAY);
  expect(await run.start('slow', { a: 1 })).toEqual(first);
  await run.clock.move(30 * DAY);
  expect(run.calls).toHaveLength(1);
});

test('a name with another input, or of an execution that is over, is taken for 90 days', async () => {
  const run = two();
  await run.start('slow', { a: 1 });
  await expect(run.start('slow', { a: 2 })).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
  await run.start('quick', {});
  await run.clock.quiet();
  await expect(run.start('quick', {})).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
  await run.clock.move(89 * DAY);
  await expect(run.start('quick', {})).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
  await run.clock.move(2 * DAY);
  await run.start('quick', { again: true });
  expect((await run.ended('quick')).output).toEqual({ again: true });
});

test('names are per machine', async () => {
  const run = two();
  await run.start('quick');
  await run.start('slow');
  expect(await run.ended('slow')).toMatchObject({ status: 'RUNNING' });
});

test.each([['a b'], ['a/b'], ['a:b'], ['x'.repeat(81)], [''], ['a*']])(
  '%j is no name of an execution',
  async (name) => {
    await expect(two().start('quick', {}, name)).rejects.toMatchObject({ code: 'InvalidName', status: 400 });
  },
);

test('a start with input that is no JSON, or of a machine that is not there, is refused', async () => {
  const run = two();
  const start = (stateMachineArn: string, input: string) => run.send('StartExecution', { stateMachineArn, input });
  await expect(start(machineArn('quick'), '{')).rejects.toMatchObject({ code: 'InvalidExecutionInput' });
  await expect(start(machineArn('other'), '{}')).rejects.toMatchObject({ code: 'StateMachineDoesNotExist' });
  await expect(start('quick', '{}')).rejects.toMatchObject({ code: 'InvalidArn' });
});

test('executions are listed newest first, by status, page by page', async () => {
  const run = two();
  for (const name of ['a', 'b', 'c', 'd', 'e']) await run.start('slow', {}, name);
  await run.start('quick', {}, 'not-of-this-machine');
  await run.send('StopExecution', { executionArn: executionArn('slow', 'c') });
  const list = async (more: object) =>
    Listed.parse(await run.send('ListExecutions', { stateMachineArn: machineArn('slow'), ...more }));
  const first = await list({ maxResults: 2 });
  const second = await list({ maxResults: 2, nextToken: first.nextToken });
  const third = await list({ maxResults: 2, nextToken: second.nextToken });
  expect([first, second, third].map(({ executions }) => executions.map(({ name }) => name))).toEqual([
    ['e', 'd'],
    ['c', 'b'],
    ['a'],
  ]);
  expect(third.nextToken).toBeUndefined();
  expect((await list({ statusFilter: 'ABORTED' })).executions.map(({ name }) => name)).toEqual(['c']);
  expect((await list({ statusFilter: 'RUNNING' })).executions.map(({ name }) => name)).toEqual(['e', 'd', 'b', 'a']);
});

test('a stopped execution is aborted with what was said and does nothing more', async () => {
  const run = two();
  await run.start('slow');
  await run.send('StopExecution', { executionArn: executionArn('slow', 'one'), error: 'Withdrawn', cause: 'by hand' });
  await run.clock.move(40 * DAY);
  expect(await run.ended('slow')).toMatchObject({ status: 'ABORTED', error: 'Withdrawn', cause: 'by hand' });
  expect(run.calls).toEqual([]);
  expect(run.published.at(-1)?.detail).toMatchObject({ status: 'ABORTED' });
});

test('the history tells each step in order and can be read backwards, by pages, and without data', async () => {
  const run = two();
  await run.start('slow', { secret: 1 });
  await run.clock.move(31 * DAY);
  expect((await run.history('slow')).map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'WaitStateEntered',
    'WaitStateExited',
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
  const ask = { executionArn: executionArn('slow', 'one'), maxResults: 1, reverseOrder: true };
  expect(await run.send('GetExecutionHistory', ask)).toMatchObject({
    events: [{ id: 9, previousEventId: 8, type: 'ExecutionSucceeded' }],
    nextToken: expect.any(String),
  });
  const bare = await run.send('GetExecutionHistory', { ...ask, maxResults: 100, includeExecutionData: false });
  expect(JSON.stringify(bare)).not.toContain('secret');
});

test('an operation, a parameter or a body that is not supported is a fault that says so', async () => {
  const run = two();
  await expect(run.send('CreateStateMachine', {})).rejects.toBeInstanceOf(AwsFault);
  await expect(run.send('StartExecution', { stateMachineArn: machineArn('quick'), more: 1 })).rejects.toMatchObject({
    code: 'ValidationException',
    message: 'StartExecution: more is not supported',
  });
  await expect(run.send('StartExecution', '{')).rejects.toMatchObject({ code: 'SerializationException' });
  await expect(run.send('DescribeExecution', { executionArn: executionArn('quick', 'none') })).rejects.toMatchObject({
    code: 'ExecutionDoesNotExist',
  });
  expect(() => run.engine.needs(callOf('CreateStateMachine', {}))).toThrow(/not supported/);
});

test('each call needs its action on the machine, the execution, or for a token on everything', () => {
  const { engine } = two();
  const execution = { executionArn: executionArn('quick', 'one') };
  const machineOf = { stateMachineArn: machineArn('quick') };
  const need = (operation: string, body: unknown) => engine.needs(callOf(operation, body))[0];
  expect(need('StartExecution', machineOf)).toEqual({
    action: 'states:StartExecution',
    resource: machineOf.stateMachineArn,
  });
  expect(need('ListExecutions', machineOf)?.resource).toBe(machineOf.stateMachineArn);
  for (const operation of ['DescribeExecution', 'GetExecutionHistory', 'StopExecution'])
    expect(need(operation, execution)).toEqual({
      action: `states:${operation}`,
      resource: execution.executionArn,
    });
  expect(need('SendTaskSuccess', { taskToken: 't', output: '1' })).toEqual({
    action: 'states:SendTaskSuccess',
    resource: '*',
  });
});
