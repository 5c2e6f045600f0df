import { useEffect, useSyncExternalStore } from 'react';
import type { identityRoutes } from '#shared/contracts/routes/identity';
import type { Reply } from './api.ts';
import { call } from './call.ts';
import type { Problem } from './problem.ts';
import { useSession } from './session.ts';

/** Who is signed in, as the table knows them: name, roles, organisation. */
export type Me = Extract<Reply<typeof identityRoutes.me>, { linked: true }>;

export type MeState =
  | { readonly state: 'signedOut' }
  | { readonly state: 'loading' }
  /** Signed in, but no person of the platform is linked to this sign-in yet. */
  | { readonly state: 'unlinked' }
  | { readonly state: 'refused'; readonly problem: Problem; readonly retry: () => void }
  | { readonly state: 'known'; readonly me: Me };

const loading: MeState = { state: 'loading' };
const signedOut: MeState = { state: 'signedOut' };

let known: MeState | undefined;
let asking = false;
const readers = new Set<() => void>();

function tell(next: MeState) {
  known = next;
  for (const reader of readers) reader();
}

/** The schemas come along only when somebody is signed in: the public site does without. */
async function ask() {
  const { identityRoutes } = await import('#shared/contracts/routes/identity');
  return call(identityRoutes.me);
}

/** Asks again, after linking or when the roles may have changed. */
export async function refreshMe() {
  if (asking) return;
  asking = true;
  const result = await ask().finally(() => {
    asking = false;
  });
  if (result.ok) tell(result.value.linked ? { state: 'known', me: result.value } : { state: 'unlinked' });
  else if (result.problem.code === 'client.signed-out') tell(signedOut);
  else tell({ state: 'refused', problem: result.problem, retry: () => void refreshMe() });
}

function subscribe(reader: () => void) {
  readers.add(reader);
  return () => readers.delete(reader);
}

/** The person at the screen; asked once for a page. */
export function useMe(): MeState {
  const session = useSession();
  const state = useSyncExternalStore(subscribe, () => known);
  const isNeeded = session === 'in' && (state === undefined || state.state === 'signedOut');
  useEffect(() => {
    if (isNeeded) void refreshMe();
  }, [isNeeded]);
  if (session === 'out') return signedOut;
  // While a session that ran out is on the screen, the page keeps what was typed into it.
  return state ?? loading;
}
