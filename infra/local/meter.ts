import type { Meter } from './engine.ts';

const zero = () => ({ requests: 0, invocations: 0, readUnits: 0, writeUnits: 0, transitions: 0, mails: 0 });

/** Counts in memory: a bill is of one run, from one reset to its end. */
export function createMeter(): Meter {
  let counted = zero();
  return {
    add: (name, amount) => {
      counted[name] += amount;
    },
    read: () => ({ ...counted }),
    reset: () => {
      counted = zero();
    },
  };
}
