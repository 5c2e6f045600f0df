import type { openStore } from '#infra/local/store';

export type Store = ReturnType<typeof openStore>;

/** All of it or none of it: what `run` writes is in the store together once this returns. */
export function atomically<Value>(store: Store, run: () => Value): Value {
  store.exec('BEGIN IMMEDIATE');
  try {
    const value = run();
    store.exec('COMMIT');
    return value;
  } catch (error) {
    store.exec('ROLLBACK');
    throw error;
  }
}
