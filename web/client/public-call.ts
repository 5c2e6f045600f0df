import type { catalogueRoutes } from '#shared/contracts/routes/catalogue';
import type { identityRoutes } from '#shared/contracts/routes/identity';
import type { needsRoutes } from '#shared/contracts/routes/needs';
import type { publicRoutes } from '#shared/contracts/routes/public';
import { type CallArguments, type CallResult, createClient, type Reply } from './api.ts';

type Table = typeof publicRoutes &
  Pick<typeof identityRoutes, 'config'> & {
    readonly needs: (typeof needsRoutes)['counts'];
    readonly services: (typeof catalogueRoutes)['list'];
  };
type Name = keyof Table;
export type PublicName = Name;
export type PublicReply<N extends Name> = Reply<Table[N]>;
export type PublicArguments<N extends Name> = CallArguments<Table[N]>;

/**
 * How the public routes are called, without their schemas: those would cost every visitor a sixth of the page. The types
 * are the routes' own, so that a line that differs from the route table does not compile.
 */
const outlines: { readonly [N in Name]: Pick<Table[N], 'method' | 'path' | 'access'> } = {
  home: { method: 'GET', path: '/public/home', access: 'public' },
  calls: { method: 'GET', path: '/public/calls', access: 'public' },
  call: { method: 'GET', path: '/public/calls/{callId}', access: 'public' },
  notices: { method: 'GET', path: '/public/notices', access: 'public' },
  needs: { method: 'GET', path: '/public/needs', access: 'public' },
  services: { method: 'GET', path: '/public/service-items', access: 'public' },
  config: { method: 'GET', path: '/config', access: 'public' },
};

const { send } = createClient({
  origin: '',
  credentials: { token: async () => undefined, renew: async () => false, ended: () => undefined },
  fetch: (...request) => fetch(...request),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
});

/** The function at the other end has parsed its reply by the schema of this route. */
const isReply = <N extends Name>(_name: N, value: unknown): value is Reply<Table[N]> => value !== undefined;

/** Asks a public route: `await publicCall('call', { params: { callId } })`. */
export async function publicCall<N extends Name>(
  name: N,
  ...[input]: CallArguments<Table[N]>
): Promise<CallResult<Table[N]>> {
  const sent = await send(outlines[name], '', input ?? {});
  if (!sent.ok) return sent;
  if (!isReply(name, sent.value)) throw new Error(`The reply of ${name} is no JSON`);
  return { ok: true, value: sent.value };
}
