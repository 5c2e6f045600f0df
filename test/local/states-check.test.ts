import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createClock } from '#infra/local/clock';
import { checkMachine } from '#infra/local/states/check';
import { machineArnOf, readMachine } from '#infra/local/states/machines';
import { functionArn, LAMBDA, machine, machineArn, roleArn, type States, task, tokenTask } from './states-fixture.ts';

const done = { Done: { Type: 'Succeed' } };
const then = { Next: 'Done', End: undefined };
const check = (states: States, more: object = {}) => checkMachine('review', machine(states, more));

test('a machine of every state type has no problem', () => {
  expect(
    check(
      {
        Call: task('f', '{% $states.input %}', { ...then, Next: 'Ask', Comment: 'why', QueryLanguage: 'JSONata' }),
        Ask: tokenTask('g', { HeartbeatSeconds: 60, Next: 'Rest', End: undefined }),
        Rest: { Type: 'Wait', Timestamp: '2027-01-31T00:00:00+08:00', Next: 'Both' },
        Both: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } }],
          Next: 'Each',
        },
        Each: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Succeed' } } },
          Next: 'Which',
        },
        Which: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'No' }], Default: 'Done' },
        No: { Type: 'Fail', Error: 'E', Cause: 'C' },
        ...done,
      },
      { Comment: 'c', TimeoutSeconds: 5, Version: '1.0' },
    ),
  ).toEqual([]);
});

test.each<[what: string, states: States, problem: RegExp]>([
  ['an unknown field', { Done: { Type: 'Succeed', ResultPath: '$' } }, /state Done, ResultPath: is not supported/],
  [
    'an unknown field deep inside',
    { Call: task('f', {}, { ...then, Retry: [{ ErrorEquals: ['E'], Jitter: 'FULL' }] }), ...done },
    /state Call, Retry.0.Jitter: is not supported/,
  ],
  ['an unknown state type', { Odd: { Type: 'Activity', End: true } }, /state Odd, Type: the state type Activity/],
  ['a missing target', { A: { Type: 'Pass', Next: 'Nowhere' } }, /state A, Next: there is no state Nowhere/],
  [
    'a missing target of a catcher',
    { A: task('f', {}, { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Nowhere' }] }) },
    /state A, Catch\[0\].Next: there is no state Nowhere/,
  ],
  [
    'a target outside of the branch',
    {
      P: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'Done' } } }],
        Next: 'Done',
      },
      ...done,
    },
    /state A, Next: there is no state Done beside it/,
  ],
  [
    'a token wait that keeps the token to itself',
    { A: tokenTask('f', { Arguments: { FunctionName: functionArn('f'), Payload: { id: 1 } } }) },
    /state A, Arguments.Payload: a token wait has to hand over/,
  ],
  [
    'a token that is only mentioned in plain text',
    { A: tokenTask('f', { Arguments: { FunctionName: functionArn('f'), Payload: '$states.context.Task.Token' } }) },
    /a token wait has to hand over/,
  ],
  [
    'a token without a wait',
    { A: task('f', '{% $states.context.Task.Token %}') },
    /state A, Arguments.Payload: there is a token only with/,
  ],
  [
    'an invoke without a function',
    { A: task('f', {}, { Arguments: { Payload: {} } }) },
    /state A, Arguments.FunctionName: is missing/,
  ],
  ['a task without a timeout', { A: task('f', {}, { TimeoutSeconds: undefined }) }, /state A, TimeoutSeconds/],
  ['a state that is never reached', { A: { Type: 'Pass', End: true }, ...done }, /state Done, name: no path leads/],
  [
    'a Choice without Default',
    { A: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'Done' }] }, ...done },
    /state A, Default/,
  ],
  [
    'JSONata that does not parse',
    { A: { Type: 'Pass', Output: { x: ['{% 1 + %}'] }, End: true } },
    /state A, Output.x.0: is no JSONata/,
  ],
  ['half an expression', { A: { Type: 'Pass', Output: '{% 1', End: true } }, /state A, Output: has only one of/],
  ['$eval', { A: { Type: 'Pass', Output: "{% $eval('1') %}", End: true } }, /calls \$eval/],
  ['both Next and End', { A: { Type: 'Pass', Next: 'Done', End: true }, ...done }, /exactly one of Next and End/],
  ['neither Next nor End', { A: { Type: 'Pass' } }, /exactly one of Next and End/],
  [
    'another service',
    { A: task('f', {}, { Resource: 'arn:aws-cn:states:::sqs:sendMessage' }) },
    /sendMessage is not supported/,
  ],
  ['a function as the resource', { A: task('f', {}, { Resource: functionArn('f') }) }, /state A, Resource/],
  ['a heartbeat of a plain call', { A: task('f', {}, { HeartbeatSeconds: 5 }) }, /state A, HeartbeatSeconds/],
  [
    'a heartbeat beyond the timeout',
    { A: tokenTask('f', { HeartbeatSeconds: 9, TimeoutSeconds: 9 }) },
    /HeartbeatSeconds: has to be/,
  ],
  ['a wait for nothing', { A: { Type: 'Wait', End: true } }, /exactly one of Seconds and Timestamp/],
  ['a wait until no instant', { A: { Type: 'Wait', Timestamp: 'soon', End: true } }, /state A, Timestamp: soon is no/],
  ['a reserved variable', { A: { Type: 'Pass', Assign: { states: 1 }, End: true } }, /Assign.states: is no variable/],
  [
    'a variable of an outer flow assigned inside',
    {
      P: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'A', States: { A: { Type: 'Pass', Assign: { x: 1 }, End: true } } }],
        Assign: { x: 2 },
        End: true,
      },
    },
    /state A, Assign.x: an outer flow/,
  ],
  [
    'the same name twice',
    { P: { Type: 'Parallel', Branches: [{ StartAt: 'P', States: { P: { Type: 'Succeed' } } }], End: true } },
    /state P, name: another state/,
  ],
  [
    'States.ALL before others',
    { A: task('f', {}, { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }] }) },
    /States.ALL has to come last/,
  ],
  [
    'a distributed Map',
    {
      M: {
        Type: 'Map',
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'B', States: { B: { Type: 'Succeed' } } },
        End: true,
      },
    },
    /state M, ItemProcessor.ProcessorConfig.Mode: only INLINE/,
  ],
  ['JSONPath in a state', { A: { Type: 'Pass', QueryLanguage: 'JSONPath', End: true } }, /state A, QueryLanguage/],
])('%s is found, with machine, state and field', (_, states, problem) => {
  const problems = check(states);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(problem);
  expect(problems[0]).toMatch(/^State machine review, /);
});

test('a machine in JSONPath, or without a first state, is refused', () => {
  expect(checkMachine('m', { StartAt: 'A', States: {} })).toEqual([
    expect.stringMatching(/QueryLanguage: is not JSONata/),
  ]);
  expect(checkMachine('m', { QueryLanguage: 'JSONata', StartAt: 'A', States: {} })).toEqual([
    expect.stringMatching(/StartAt: there is no state A/),
  ]);
  expect(checkMachine('m', 'text')).toHaveLength(1);
});

test('the resource gives the definition as text with its substitutions, and names the ARN by place', () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'states-check-'));
  try {
    const place = {
      stateDir,
      region: 'cn-north-1',
      account: '111122223333',
      partition: 'aws-cn',
      clock: createClock(stateDir),
    };
    const states = { A: task('f', {}, { Arguments: { FunctionName: `$\{Function}` } }) };
    const resource = (properties: Record<string, unknown>) => ({
      id: 'stack.Machine',
      type: 'AWS::StepFunctions::StateMachine',
      properties: {
        StateMachineName: 'm',
        DefinitionString: JSON.stringify(machine(states)),
        RoleArn: roleArn,
        ...properties,
      },
    });
    const read = readMachine(place, resource({ DefinitionSubstitutions: { Function: functionArn('f') } }));
    expect(read.arn).toBe(machineArn('m'));
    expect(read.text).toContain(functionArn('f'));
    expect(() => readMachine(place, resource({}))).toThrow(/nothing is substituted for \$\{Function\}/);
    expect(() => readMachine(place, resource({ StateMachineType: 'EXPRESS' }))).toThrow(/STANDARD/);
    expect(() => readMachine(place, resource({ DefinitionS3Location: {} }))).toThrow(/DefinitionS3Location/);
    const object = { DefinitionString: undefined, Definition: machine({ A: task('f', { of: LAMBDA }) }) };
    expect(readMachine(place, resource(object)).text).toContain(LAMBDA);
    expect(machineArnOf(place, resource({ StateMachineName: undefined }))).toBe(machineArn('stack-Machine'));
  } finally {
    rmSync(stateDir, { recursive: true, force: true });
  }
});
