import { createClient } from './api.ts';
import { renew, setSession, token } from './session.ts';

/** The client of this page. Public screens use it as it is; the signed-in areas through `useRead` and `useCommand`. */
export const { call, callWithKey } = createClient({
  origin: '',
  credentials: { token, renew, ended: () => setSession('ended') },
  fetch: (...request) => fetch(...request),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
});
