import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { createClock } from '#infra/local/clock';
import type { Authorize, AwsCall, Invocation, Meter, Need, Publish } from '#infra/local/engine';
import { statesEngine } from '#infra/local/states/states-engine';

const REGION = 'cn-north-1';
const ACCOUNT = '111122223333';
const PARTITION = 'aws-cn';
export const LAMBDA = `arn:${PARTITION}:states:::lambda:invoke`;
export const functionArn = (name: string) => `arn:${PARTITION}:lambda:${REGION}:${ACCOUNT}:function:${name}`;
export const machineArn = (name: string) => `arn:${PARTITION}:states:${REGION}:${ACCOUNT}:stateMachine:${name}`;
export const executionArn = (machine: string, name: string) =>
  `arn:${PARTITION}:states:${REGION}:${ACCOUNT}:execution:${machine}:${name}`;
export const roleArn = `arn:${PARTITION}:iam::${ACCOUNT}:role/machine`;

export const DAY = 86_400_000;
export const START = Date.parse('2027-01-01T00:00:00.000Z');

export type States = Readonly<Record<string, unknown>>;
export const machine = (states: States, more: object = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0],
  States: states,
  ...more,
});

/** A task with everything that the check asks for. */
export const task = (name: string, payload: unknown, more: object = {}) => ({
  Type: 'Task',
  Resource: LAMBDA,
  Arguments: { FunctionName: functionArn(name), Payload: payload },
  TimeoutSeconds: 60,
  End: true,
  ...more,
});
export const tokenTask = (name: string, more: object = {}) =>
  task(
    name,
    { token: '{% $states.context.Task.Token %}' },
    { Resource: `${LAMBDA}.waitForTaskToken`, TimeoutSeconds: 40 * 86_400, ...more },
  );

const meter = (): Meter & { counted: Record<string, number> } => {
  const counted: Record<string, number> = {};
  return {
    counted,
    add: (name, amount) => {
      counted[name] = (counted[name] ?? 0) + amount;
    },
    read: () => ({ requests: 0, invocations: 0, readUnits: 0, writeUnits: 0, transitions: 0, mails: 0, ...counted }),
    reset: () => undefined,
  };
};

export type Functions = Readonly<Record<string, (payload: unknown) => Promise<Invocation> | Invocation>>;
export const answer = (payload: unknown): Invocation => ({ ok: true, payload });
export const failure = (errorType: string, errorMessage = 'no'): Invocation => ({ ok: false, errorType, errorMessage });

export const callOf = (operation: string, body: unknown): AwsCall => ({
  service: 'states',
  operation,
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  principal: undefined,
});

type Options = {
  readonly definitions: Readonly<Record<string, unknown>>;
  readonly functions?: Functions;
  readonly stateDir?: string;
  readonly authorize?: Authorize;
};

const Described = z.looseObject({
  status: z.string(),
  output: z.optional(z.string()),
  error: z.optional(z.string()),
  cause: z.optional(z.string()),
});
const History = z.object({ events: z.array(z.looseObject({ type: z.string() })) });

/** The engine with functions of the test's own, on a clock that begins at START. */
export const local = ({ definitions, functions = {}, stateDir: given, authorize = () => undefined }: Options) => {
  const stateDir = given ?? mkdtempSync(join(tmpdir(), 'states-'));
  const clock = createClock(stateDir, { startAt: START });
  const calls: { name: string; payload: unknown }[] = [];
  const published: Parameters<Publish>[1][] = [];
  const asked: { role: string; need: Need }[] = [];
  const counted = meter();
  const engine = statesEngine({
    place: { stateDir, region: REGION, account: ACCOUNT, partition: PARTITION, clock },
    machines: Object.entries(definitions).map(([name, definition]) => ({
      id: `stack.${name}`,
      type: 'AWS::StepFunctions::StateMachine',
      properties: { StateMachineName: name, DefinitionString: JSON.stringify(definition), RoleArn: roleArn },
    })),
    invoke: async (arn, payload) => {
      const name = arn.split(':').at(-1) ?? '';
      calls.push({ name, payload });
      const run = functions[name];
      if (!run) throw new Error(`The test has no function ${name}.`);
      return run(payload);
    },
    authorize: (role, need) => {
      asked.push({ role, need });
      authorize(role, need);
    },
    roleIdOf: (arn) => `role of ${arn}`,
    publish: (bus, event) => {
      if (bus === 'default') published.push(event);
    },
    meter: counted,
  });
  const send = async (operation: string, body: unknown): Promise<unknown> => {
    await engine.start();
    const { body: text } = await engine.answer(callOf(operation, body));
    return JSON.parse(String(text));
  };
  const start = (name: string, input: unknown = {}, execution = 'one') =>
    send('StartExecution', { stateMachineArn: machineArn(name), name: execution, input: JSON.stringify(input) });
  const describe = async (name: string, execution = 'one') =>
    Described.parse(await send('DescribeExecution', { executionArn: executionArn(name, execution) }));
  /** The execution's end, or how far it came when nothing more happens by itself. */
  const ended = async (name: string, execution = 'one') => {
    await clock.quiet();
    const { status, output, error, cause } = await describe(name, execution);
    return { status, error, cause, output: output === undefined ? undefined : JSON.parse(output) };
  };
  return {
    engine,
    clock,
    calls,
    published,
    asked,
    counted: counted.counted,
    stateDir,
    send,
    start,
    describe,
    ended,
    run: async (name: string, input: unknown = {}) => {
      await start(name, input);
      return ended(name);
    },
    history: async (name: string, execution = 'one') =>
      History.parse(
        await send('GetExecutionHistory', { executionArn: executionArn(name, execution), maxResults: 1000 }),
      ).events,
    close: () => {
      engine.stop();
      if (given === undefined) rmSync(stateDir, { recursive: true, force: true });
    },
  };
};
