import { useSyncExternalStore } from 'react';
import { breakpoints } from '../../design/tokens.ts';

const query = () => matchMedia(`(max-width: ${breakpoints.phonePx}px)`);

function subscribe(reader: () => void) {
  const list = query();
  list.addEventListener('change', reader);
  return () => list.removeEventListener('change', reader);
}

/** Is this a phone? Rows become cards there. */
export const useNarrow = () => useSyncExternalStore(subscribe, () => query().matches);
