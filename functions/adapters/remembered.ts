import { type Instant, later } from '#shared/kernel/instant';

const keptMs = 5 * 60_000;

/**
 * What was read is kept for five minutes while a function is warm, and read once for all who ask at the same time: who
 * was erased is gone from every function soon (a name read by a kept key after ten minutes). What is not there, or could not be read, is asked for again.
 */
export function remembered<Value>(read: (key: string) => Promise<Value | undefined>, now: () => Instant) {
  const kept = new Map<string, { readonly until: Instant; readonly value: Promise<Value | undefined> }>();

  /** In the order in which they were read, so the first that still counts ends it. */
  const forget = (at: Instant) => {
    for (const [key, { until }] of kept) {
      if (until > at) return;
      kept.delete(key);
    }
  };

  const readAnew = (key: string, at: Instant) => {
    const value = read(key);
    const drop = () => kept.get(key)?.value === value && kept.delete(key);
    kept.set(key, { until: later(at, keptMs), value });
    value.then((found) => found === undefined && drop(), drop);
    return value;
  };

  return (key: string) => {
    const at = now();
    forget(at);
    return kept.get(key)?.value ?? readAnew(key, at);
  };
}
