import { afterEach, expect, test, vi } from 'vitest';
import { AwsFault, type Invocation, type Need, type Resource } from '#infra/local/engine';
import { compileExpression } from '#infra/local/schedules/expression';
import { schedules } from '#infra/local/schedules/schedules';
import { minutes, resource, scene } from './queues-scene.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
  vi.restoreAllMocks();
});

const functionArn = 'arn:aws-cn:lambda:cn-north-1:123456789012:function:remind';
const queueArn = 'arn:aws-cn:sqs:cn-north-1:123456789012:dead';
const Target = { Arn: functionArn, RoleArn: 'arn:aws-cn:iam::123456789012:role/scheduler', Input: '{"remind":true}' };
const reminders = {
  Name: 'reminders',
  ScheduleExpression: 'cron(0/15 * * * ? *)',
  ScheduleExpressionTimezone: 'Asia/Shanghai',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target,
};
const at = (text: string) => Date.parse(text);

type Setting = {
  readonly stateDir?: string;
  readonly startAt?: number;
  readonly schedule?: Resource['properties'];
  readonly rules?: readonly Resource['properties'][];
  readonly allow?: boolean;
  readonly answer?: () => Invocation;
};

function run({ stateDir, startAt, schedule, rules = [], allow = true, answer }: Setting) {
  const { place, clock, clear } = scene(stateDir, startAt);
  const calls: { readonly at: string; readonly payload: unknown }[] = [];
  const sent: { readonly queueArn: string; readonly body: string; readonly attributes: unknown }[] = [];
  const needed: Need[] = [];
  const started = schedules({
    place,
    schedules: schedule ? [resource('AWS::Scheduler::Schedule', schedule, 'Stack.Reminders')] : [],
    rules: rules.map((properties) => resource('AWS::Events::Rule', properties, 'Stack.Rule')),
    sendToQueue: (queue, body, attributes) => {
      sent.push({ queueArn: queue, body, attributes });
      return 'id';
    },
    invoke: async (_arn, payload) => {
      calls.push({ at: new Date(clock.now()).toISOString().slice(0, 16), payload });
      return answer?.() ?? { ok: true, payload: null };
    },
    authorize: (roleId, need) => {
      needed.push(need);
      if (!allow && need.action === 'lambda:InvokeFunction')
        throw new AwsFault('AccessDeniedException', `${roleId} may not.`);
    },
    roleIdOf: (arn) => (arn.endsWith(':role/scheduler') ? 'Stack.Role' : undefined),
    mayService: () => allow,
  });
  started.start();
  cleanups.push(clear, started.stop);
  return { clock, calls, sent, needed, started, stateDir: place.stateDir, times: () => calls.map((call) => call.at) };
}

test('runs every quarter of an hour while the clock moves, and misses none', async () => {
  const { clock, calls, times, needed } = run({ startAt: at('2026-03-01T00:05:00Z'), schedule: reminders });
  await clock.move(minutes(60));
  expect(times()).toEqual(['2026-03-01T00:15', '2026-03-01T00:30', '2026-03-01T00:45', '2026-03-01T01:00']);
  expect(calls[0]?.payload).toEqual({ remind: true });
  expect(needed[0]).toEqual({ action: 'lambda:InvokeFunction', resource: functionArn });
});

test('runs at nine in the morning of Shanghai on working days', async () => {
  const { clock, times } = run({
    startAt: at('2026-03-06T00:00:00Z'),
    schedule: { ...reminders, ScheduleExpression: 'cron(0 9 ? * MON-FRI *)' },
  });
  await clock.move(4 * 24 * minutes(60));
  expect(times()).toEqual(['2026-03-06T01:00', '2026-03-09T01:00']);
});

test('makes up once for the runs that were due while it was off, and goes on from there', async () => {
  const first = run({ startAt: at('2026-03-01T00:05:00Z'), schedule: reminders });
  await first.clock.move(minutes(10));
  expect(first.started.list()).toEqual([
    expect.objectContaining({ lastAt: at('2026-03-01T00:15:00Z'), nextAt: at('2026-03-01T00:30:00Z') }),
  ]);
  first.started.stop();
  await first.clock.move(minutes(70));
  const second = run({ stateDir: first.stateDir, schedule: reminders });
  await second.clock.move(minutes(10));
  expect(second.times()).toEqual(['2026-03-01T01:25', '2026-03-01T01:30']);
  expect(first.times()).toHaveLength(1);
});

test('a schedule whose time was changed in the template forgets its old time', async () => {
  const first = run({ startAt: at('2026-03-01T00:05:00Z'), schedule: reminders });
  first.started.stop();
  const schedule = { ...reminders, ScheduleExpression: 'cron(0 12 * * ? *)' };
  const second = run({ stateDir: first.stateDir, schedule });
  await second.clock.move(minutes(6 * 60));
  expect(second.times()).toEqual(['2026-03-01T04:00']);
});

test('counts a rate from when the schedule began, also after a restart', async () => {
  const schedule = { ...reminders, ScheduleExpression: 'rate(20 minutes)' };
  const first = run({ startAt: at('2026-03-01T00:05:00Z'), schedule });
  await first.clock.move(minutes(25));
  first.started.stop();
  const second = run({ stateDir: first.stateDir, schedule });
  await second.clock.move(minutes(20));
  expect([...first.times(), ...second.times()]).toEqual(['2026-03-01T00:25', '2026-03-01T00:45']);
});

test('runs once at a local time, and never when that is over', async () => {
  const schedule = { ...reminders, ScheduleExpression: 'at(2026-03-01T09:00:00)' };
  const coming = run({ startAt: at('2026-03-01T00:05:00Z'), schedule });
  await coming.clock.move(minutes(24 * 60));
  expect(coming.times()).toEqual(['2026-03-01T01:00']);
  const over = run({ startAt: at('2026-03-01T01:00:01Z'), schedule });
  await over.clock.move(minutes(24 * 60));
  expect(over.times()).toEqual([]);
});

test('gives the scheduled time to who asks for it, and a whole event to who has no input', async () => {
  const Input = '{"due":"<aws.scheduler.scheduled-time>"}';
  const asking = run({ startAt: at('2026-03-01T00:05:00Z'), schedule: { ...reminders, Target: { ...Target, Input } } });
  await asking.clock.move(minutes(10));
  expect(asking.calls[0]?.payload).toEqual({ due: '2026-03-01T00:15:00Z' });
  const plain = { ...reminders, Target: { Arn: functionArn, RoleArn: Target.RoleArn } };
  const silent = run({ startAt: at('2026-03-01T00:05:00Z'), schedule: plain });
  await silent.clock.move(minutes(10));
  expect(silent.calls[0]?.payload).toMatchObject({
    source: 'aws.scheduler',
    time: '2026-03-01T00:15:00Z',
    detail: '{}',
  });
});

test('a role that may not invoke the function sends the run to the dead letters', async () => {
  const dead = { ...reminders, Target: { ...Target, DeadLetterConfig: { Arn: queueArn } } };
  const { clock, calls, sent } = run({ startAt: at('2026-03-01T00:05:00Z'), schedule: dead, allow: false });
  await clock.move(minutes(10));
  expect(calls).toEqual([]);
  expect(sent).toEqual([
    {
      queueArn,
      body: Target.Input,
      attributes: expect.objectContaining({ ERROR_CODE: { DataType: 'String', StringValue: 'AccessDeniedException' } }),
    },
  ]);
});

test('a function that fails runs twice more before the next run is due', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const answer = (): Invocation => ({ ok: false, errorType: 'Error', errorMessage: 'no' });
  const { clock, times } = run({ startAt: at('2026-03-01T00:05:00Z'), schedule: reminders, answer });
  await clock.move(minutes(20));
  expect(times()).toEqual(['2026-03-01T00:15', '2026-03-01T00:16', '2026-03-01T00:18']);
});

test('a rule with a schedule runs in UTC, with the event of a rule', async () => {
  const rule = { Name: 'daily', ScheduleExpression: 'cron(0 1 * * ? *)', Targets: [{ Id: 'a', Arn: functionArn }] };
  const { clock, calls, times } = run({
    startAt: at('2026-03-01T00:05:00Z'),
    rules: [rule, { Name: 'other', EventPattern: { source: ['x'] } }],
  });
  await clock.move(minutes(60));
  expect(times()).toEqual(['2026-03-01T01:00']);
  expect(calls[0]?.payload).toMatchObject({
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    resources: ['arn:aws-cn:events:cn-north-1:123456789012:rule/daily'],
    detail: {},
  });
});

test('a schedule that is disabled does not run', async () => {
  const { clock, calls } = run({ schedule: { ...reminders, State: 'DISABLED' } });
  await clock.move(minutes(60));
  expect(calls).toEqual([]);
});

test.each([
  ['0/15 * * * ? *', '2026-03-01T00:00:00Z', '2026-03-01T00:15:00Z'],
  ['30 8 ? * 1 *', '2026-03-01T00:30:00Z', '2026-03-08T00:30:00Z'],
  ['0 9 ? * 2#1 *', '2026-03-01T00:00:00Z', '2026-03-02T01:00:00Z'],
  ['0 9 L * ? *', '2026-02-01T00:00:00Z', '2026-02-28T01:00:00Z'],
  ['0 9 15W * ? *', '2026-02-01T00:00:00Z', '2026-02-16T01:00:00Z'],
  ['0 9 1 1 ? 2028', '2026-03-01T00:00:00Z', '2028-01-01T01:00:00Z'],
])('reads cron(%s) as AWS does', (fields, after, expected) => {
  expect(compileExpression(`cron(${fields})`, 'Asia/Shanghai')(at(after), 0)).toBe(at(expected));
});

test('knows zones with a summer time too', () => {
  const next = compileExpression('cron(0 9 * * ? *)', 'Europe/Berlin');
  expect(next(at('2026-03-28T09:00:00Z'), 0)).toBe(at('2026-03-29T07:00:00Z'));
});

test.each([
  ['an expression of another kind', { ScheduleExpression: 'every(1 day)' }, /neither/],
  ['five fields', { ScheduleExpression: 'cron(0 9 * * ?)' }, /six fields/],
  ['two days', { ScheduleExpression: 'cron(0 9 1 * 1 *)' }, /needs \?/],
  ['an eighth day of the week', { ScheduleExpression: 'cron(0 9 ? * 8 *)' }, /1 to 7/],
  ['a minute too many', { ScheduleExpression: 'cron(60 9 * * ? *)' }, /cannot be read/],
  ['a rate in the wrong number', { ScheduleExpression: 'rate(1 hours)' }, /rate\(1 hour\)/],
  ['a flexible window', { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 } }, /FlexibleTimeWindow/],
  ['a role that is not there', { Target: { ...Target, RoleArn: 'arn:aws-cn:iam::123456789012:role/none' } }, /no role/],
  [
    'another target',
    { Target: { ...Target, Arn: 'arn:aws-cn:states:r:1:stateMachine:x' } },
    /does not support the target/,
  ],
  [
    'a keyword that it does not know',
    { Target: { ...Target, Input: '"<aws.scheduler.attempt-number>"' } },
    /attempt-number/,
  ],
])('does not start with %s', (_name, properties, message) => {
  expect(() => run({ schedule: { ...reminders, ...properties } })).toThrow(message);
});
