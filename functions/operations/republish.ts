import { type Bus, EventRow } from '#functions/adapters/bus';
import type { Committer } from '#functions/adapters/committer';
import type { Lister } from '#functions/adapters/lister';
import type { Action } from '#functions/runtime/action';
import type { operationsRoutes } from '#shared/contracts/routes/operations';
import { eventsAs } from '#shared/table/events';

type Republish = Action<typeof operationsRoutes.republish, Pick<Lister, 'all'> & Bus & Committer>;

/** More than any foundation's busiest day; above it the day is done in parts, not in one request. */
const most = 20_000;

/** The day in the order it happened. Consumers know what they have seen, so it does no harm to what had arrived. */
export const republish: Republish = async ({ params: { day }, once }, { all, publish, commit }) => {
  const events = await all(eventsAs(EventRow), 'events.of-day', { day }, most);
  const published = await publish(events);
  if (published < events.length) throw new Error(`The bus took ${published} of ${events.length} events of ${day}`);
  return commit<'record.busy', { published: number }>({ changes: [], once, reply: { published } });
};
