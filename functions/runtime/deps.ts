import { committer } from '#functions/adapters/committer';
import { lister } from '#functions/adapters/lister';
import { names } from '#functions/adapters/names';
import { reader } from '#functions/adapters/reader';
import { serial } from '#functions/adapters/serial';
import { table } from '#functions/adapters/table';
import { vault } from '#functions/adapters/vault';
import { clock } from './clock.ts';
import { setting } from './env.ts';

/** What every step works with: the table, read and written through its own doors, the vault, and the time. */
export function deps() {
  const store = table(setting('TABLE'));
  const read = reader(store);
  const safe = vault(store, read, { KeyId: setting('DATA_KEY_ARN'), now: clock });
  return {
    ...read,
    ...lister(store, safe),
    ...committer(store),
    ...serial(store),
    ...safe,
    ...names(safe, clock),
    now: clock,
  };
}
