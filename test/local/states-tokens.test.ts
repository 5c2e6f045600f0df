import { afterEach, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { answer, DAY, failure, local, machine, tokenTask } from './states-fixture.ts';

const open: ReturnType<typeof local>[] = [];
afterEach(() => {
  for (const run of open.splice(0)) run.close();
});
const Payload = z.object({ token: z.string() });
type Ask = (token: string, run: ReturnType<typeof local>) => Promise<void> | void;

/** One token wait; `ask` is what the function does with the token before it answers. */
const asking = (more: object = {}, ask: Ask = () => undefined) => {
  const tokens: string[] = [];
  const run = local({
    definitions: { m: machine({ Ask: tokenTask('ask', more), Caught: { Type: 'Succeed' } }) },
    functions: {
      ask: async (payload) => {
        const { token } = Payload.parse(payload);
        tokens.push(token);
        await ask(token, run);
        return answer(null);
      },
    },
  });
  open.push(run);
  return { run, tokens };
};
const caught = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] };

test('a wait for a token holds no work up and ends with the output that is sent, weeks later', async () => {
  const { run, tokens } = asking(caught);
  await run.start('m');
  await run.clock.move(33 * DAY);
  expect((await run.history('m')).at(-1)?.type).toBe('TaskSubmitted');
  await run.send('SendTaskSuccess', { taskToken: tokens[0], output: '{"yes":true}' });
  expect(await run.ended('m')).toMatchObject({ status: 'SUCCEEDED', output: { yes: true } });
  expect(run.calls).toHaveLength(1);
});

test('a failure that is sent can be caught by its name', async () => {
  const { run, tokens } = asking(caught);
  await run.start('m');
  await run.clock.quiet();
  await run.send('SendTaskFailure', { taskToken: tokens[0], error: 'Refused', cause: 'too late' });
  expect((await run.ended('m')).output).toEqual({ Error: 'Refused', Cause: 'too late' });
});

test('a token that comes back before the function has answered counts', async () => {
  const { run } = asking(caught, async (token, own) => {
    await own.send('SendTaskSuccess', { taskToken: token, output: '"early"' });
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
  expect(await run.run('m')).toMatchObject({ status: 'SUCCEEDED', output: 'early' });
  expect((await run.history('m')).filter(({ type }) => type === 'TaskSucceeded')).toHaveLength(1);
});

test('the answer of a function whose token came first leaves the next state alone', async () => {
  const run = local({
    definitions: {
      m: machine({
        Ask: tokenTask('ask', { Next: 'Rest', End: undefined }),
        Rest: { Type: 'Wait', Seconds: 86_400, End: true },
      }),
    },
    functions: {
      ask: async (payload) => {
        await run.send('SendTaskSuccess', { taskToken: Payload.parse(payload).token, output: '"early"' });
        await expect.poll(async () => (await run.history('m')).at(-1)?.type).toBe('WaitStateEntered');
        return answer(null);
      },
    },
  });
  open.push(run);
  await run.start('m');
  await run.clock.move(2 * DAY);
  expect(await run.ended('m')).toMatchObject({ status: 'SUCCEEDED', output: 'early' });
});

test('a function that fails ends the wait, and its token counts no more', async () => {
  const tokens: string[] = [];
  const run = local({
    definitions: { m: machine({ Ask: tokenTask('ask', caught), Caught: { Type: 'Succeed' } }) },
    functions: {
      ask: (payload) => {
        tokens.push(Payload.parse(payload).token);
        return failure('Broken');
      },
    },
  });
  open.push(run);
  expect((await run.run('m')).output).toMatchObject({ Error: 'Broken' });
  await expect(run.send('SendTaskSuccess', { taskToken: tokens[0], output: '1' })).rejects.toMatchObject({
    code: 'TaskTimedOut',
  });
});

test('each attempt has a token of its own, and the earlier one has timed out', async () => {
  const { run, tokens } = asking({ Retry: [{ ErrorEquals: ['Again'], IntervalSeconds: 1 }], ...caught });
  await run.start('m');
  await run.clock.quiet();
  await run.send('SendTaskFailure', { taskToken: tokens[0], error: 'Again' });
  await run.clock.move(DAY);
  expect(tokens).toHaveLength(2);
  await expect(run.send('SendTaskSuccess', { taskToken: tokens[0], output: '1' })).rejects.toMatchObject({
    code: 'TaskTimedOut',
  });
  await run.send('SendTaskSuccess', { taskToken: tokens[1], output: '2' });
  expect((await run.ended('m')).output).toBe(2);
});

test('a token counts once, not after the end, and not when its time is over', async () => {
  const { run, tokens } = asking(caught);
  await run.start('m');
  await run.clock.quiet();
  await run.send('SendTaskSuccess', { taskToken: tokens[0], output: '1' });
  for (const operation of ['SendTaskFailure', 'SendTaskHeartbeat'])
    await expect(run.send(operation, { taskToken: tokens[0] })).rejects.toMatchObject({ code: 'TaskTimedOut' });
  const late = asking(caught);
  await late.run.start('m');
  await late.run.clock.move(41 * DAY);
  await expect(late.run.send('SendTaskSuccess', { taskToken: late.tokens[0], output: '1' })).rejects.toMatchObject({
    code: 'TaskTimedOut',
  });
  expect((await late.run.ended('m')).output).toMatchObject({ Error: 'States.Timeout' });
});

test('heartbeats keep a wait alive; without them it ends with States.HeartbeatTimeout', async () => {
  const { run, tokens } = asking({ HeartbeatSeconds: 3600, ...caught });
  await run.start('m');
  await run.clock.move(3_000_000);
  await run.send('SendTaskHeartbeat', { taskToken: tokens[0] });
  await run.clock.move(3_000_000);
  expect(await run.ended('m')).toMatchObject({ status: 'RUNNING' });
  await run.clock.move(1_000_000);
  expect((await run.ended('m')).output).toMatchObject({ Error: 'States.HeartbeatTimeout' });
});

test('tokens that are mangled, unknown or come with no JSON have their own errors', async () => {
  const { run, tokens } = asking(caught);
  await run.start('m');
  await run.clock.quiet();
  const token = tokens[0] ?? '';
  const send = (taskToken: string, output: string) => run.send('SendTaskSuccess', { taskToken, output });
  await expect(send('nonsense', '1')).rejects.toMatchObject({ code: 'InvalidToken' });
  await expect(send('A'.repeat(token.length), '1')).rejects.toMatchObject({ code: 'TaskDoesNotExist' });
  await expect(send(token, 'no json')).rejects.toMatchObject({ code: 'InvalidOutput' });
  await send(token, '1');
  expect((await run.ended('m')).output).toBe(1);
});
