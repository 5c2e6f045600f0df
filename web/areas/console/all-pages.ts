import { useEffect } from 'react';
import type { ListRead } from '../../client/reads.tsx';

/** More than any call of the foundation gathers; a list beyond it says so instead of filling the browser. */
const mostRows = 5000;
/** The largest page that the API gives. */
export const pageSize = 100;

/** Fetches page after page, so that the browser can filter, sort and search over all of them. */
export function useAllPages<Item>(list: ListRead<Item>): ListRead<Item> {
  const next =
    list.state === 'ready' && list.hasMore && !list.loadingMore && list.items.length < mostRows
      ? list.loadMore
      : undefined;
  useEffect(() => {
    next?.();
  });
  return list;
}
