import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { agreementMachine } from '#infra/machines/agreement';
import { instalmentMachine } from '#infra/machines/instalment';
import { ask, type Machine, machineOf } from '#infra/machines/machine';
import { reviewMachine } from '#infra/machines/review';
import { checkMachineOf, filled } from '#infra/tools/check-machines';
import { machines } from '#infra/workflow-stack';
import { answer, DAY, failure, functionArn, local, START } from '#test/local/states-fixture';

const open: ReturnType<typeof local>[] = [];
afterEach(() => {
  for (const run of open.splice(0)) run.close();
});

const Asked = z.looseObject({ ask: z.string(), token: z.optional(z.string()) });
type Asked = z.output<typeof Asked>;

/**
 * A machine whose one function answers from `standings`, one for each time it is asked where things stand, unless it has
 * to fail first: with these errors, one for each call.
 */
function running(machine: Machine, standings: readonly unknown[], errors: readonly (string | undefined)[] = []) {
  const asked: Asked[] = [];
  const [left, failures] = [[...standings], [...errors]];
  const tasks = (payload: unknown) => {
    const call = Asked.parse(payload);
    asked.push(call);
    const error = failures.shift();
    if (error !== undefined) return failure(error);
    return answer(call.ask.toLowerCase().endsWith('standing') ? left.shift() : null);
  };
  const substitutions = { Partition: 'aws-cn', TaskFunction: functionArn('tasks') };
  const run = local({ definitions: { m: filled(machine, substitutions) }, functions: { tasks } });
  open.push(run);
  return {
    run,
    asked,
    said: () => asked.map((call) => call.ask),
    /** What the consumer of a fact's event does: it wakes who waits at the gate. */
    wake: async () => {
      await run.send('SendTaskSuccess', { taskToken: asked.at(-1)?.token, output: '{}' });
      await run.clock.quiet();
    },
  };
}

const failing = (errors: readonly (string | undefined)[], standings: readonly unknown[]) =>
  running(reviewMachine, standings, errors);

describe('review', () => {
  const application = { applicationId: 'application-1', attempt: 2 };

  it('waits for reviews, closes them, waits for the decision and the end of the notice, and ends with the award', async () => {
    const noticeUntil = new Date(START + 7 * DAY).toISOString();
    const { run, asked, said, wake } = running(reviewMachine, [
      { phase: 'inReview' },
      { phase: 'reviewed' },
      { phase: 'inNotice', noticeUntil },
      { phase: 'awarded' },
    ]);
    await run.start('m', application);
    await run.clock.quiet();
    expect(asked.at(-1)).toMatchObject({
      ask: 'openGate',
      stream: 'APPLICATION#application-1',
      gate: 'reviews',
      attempt: 2,
    });
    await wake();
    expect(said().slice(-3)).toEqual(['closeReview', 'standing', 'openGate']);
    expect(asked.at(-1)).toMatchObject({ gate: 'decision' });
    await wake();
    await run.clock.move(6 * DAY);
    expect(said()).not.toContain('endNotice');
    await run.clock.move(DAY + 1);
    expect(said().slice(-2)).toEqual(['endNotice', 'standing']);
    expect(await run.ended('m')).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('asks again where things stand when nobody reviews for sixty days', async () => {
    const { run, said } = running(reviewMachine, [{ phase: 'inReview' }, { phase: 'withdrawn' }]);
    await run.start('m', application);
    await run.clock.move(61 * DAY);
    expect(said()).toEqual(['standing', 'openGate', 'standing']);
    expect(await run.ended('m')).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('ends at once for what was decided before it was started again', async () => {
    const { run, said } = running(reviewMachine, [{ phase: 'declined' }]);
    await run.start('m', application);
    expect(await run.ended('m')).toMatchObject({ status: 'SUCCEEDED' });
    expect(said()).toEqual(['standing']);
  });

  it('fails with the phase it does not know, for people to look at', async () => {
    const { run } = running(reviewMachine, [{ phase: 'moonlit' }]);
    await run.start('m', application);
    expect(await run.ended('m')).toMatchObject({ status: 'FAILED', error: 'UnknownPhase' });
    expect((await run.ended('m')).cause).toContain('moonlit');
  });

  it('asks again when Lambda cannot help it and when the function fails, and still ends right', async () => {
    const errors = ['Lambda.TooManyRequestsException', 'Error', 'TransactionCanceledException', 'Sandbox.Timedout'];
    const { run, said } = failing(errors, [{ phase: 'inReview' }, { phase: 'declined' }]);
    await run.start('m', application);
    await run.clock.move(DAY);
    expect(said()).toEqual(['standing', 'standing', 'standing', 'standing', 'standing', 'openGate']);
    await run.clock.move(61 * DAY);
    expect(await run.ended('m')).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('asks again for the token of a wait when the function fails to write it down', async () => {
    const { run, asked, said } = failing([undefined, 'Error'], [{ phase: 'inReview' }, { phase: 'declined' }]);
    await run.start('m', application);
    await run.clock.move(DAY);
    expect(said()).toEqual(['standing', 'openGate', 'openGate']);
    expect(asked.at(-1)?.token).not.toBe(asked.at(-2)?.token);
    expect(await run.ended('m')).toMatchObject({ status: 'RUNNING' });
  });

  it('still asks after five days in which the function failed, and in the end people have to look', async () => {
    const { run } = failing(
      Array.from({ length: 1_000 }, () => 'Error'),
      [],
    );
    await run.start('m', application);
    await run.clock.move(5 * DAY);
    expect(await run.ended('m')).toMatchObject({ status: 'RUNNING' });
    await run.clock.move(20 * DAY);
    expect(await run.ended('m')).toMatchObject({ status: 'FAILED', error: 'Error' });
  });

  it('waits again when the notice is not over by the clock of the function', async () => {
    const noticeUntil = new Date(START + 7 * DAY).toISOString();
    const inNotice = { phase: 'inNotice', noticeUntil };
    const { run, said } = running(reviewMachine, [inNotice, inNotice, { phase: 'awarded' }]);
    await run.start('m', application);
    await run.clock.move(7 * DAY + 1);
    expect(said()).toEqual(['standing', 'endNotice', 'standing', 'endNotice', 'standing']);
    expect(await run.ended('m')).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('agreement', () => {
  const award = { awardId: 'award-1', attempt: 1 };

  it('waits for both signatures at the gate of the award and plans the delivery once', async () => {
    const { run, asked, said, wake } = running(agreementMachine, [
      { phase: 'awaitingSignatures' },
      { phase: 'granteeSigned' },
      { phase: 'inDelivery' },
    ]);
    await run.start('m', award);
    await run.clock.quiet();
    expect(asked.at(-1)).toMatchObject({ stream: 'AWARD#award-1', gate: 'signatures' });
    await wake();
    await wake();
    expect(said().slice(-2)).toEqual(['awardStanding', 'planDelivery']);
    expect(await run.ended('m')).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('plans again when it is started again: a run may have died before the first instalment was opened', async () => {
    const { run, said } = running(agreementMachine, [{ phase: 'inDelivery' }]);
    await run.start('m', award);
    expect(await run.ended('m')).toMatchObject({ status: 'SUCCEEDED' });
    expect(said()).toEqual(['awardStanding', 'planDelivery']);
  });

  it.each(['closed', 'terminated'])('does nothing for an award that is %s', async (phase) => {
    const { run, said } = running(agreementMachine, [{ phase }]);
    await run.start('m', award);
    expect(await run.ended('m')).toMatchObject({ status: 'SUCCEEDED' });
    expect(said()).toEqual(['awardStanding']);
  });
});

describe('instalment', () => {
  it('waits at the gate of its own number until it is paid, then does what follows', async () => {
    const { run, asked, said, wake } = running(instalmentMachine, [{ phase: 'due' }, { phase: 'confirmed' }]);
    await run.start('m', { awardId: 'award-1', number: 2, attempt: 1 });
    await run.clock.quiet();
    expect(asked.at(-1)).toMatchObject({ stream: 'INSTALMENT#award-1#2', gate: 'payment', attempt: 1 });
    await wake();
    expect(said().at(-1)).toBe('afterPayment');
    expect(asked.at(-1)).toMatchObject({ awardId: 'award-1', number: 2 });
    expect(await run.ended('m')).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('the check of machines', () => {
  it('finds no fault with ours', () => {
    expect(Object.entries(machines).flatMap(([name, machine]) => checkMachineOf(name, machine))).toEqual([]);
  });

  const Done = { Type: 'Succeed' } as const;
  const hole = '$';
  const asks = ask({ ask: 'standing' }, 'Done', 'Ask');
  const { TimeoutSeconds: _, ...withoutTimeout } = asks;
  const planted: Readonly<Record<string, Machine>> = {
    'a way to nowhere': { ...machineOf('', 'Ask', { Ask: asks, Done }), States: { Ask: asks } },
    'a state that no way leads to': { ...reviewMachine, States: { ...reviewMachine.States, Lost: Done } },
    'a wait for a token that nobody is told': {
      ...reviewMachine,
      States: {
        ...reviewMachine.States,
        AwaitDecision: { ...asks, Next: 'Ask', Resource: `${asks.Resource}.waitForTaskToken` },
      },
    },
    'a hole that nothing fills': {
      ...reviewMachine,
      States: { ...reviewMachine.States, Ask: { ...asks, Arguments: { FunctionName: `${hole}{Tasks}`, Payload: {} } } },
    },
    'an expression that is no JSONata': machineOf('', 'Wait', {
      Wait: { Type: 'Wait', Timestamp: '{% $states.input.( %}', Next: 'Done' },
      Done,
    }),
  };
  it.each(Object.entries(planted))('finds %s', (_name, machine) => {
    expect(checkMachineOf('planted', machine)).not.toEqual([]);
  });
  it('finds a task without a timeout', () => {
    const definition: Machine = JSON.parse(JSON.stringify({ ...reviewMachine, States: { Ask: withoutTimeout, Done } }));
    expect(checkMachineOf('planted', { ...definition, StartAt: 'Ask' }).join()).toContain('timeout');
  });
});
