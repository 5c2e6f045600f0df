import type { Lister } from '#functions/adapters/lister';
import { calls } from '#shared/table/aggregates';

/** Every call that was ever published, newest first. Ids begin with the time, so their order is the order in time. */
export async function publicCalls({ all }: Pick<Lister, 'all'>) {
  const found = await all(calls, 'calls.all', {});
  return found
    .map(({ state }) => state)
    .filter(({ phase }) => phase !== 'draft')
    .toReversed();
}
