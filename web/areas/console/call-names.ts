import { callsRoutes } from '#shared/contracts/routes/calls';
import { useList } from '../../client/reads.tsx';
import { pageSize, useAllPages } from './all-pages.ts';

/** What a call is called; nothing while the calls are on their way. */
export function useCallNames() {
  const list = useAllPages(
    useList(callsRoutes.list, {}, (cursor) => [{ query: { limit: pageSize, ...(cursor ? { cursor } : {}) } }]),
  );
  const items = list.state === 'ready' ? list.items : [];
  const names = new Map(items.map(({ state }) => [state.callId.toString(), state.name.zh]));
  return (callId: string) => names.get(callId);
}
