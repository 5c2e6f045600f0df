import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import { balances } from '#functions/adapters/rows';
import type { Action } from '#functions/runtime/action';
import type { callsRoutes } from '#shared/contracts/routes/calls';
import { closeCall, publishCall } from '#shared/domain/call';
import { calls } from '#shared/table/aggregates';

type Routes = typeof callsRoutes;
type Deps = Reader & Committer;

export const publish: Action<Routes['publish'], Deps> = async (request, { load, get, commit }) => {
  const { params, authority, once, now } = request;
  const call = await load(authority, calls, params);
  if (!call.ok) return call;
  const { state } = call.value;
  const available = await get(balances, { fundId: state.fundId, account: 'available' });
  const availableFen = available?.balanceFen ?? 0;
  const event = publishCall(state, { availableFen, by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  const reply = { phase: 'published', version: call.value.version + 1 };
  return commit({ changes: [changed(calls, call.value, event.value)], once, reply });
};

export const close: Action<Routes['close'], Deps> = async ({ params, authority, once, now }, { load, commit }) => {
  const call = await load(authority, calls, params);
  if (!call.ok) return call;
  const event = closeCall(call.value.state, { by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  const reply = { phase: 'closed', version: call.value.version + 1 };
  return commit({ changes: [changed(calls, call.value, event.value)], once, reply });
};
