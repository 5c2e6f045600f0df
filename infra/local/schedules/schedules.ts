import * as z from 'zod/mini';
import type { Authorize, Invoke, Place, Resource } from '#infra/local/engine';
import { createDeliveries } from '#infra/local/events/deliveries';
import type { ResourcePolicies } from '#infra/local/permissions';
import type { Store } from '#infra/local/queues/atomically';
import type { QueuesEngine } from '#infra/local/queues/queues-engine';
import { openStore } from '#infra/local/store';
import { type RoleIdOf, type Scheduled, scheduledRulesOf, schedulesOf } from './template.ts';

type Options = {
  readonly place: Place;
  readonly schedules: readonly Resource[];
  /** All rules of the template; those without a schedule are left to the event bus. */
  readonly rules: readonly Resource[];
  readonly sendToQueue: QueuesEngine['send'];
  readonly invoke: Invoke;
  readonly authorize: Authorize;
  readonly roleIdOf: RoleIdOf;
  readonly mayService: ResourcePolicies['mayService'];
};

export type Schedules = {
  /** Also makes up, once, for runs that were due while the process was off. */
  readonly start: () => void;
  readonly stop: () => void;
  /**
   * Lets recurring schedules run at most once in so many milliseconds, as after a time in which the machine was off, so
   * that months can be played in seconds; 0 is every run. Targets have to be able to catch up, as ours are.
   */
  readonly pace: (ms: number) => void;
  /** When each schedule ran last and runs next, by its ARN. */
  readonly list: () => readonly {
    readonly arn: string;
    readonly lastAt: number | null;
    readonly nextAt: number | null;
  }[];
};

/** Runs what the template schedules. A run is kept until it is delivered, together with when the next one is due. */
export function schedules(options: Options): Schedules {
  const { place, sendToQueue, invoke, authorize, roleIdOf, mayService } = options;
  const { clock } = place;
  const all = [
    ...schedulesOf(place, options.schedules, authorize, roleIdOf),
    ...scheduledRulesOf(place, options.rules, mayService),
  ];
  const store = openStore(place.stateDir, 'schedules');
  const runs = runsIn(store);
  const destinations = new Map(
    all.flatMap(({ targets }) => targets.map(({ destination }) => [destination.key, destination] as const)),
  );
  const deliveries = createDeliveries({ store, clock, name: 'schedules', destinations, sendToQueue, invoke });

  let paceMs = 0;

  const plan = (scheduled: Scheduled, nextAt: number | null) => {
    if (nextAt === null) clock.clear(timerOf(scheduled));
    else clock.set(timerOf(scheduled), nextAt, () => run(scheduled));
  };

  const run = (scheduled: Scheduled) => {
    const { arn, nextRun, targets } = scheduled;
    const before = runs.find(arn);
    const dueAt = before?.nextAt ?? null;
    if (!before || dueAt === null) return;
    const after = { ...before, lastAt: dueAt, nextAt: nextRun(clock.now() + paceMs, before.anchorAt) ?? null };
    const parcels = targets.map(({ destination, payloadOf }) => ({ key: destination.key, payload: payloadOf(dueAt) }));
    deliveries.accept(parcels, () => runs.ran(after));
    runs.keep(after);
    plan(scheduled, after.nextAt);
  };

  return {
    start: () => {
      deliveries.start();
      for (const scheduled of all) {
        const { arn, timing, nextRun } = scheduled;
        const known = runs.find(arn);
        if (known?.timing !== timing) {
          const now = clock.now();
          runs.begin({ arn, timing, anchorAt: now, lastAt: known?.lastAt ?? null, nextAt: nextRun(now, now) ?? null });
        }
        plan(scheduled, runs.find(arn)?.nextAt ?? null);
      }
    },
    stop: () => {
      deliveries.stop();
      for (const scheduled of all) clock.clear(timerOf(scheduled));
    },
    pace: (ms) => {
      paceMs = ms;
      for (const scheduled of all) {
        const known = runs.find(scheduled.arn);
        if (!known) continue;
        const next = { ...known, nextAt: scheduled.nextRun(clock.now() + ms, known.anchorAt) ?? null };
        runs.ran(next);
        runs.keep(next);
        plan(scheduled, next.nextAt);
      }
    },
    list: () => all.flatMap(({ arn }) => runs.find(arn) ?? []),
  };
}

const timerOf = ({ arn }: Scheduled) => `schedules:${arn}`;

type Run = z.output<typeof Run>;
const Run = z.object({
  arn: z.string(),
  timing: z.string(),
  anchorAt: z.int(),
  lastAt: z.nullable(z.int()),
  nextAt: z.nullable(z.int()),
});

function runsIn(store: Store) {
  store.exec(`CREATE TABLE IF NOT EXISTS runs (
    arn TEXT PRIMARY KEY, timing TEXT NOT NULL, anchorAt INTEGER NOT NULL, lastAt INTEGER, nextAt INTEGER
  ) STRICT;`);
  const known = new Map(
    store
      .prepare('SELECT * FROM runs')
      .all()
      .map((row) => z.parse(Run, row))
      .map((run) => [run.arn, run]),
  );
  const ran = store.prepare('UPDATE runs SET lastAt = ?, nextAt = ? WHERE arn = ?');
  const begin = store.prepare(
    `INSERT INTO runs (arn, timing, anchorAt, nextAt) VALUES (?, ?, ?, ?)
     ON CONFLICT (arn) DO UPDATE SET timing = excluded.timing, anchorAt = excluded.anchorAt, nextAt = excluded.nextAt`,
  );
  return {
    find: (arn: string) => known.get(arn),
    /** In the store; `keep` follows once that has committed. */
    ran: ({ arn, lastAt, nextAt }: Run) => void ran.run(lastAt, nextAt, arn),
    keep: (run: Run) => void known.set(run.arn, run),
    begin: (run: Run) => {
      begin.run(run.arn, run.timing, run.anchorAt, run.nextAt);
      known.set(run.arn, run);
    },
  };
}
