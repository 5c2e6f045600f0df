import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '#infra/local/clock';
import type { Clock } from '#infra/local/engine';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What a slow machine may take between two readings of the clock. */
const SLACK_MS = 2_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const expectNear = (instant: number, expected: number) => {
  expect(instant).toBeGreaterThanOrEqual(expected);
  expect(instant).toBeLessThan(expected + SLACK_MS);
};

/** Resolves at the due instant in real time. */
const elapse = (clock: Clock, ms: number) => new Promise<void>((done) => clock.set('elapse', clock.now() + ms, done));

describe('the clock', () => {
  it('begins a fresh folder in real time, or where it is told', () => {
    expect(createClock(folder).offsetMs()).toBe(0);
    const past = createClock(join(folder, 'fresh'), { startAt: Date.now() - 400 * DAY_MS });
    expectNear(past.now(), Date.now() - 400 * DAY_MS - 1_000);
  });

  it('goes on after a restart where it was, whatever start is asked for', async () => {
    const clock = createClock(folder);
    await clock.move(30 * DAY_MS);
    const again = createClock(folder, { startAt: 0 });
    expect(again.offsetMs()).toBe(30 * DAY_MS);
    expectNear(again.now(), clock.now() - 1_000);
  });

  it('keeps each step of a move at once, so that a process killed on the way does not go back', async () => {
    const clock = createClock(folder);
    const dueAt = clock.now() + 10 * DAY_MS;
    let keptAtStep = 0;
    clock.set('step', dueAt, () => {
      keptAtStep = createClock(folder).offsetMs();
    });
    await clock.move(30 * DAY_MS);
    expect(Math.abs(keptAtStep - 10 * DAY_MS)).toBeLessThan(SLACK_MS);
  });

  it('plays from the past forward to exactly real time', async () => {
    const clock = createClock(folder, { startAt: Date.now() - 425 * DAY_MS });
    clock.set('slow', clock.now() + DAY_MS, async () => void (await sleep(30)));
    await clock.move(-clock.offsetMs());
    expect(clock.offsetMs()).toBe(0);
  });

  it('goes back only while nothing is planned', async () => {
    const clock = createClock(folder);
    clock.set('planned', clock.now() + DAY_MS, () => undefined);
    await expect(clock.move(-DAY_MS)).rejects.toThrow('goes back only while nothing is planned');
    clock.clear('planned');
    await clock.move(-DAY_MS);
    expect(clock.offsetMs()).toBe(-DAY_MS);
  });

  it('tells of each change of its distance', async () => {
    const clock = createClock(folder);
    const told: number[] = [];
    clock.onMove((offsetMs) => void told.push(offsetMs));
    clock.set('noon', clock.now() + HOUR_MS, () => undefined);
    await clock.move(2 * HOUR_MS);
    expect(told).toHaveLength(2);
    expect(told.at(-1)).toBe(2 * HOUR_MS);
    expect(told.at(-1)).toBe(clock.offsetMs());
  });
});

describe('a move of the clock', () => {
  it('passes months in order, each timer at its own instant, and leaves later ones', async () => {
    const clock = createClock(folder);
    const start = clock.now();
    const fired: { day: number; at: number }[] = [];
    for (const day of [60, 1, 90, 25, 3]) {
      clock.set(`day ${day}`, start + day * DAY_MS, () => void fired.push({ day, at: clock.now() }));
    }
    await clock.move(61 * DAY_MS);
    expect(fired.map(({ day }) => day)).toEqual([1, 3, 25, 60]);
    for (const { day, at } of fired) expectNear(at, start + day * DAY_MS);
    expectNear(clock.now(), start + 61 * DAY_MS);
  });

  it('meets timers that are set on the way, such as a schedule that plans its next run', async () => {
    const clock = createClock(folder);
    const start = clock.now();
    const runs: number[] = [];
    const plan = (day: number) =>
      clock.set('daily', start + day * DAY_MS, () => {
        runs.push(day);
        plan(day + 1);
      });
    plan(1);
    await clock.move(45 * DAY_MS);
    expect(runs).toEqual(Array.from({ length: 45 }, (_, index) => index + 1));
  });

  it('waits for the work of one instant before it steps to the next', async () => {
    const clock = createClock(folder);
    const log: string[] = [];
    const start = clock.now();
    clock.set('first', start + DAY_MS, async () => {
      await sleep(20);
      // Work that begets work from a callback, as a socket does.
      setImmediate(() => {
        void clock.work(async () => {
          await sleep(20);
          log.push(`first ended on day ${Math.floor((clock.now() - start) / DAY_MS)}`);
        });
      });
    });
    clock.set('second', start + 2 * DAY_MS, () => void log.push('second'));
    await clock.move(3 * DAY_MS);
    expect(log).toEqual(['first ended on day 1', 'second']);
  });

  it('waits for it though real time reaches the next instant meanwhile', async () => {
    const clock = createClock(folder);
    const log: string[] = [];
    const start = clock.now();
    clock.set('first', start + DAY_MS, async () => {
      clock.set('third', start + DAY_MS + 20, () => void log.push('third'));
      await sleep(60);
      log.push('first ended');
    });
    clock.set('second', start + DAY_MS + 10, () => void log.push('second'));
    await clock.move(2 * DAY_MS);
    expect(log).toEqual(['first ended', 'second', 'third']);
  });

  it('queues behind the one under way', async () => {
    const clock = createClock(folder);
    const days: number[] = [];
    const start = clock.now();
    for (const day of [1, 2, 3]) {
      clock.set(`day ${day}`, start + day * DAY_MS, async () => {
        await sleep(10);
        days.push(day);
      });
    }
    await Promise.all([clock.move(36 * HOUR_MS), clock.move(48 * HOUR_MS)]);
    expect(days).toEqual([1, 2, 3]);
    expect(clock.offsetMs()).toBe(84 * HOUR_MS);
  });

  it('never fires a timer twice, though real time reaches it as well', async () => {
    const clock = createClock(folder);
    let fired = 0;
    clock.set('soon', clock.now() + 30, () => {
      fired += 1;
    });
    clock.set('slow', clock.now() + 10, async () => void (await sleep(80)));
    await clock.move(HOUR_MS);
    await sleep(60);
    expect(fired).toBe(1);
  });

  it('is refused to work that would then wait for its own end', async () => {
    const clock = createClock(folder);
    await expect(clock.work(() => clock.move(DAY_MS))).rejects.toThrow('move it from outside');
    expect(clock.offsetMs()).toBe(0);
  });

  it('goes on when a timer fails', async () => {
    const clock = createClock(folder);
    let reached = false;
    clock.set('broken', clock.now() + HOUR_MS, () => Promise.reject(new Error('broken on purpose')));
    clock.set('next', clock.now() + 2 * HOUR_MS, () => {
      reached = true;
    });
    await clock.move(3 * HOUR_MS);
    expect(reached).toBe(true);
  });
});

describe('a timer', () => {
  it('fires in real time, once, not before its instant', async () => {
    const clock = createClock(folder);
    const dueAt = clock.now() + 40;
    const fired: number[] = [];
    clock.set('soon', dueAt, () => void fired.push(clock.now()));
    await elapse(clock, 90);
    expect(fired).toHaveLength(1);
    expectNear(fired[0] ?? 0, dueAt);
  });

  it('is replaced by the same key set again, and gone once cleared', async () => {
    const clock = createClock(folder);
    const fired: string[] = [];
    clock.set('key', clock.now() + 10, () => void fired.push('old'));
    clock.set('key', clock.now() + 20, () => void fired.push('new'));
    clock.set('cleared', clock.now() + 10, () => void fired.push('cleared'));
    clock.clear('cleared');
    await elapse(clock, 60);
    expect(fired).toEqual(['new']);
  });

  it('months away neither fires at once nor keeps the machine busy', async () => {
    const clock = createClock(folder);
    let fired = false;
    const warnings: string[] = [];
    const warned = ({ name }: Error) => void warnings.push(name);
    process.on('warning', warned);
    clock.set('far', clock.now() + 60 * DAY_MS, () => {
      fired = true;
    });
    await sleep(50);
    process.off('warning', warned);
    expect(fired).toBe(false);
    // Node's own word for a timeout that is too long and hence fires at once, again and again.
    expect(warnings).not.toContain('TimeoutOverflowWarning');
  });

  it('still fires in real time after a move', async () => {
    const clock = createClock(folder);
    const start = clock.now();
    await clock.move(DAY_MS);
    await new Promise<void>((done) => clock.set('after', start + DAY_MS + 50, done));
    expectNear(clock.now(), start + DAY_MS + 50);
  });
});

describe('quiet', () => {
  it('comes when the last piece of work has ended, even by an error', async () => {
    const clock = createClock(folder);
    const ended: string[] = [];
    const ok = clock.work(async () => {
      await sleep(30);
      ended.push('slow');
    });
    const broken = clock.work(() => Promise.reject(new Error('broken on purpose')));
    await expect(broken).rejects.toThrow('broken on purpose');
    await clock.quiet();
    expect(ended).toEqual(['slow']);
    await ok;
  });
});
