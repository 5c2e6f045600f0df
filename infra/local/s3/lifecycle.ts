import type { Bucket, LifecycleRule } from './bucket.ts';
import { newRequestId } from './request.ts';
import type { Version } from './shelf.ts';
import type { Desk } from './write.ts';

const dayMs = 86_400_000;
const timer = 's3:lifecycle';

/** S3 counts the days and then rounds up to the next midnight UTC. */
const dueAt = (from: number, days: number) => Math.ceil((from + days * dayMs) / dayMs) * dayMs;

type Due = { readonly at: number; readonly act: () => void };

function expiry(desk: Desk, bucket: Bucket, rule: LifecycleRule, version: Version): Due | undefined {
  const days = rule.ExpirationInDays;
  if (days === undefined) return undefined;
  const announce = (type: 'Permanently Deleted' | 'Delete Marker Created') =>
    desk.announce.deleted(bucket, newRequestId(), 'Lifecycle Expiration', type);
  const act = () => {
    if (bucket.versioned)
      desk.shelf.mark(bucket.name, version.key, desk.place.clock.now(), announce('Delete Marker Created'));
    else desk.shelf.erase(version, announce('Permanently Deleted'));
  };
  return { at: dueAt(version.modifiedAt, days), act };
}

function oblivion(desk: Desk, bucket: Bucket, rule: LifecycleRule, version: Version): Due | undefined {
  const days = rule.NoncurrentVersionExpiration?.NoncurrentDays;
  if (days === undefined || version.noncurrentAt === null) return undefined;
  const announcement = desk.announce.deleted(bucket, newRequestId(), 'Lifecycle Expiration', 'Permanently Deleted');
  return { at: dueAt(version.noncurrentAt, days), act: () => desk.shelf.erase(version, announcement) };
}

function* everything(desk: Desk): Generator<Due> {
  for (const bucket of desk.buckets.values())
    for (const rule of bucket.lifecycle) {
      const current = desk.shelf
        .aged(bucket.name, rule.Prefix, 'current')
        .map((version) => expiry(desk, bucket, rule, version));
      const replaced = desk.shelf
        .aged(bucket.name, rule.Prefix, 'noncurrent')
        .map((version) => oblivion(desk, bucket, rule, version));
      for (const due of [...current, ...replaced]) if (due !== undefined) yield due;
    }
}

/** Removes what the buckets' lifecycle rules let go, when the clock gets there. */
export function lifecycle(desk: Desk, settle: () => void) {
  const { clock } = desk.place;
  let armedFor = Number.POSITIVE_INFINITY;
  const arm = (at: number) => {
    if (at >= armedFor) return;
    armedFor = at;
    clock.set(timer, at, run);
  };
  const run = () => {
    armedFor = Number.POSITIVE_INFINITY;
    const now = clock.now();
    // Each rule reads its work only when its turn comes: what an earlier rule removed must not be removed twice.
    for (const { at, act } of everything(desk)) if (at <= now) act();
    settle();
    for (const { at } of everything(desk)) arm(at);
  };
  return {
    /** Does what fell due while nothing ran, and sets the timer for the next. */
    start: run,
    /** Looks at one change: whatever a rule says of it, or of the version that it replaced, cannot fall due before this. */
    changed: (version: Version) => {
      for (const rule of desk.buckets.get(version.bucket)?.lifecycle ?? []) {
        if (!version.key.startsWith(rule.Prefix)) continue;
        const days = [rule.ExpirationInDays, rule.NoncurrentVersionExpiration?.NoncurrentDays].filter(
          (each) => each !== undefined,
        );
        for (const each of days) arm(dueAt(clock.now(), each));
      }
    },
    stop: () => clock.clear(timer),
  };
}
