import { AsyncLocalStorage } from 'node:async_hooks';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Clock } from './engine.ts';

/** Node fires timers that are further away than this at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;
/** A finished piece of work may start its successor from a callback or a socket: so many turns show that none came. */
const QUIET_TURNS = 3;
/** The record has a fixed length, so that one small write at the start of the file replaces the one before. */
const RECORD_LENGTH = 64;

const Kept = z.object({ offsetMs: z.int() });

type Timer = { readonly key: string; readonly dueAt: number; readonly fire: () => void | Promise<void> };

/**
 * The clock of a run, real time plus a distance that is kept in the state folder. `startAt` (epoch milliseconds) is where
 * the clock of a fresh state folder begins; a folder that has a clock goes on with it.
 */
export function createClock(stateDir: string, options: { readonly startAt?: number } = {}): Clock {
  const kept = keepOffset(stateDir, (options.startAt ?? Date.now()) - Date.now());
  const listeners: ((offsetMs: number) => void)[] = [];
  const { work, quiet, isInside } = countWork();
  const now = () => Date.now() + kept.read();
  const timers = createTimers(now, work);
  let moves: Promise<void> = Promise.resolve();

  const setOffset = (offsetMs: number) => {
    if (offsetMs === kept.read()) return;
    kept.write(offsetMs);
    for (const listener of listeners) listener(offsetMs);
  };

  const forward = async (ms: number) => {
    const targetOffsetMs = kept.read() + ms;
    const until = now() + ms;
    await quiet();
    for (let due = timers.nearest(); due <= until; due = timers.nearest()) {
      if (due > now()) setOffset(due - Date.now());
      timers.fireUpTo(due);
      await quiet();
    }
    // Real time went by on the way; the distance grows by exactly `ms`, so that a way back to real time ends at 0.
    setOffset(targetOffsetMs);
    timers.fireUpTo(now());
    await quiet();
  };

  const back = async (ms: number) => {
    await quiet();
    if (timers.nearest() < Number.POSITIVE_INFINITY)
      throw new Error('The clock goes back only while nothing is planned on it.');
    setOffset(kept.read() + ms);
  };

  const step = async (ms: number) => {
    timers.hold();
    try {
      await (ms < 0 ? back(ms) : forward(ms));
    } finally {
      kept.sync();
      timers.release();
    }
  };

  return {
    now,
    offsetMs: kept.read,
    set: timers.set,
    clear: timers.clear,
    work,
    quiet,
    onMove: (listener) => void listeners.push(listener),
    move: async (ms) => {
      if (!Number.isInteger(ms)) throw new Error(`The clock moves by whole milliseconds, not by ${ms}.`);
      if (isInside()) throw new Error('Work that moves the clock would wait for its own end: move it from outside.');
      const mine = moves.then(() => step(ms));
      moves = mine.catch(() => undefined);
      await mine;
    },
  };
}

/** Timers by key over one timeout of the machine. While held, only `fireUpTo` fires. */
function createTimers(now: () => number, work: Clock['work']) {
  const timers = new Map<string, Timer>();
  let timeout: NodeJS.Timeout | undefined;
  let armedFor = Number.POSITIVE_INFINITY;
  let held = false;

  const nearest = () => {
    let least = Number.POSITIVE_INFINITY;
    // Asked at every step of a move over months, hence no more than a loop.
    for (const { dueAt } of timers.values()) if (dueAt < least) least = dueAt;
    return least;
  };

  const run = (timer: Timer) => {
    // Taken out before it runs: it fires once, and may set its own key again.
    timers.delete(timer.key);
    work(async () => timer.fire()).catch((cause: unknown) => {
      console.error(new Error(`The timer ${timer.key} failed.`, { cause }));
    });
  };

  const fireUpTo = (instant: number) => {
    const due: Timer[] = [];
    for (const timer of timers.values()) if (timer.dueAt <= instant) due.push(timer);
    for (const timer of due.sort((a, b) => a.dueAt - b.dueAt)) if (timers.get(timer.key) === timer) run(timer);
  };

  const arm = (dueAt: number) => {
    clearTimeout(timeout);
    armedFor = dueAt;
    if (dueAt === Number.POSITIVE_INFINITY || held) return;
    timeout = setTimeout(
      () => {
        fireUpTo(now());
        arm(nearest());
      },
      Math.min(Math.max(dueAt - now(), 1), LONGEST_TIMEOUT_MS),
    );
    // A planned timer alone does not keep a finished process alive.
    timeout.unref();
  };

  return {
    /** The next due instant; infinity when nothing is planned. */
    nearest,
    fireUpTo,
    set: (key: string, dueAt: number, fire: Timer['fire']) => {
      if (!Number.isFinite(dueAt)) throw new Error(`The timer ${key} has no due instant.`);
      // Deleted first, so that timers of one instant fire in the order in which they were set.
      timers.delete(key);
      timers.set(key, { key, dueAt, fire });
      if (dueAt < armedFor) arm(dueAt);
    },
    clear: (key: string) => void timers.delete(key),
    hold: () => {
      held = true;
      arm(Number.POSITIVE_INFINITY);
    },
    release: () => {
      held = false;
      arm(nearest());
    },
  };
}

/** Counts the work under way and tells when there is none. */
function countWork() {
  const scope = new AsyncLocalStorage<{ running: boolean }>();
  let running = 0;
  let begun = 0;
  let waiting: (() => void)[] = [];

  const work: Clock['work'] = async (run) => {
    const mine = { running: true };
    running += 1;
    begun += 1;
    try {
      return await scope.run(mine, run);
    } finally {
      mine.running = false;
      running -= 1;
      if (running === 0) {
        for (const resume of waiting) resume();
        waiting = [];
      }
    }
  };

  const quiet = async () => {
    for (;;) {
      while (running > 0) await new Promise<void>((resolve) => waiting.push(resolve));
      const seen = begun;
      for (let turn = 0; turn < QUIET_TURNS; turn += 1) await nextTurn();
      if (begun === seen) return;
    }
  };

  return { work, quiet, isInside: () => scope.getStore()?.running === true };
}

/** The offset in `<stateDir>/clock.json`: written at each step, which outlives the process, and synced to the disk at the end of a move. */
function keepOffset(stateDir: string, freshOffsetMs: number) {
  mkdirSync(stateDir, { recursive: true });
  const path = join(stateDir, 'clock.json');
  const isFresh = !existsSync(path) || readFileSync(path).length === 0;
  let offsetMs = isFresh ? freshOffsetMs : Kept.parse(JSON.parse(readFileSync(path, 'utf8'))).offsetMs;
  const file = openSync(path, isFresh ? 'w+' : 'r+');
  const write = (value: number) => {
    writeSync(file, JSON.stringify({ offsetMs: value }).padEnd(RECORD_LENGTH), 0);
    offsetMs = value;
  };
  const sync = () => fsyncSync(file);
  if (isFresh) {
    write(offsetMs);
    sync();
    syncFolder(stateDir);
  }
  return { read: () => offsetMs, write, sync };
}

/** A new file is on the disk only when its folder is. */
function syncFolder(path: string) {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}
