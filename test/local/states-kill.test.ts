import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { createClock } from '#infra/local/clock';
import { openStore } from '#infra/local/store';
import { killed } from './states-child.ts';
import { callOf, DAY, machineArn, START } from './states-fixture.ts';

const undo: (() => void)[] = [];
afterEach(() => {
  for (const each of undo.splice(0).toReversed()) each();
});

const Call = z.object({ name: z.string(), payload: z.unknown() });
const callsIn = (stateDir: string) =>
  readFileSync(join(stateDir, 'calls'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => Call.parse(JSON.parse(line)));

const phasesIn = (stateDir: string) => {
  if (!existsSync(join(stateDir, 'states.sqlite'))) return [];
  const store = openStore(stateDir, 'states');
  try {
    return store
      .prepare(`SELECT state || ' ' || phase AS at FROM branches ORDER BY id`)
      .all()
      .map(({ at }) => at);
  } catch {
    // The process has not yet made its tables.
    return [];
  } finally {
    store.close();
  }
};

type Moment = { readonly at: string; readonly called: string; readonly sleptMs?: number };

/** Runs the machine in a process of its own, kills that when the journal stands there, and opens the journal again some time later. */
const killAt = async (name: string, { at, called, sleptMs = 0 }: Moment) => {
  const stateDir = mkdtempSync(join(tmpdir(), 'states-kill-'));
  undo.push(() => rmSync(stateDir, { recursive: true, force: true }));
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, 'states-child.ts'), stateDir, name], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  undo.push(() => child.kill('SIGKILL'));
  const names = () => callsIn(stateDir).map((call) => call.name);
  await expect.poll(() => phasesIn(stateDir), { timeout: 20_000, interval: 50 }).toContain(at);
  await expect.poll(names).toContain(called);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await createClock(stateDir).move(sleptMs);
  const run = killed(stateDir, false);
  undo.push(run.close);
  // A second start finds nothing to take up.
  await Promise.all([run.engine.start(), run.engine.start()]);
  await run.clock.quiet();
  return { run, stateDir, names };
};

test('killed in the pause before a retry, it makes the retry when it is due and repeats nothing', async () => {
  const { run, names } = await killAt('retry', { at: 'Middle backoff', called: 'flaky' });
  expect(names()).toEqual(['before', 'flaky']);
  await run.clock.move(DAY / 2);
  expect(names()).toEqual(['before', 'flaky']);
  await run.clock.move(DAY);
  expect(await run.ended('retry')).toMatchObject({ status: 'SUCCEEDED', output: 'kept' });
  expect(names()).toEqual(['before', 'flaky', 'flaky', 'after']);
});

test('killed during a call, it makes that call again and no other', async () => {
  const { run, names } = await killAt('call', { at: 'Middle calling', called: 'hangs' });
  expect(await run.ended('call')).toMatchObject({ status: 'SUCCEEDED', output: 'kept' });
  expect(names()).toEqual(['before', 'hangs', 'hangs', 'after']);
});

test('killed during a call and back after its timeout, it does not make the call again', async () => {
  const { run, names } = await killAt('call', { at: 'Middle calling', called: 'hangs', sleptMs: DAY });
  expect(await run.ended('call')).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  expect(names()).toEqual(['before', 'hangs']);
});

test('killed in a Map, it goes on with the item that was under way', async () => {
  const { run, stateDir } = await killAt('map', { at: 'Item done', called: 'second' });
  expect(await run.ended('map')).toMatchObject({ status: 'SUCCEEDED', output: 'kept' });
  const items = callsIn(stateDir).filter(({ name }) => name === 'second');
  expect([...new Set(items.map(({ payload }) => payload))]).toEqual([1, 2, 3]);
  expect(items.filter(({ payload }) => payload === 3)).toHaveLength(1);
});

test('killed while it waits for a token, it still waits for the same one until the same instant', async () => {
  const { run, stateDir, names } = await killAt('token', { at: 'Middle token', called: 'ask' });
  const asked = callsIn(stateDir).find(({ name }) => name === 'ask');
  const { token } = z.object({ token: z.string() }).parse(asked?.payload);
  await run.clock.move(35 * DAY);
  expect(await run.ended('token')).toMatchObject({ status: 'RUNNING' });
  expect(names()).toEqual(['before', 'ask']);
  await run.send('SendTaskSuccess', { taskToken: token, output: '{}' });
  expect(await run.ended('token')).toMatchObject({ status: 'SUCCEEDED', output: 'kept' });
  expect(names()).toEqual(['before', 'ask', 'after']);
});

test('killed while it waits for a token, it times out when it would have without that', async () => {
  const { run } = await killAt('token', { at: 'Middle token', called: 'ask' });
  await run.clock.move(START + 39 * DAY - run.clock.now());
  expect(await run.ended('token')).toMatchObject({ status: 'RUNNING' });
  await run.clock.move(DAY + 60_000);
  expect(await run.ended('token')).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
});

test('what is asked for before the start is kept, and done once', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'states-kill-'));
  undo.push(() => rmSync(stateDir, { recursive: true, force: true }));
  const run = killed(stateDir, false);
  undo.push(run.close);
  const body = { stateMachineArn: machineArn('call'), name: 'one' };
  await run.engine.answer(callOf('StartExecution', body));
  await run.clock.quiet();
  expect(run.calls).toEqual([]);
  await Promise.all([run.engine.start(), run.engine.start()]);
  expect(await run.ended('call')).toMatchObject({ status: 'SUCCEEDED' });
  expect(run.calls.map(({ name }) => name)).toEqual(['before', 'hangs', 'after']);
});

test('the timeout of the machine holds across a restart', async () => {
  const { run } = await killAt('brief', { at: 'Middle waiting', called: 'before' });
  await run.clock.move(3 * DAY);
  expect(await run.ended('brief')).toMatchObject({ status: 'TIMED_OUT' });
});

test('a token whose time was over while nothing ran is refused before the start, too', async () => {
  const { run, stateDir } = await killAt('token', { at: 'Middle token', called: 'ask' });
  run.engine.stop();
  await run.clock.move(50 * DAY);
  const later = killed(stateDir, false);
  undo.push(later.close);
  const { token } = z.object({ token: z.string() }).parse(callsIn(stateDir).at(-1)?.payload);
  const sent = later.engine.answer(callOf('SendTaskSuccess', { taskToken: token, output: '1' }));
  await expect(sent).rejects.toMatchObject({ code: 'TaskTimedOut' });
});
