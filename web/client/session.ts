import { useSyncExternalStore } from 'react';
import { holdsUser } from './session-store.ts';

export type SessionState = 'out' | 'in' | 'ended';

let state: SessionState = holdsUser() ? 'in' : 'out';
const readers = new Set<() => void>();

export function setSession(next: SessionState) {
  state = next;
  for (const reader of readers) reader();
}

function subscribe(reader: () => void) {
  readers.add(reader);
  return () => readers.delete(reader);
}

/** Whether somebody is signed in here; `ended` when the session ran out while the page was open. */
export const useSession = () => useSyncExternalStore(subscribe, () => state);

const oidc = () => import('./oidc.ts');

/** The access token, renewed when it is about to expire; nothing when nobody is signed in. */
export const token = async () => (state === 'in' ? (await oidc()).accessToken() : undefined);
export const renew = async () => (state === 'in' ? (await oidc()).renewed() : false);

/** Leaves for the sign-in service and comes back to `returnTo`. */
export async function signIn(returnTo = `${location.pathname}${location.search}`) {
  await (await oidc()).leaveForSignIn(returnTo);
}

/** On the callback page; gives the address to go on to. */
export async function completeSignIn(): Promise<string> {
  const returnTo = await (await oidc()).returnFromSignIn();
  setSession('in');
  return returnTo;
}

export async function signOut() {
  await (await oidc()).leaveForSignOut();
}
