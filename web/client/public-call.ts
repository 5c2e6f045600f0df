import { createClient } from './api.ts';

/** For what needs no token, among it the sign-in itself. */
export const { call: publicCall } = createClient({
  origin: '',
  credentials: { token: async () => undefined, renew: async () => false, ended: () => undefined },
  fetch: (...request) => fetch(...request),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
});
