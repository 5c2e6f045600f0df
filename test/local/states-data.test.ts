import { afterEach, expect, test } from 'vitest';
import { answer, executionArn, local, machine, machineArn, type States, task } from './states-fixture.ts';

const open: ReturnType<typeof local>[] = [];
afterEach(() => {
  for (const run of open.splice(0)) run.close();
});
const of = (states: States, options: Omit<Parameters<typeof local>[0], 'definitions'> = {}, more: object = {}) => {
  const run = local({ definitions: { m: machine(states, more) }, ...options });
  open.push(run);
  return run;
};

test('data of more than 256 KiB between states is an error that nothing catches', async () => {
  const run = of(
    {
      Call: task('big', {}, { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] }),
      Caught: { Type: 'Succeed' },
    },
    { functions: { big: () => answer('x'.repeat(262_145)) } },
  );
  expect(await run.run('m')).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

test('start and end of an execution are events on the default bus', async () => {
  const run = of({ Done: { Type: 'Succeed', Output: { a: 1 } } });
  await run.run('m', { b: 2 });
  expect(run.published.map(({ source, 'detail-type': type, detail }) => ({ source, type, detail }))).toMatchObject(
    ['RUNNING', 'SUCCEEDED'].map((status) => ({
      source: 'aws.states',
      type: 'Step Functions Execution Status Change',
      detail: { status, name: 'one', executionArn: executionArn('m', 'one'), stateMachineArn: machineArn('m') },
    })),
  );
});

test('the functions that AWS adds to JSONata are there', async () => {
  const run = of({
    Use: {
      Type: 'Pass',
      Output: {
        partition: '{% $partition([1,2,3], 2) %}',
        range: '{% $range(0, 10, 5) %}',
        hash: "{% $hash('a', 'SHA-256') %}",
        same: '{% $random(4) = $random(4) %}',
        below: '{% $random() < 1 %}',
        uuid: '{% $length($uuid()) %}',
        parse: `{% $parse('{"a": [1]}').a[0] %}`,
      },
      End: true,
    },
  });
  expect((await run.run('m')).output).toEqual({
    partition: [[1, 2], [3]],
    range: [0, 5, 10],
    hash: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
    same: true,
    below: true,
    uuid: 36,
    parse: 1,
  });
});
