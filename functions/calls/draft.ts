import { changed, created, numbered } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { newId } from '#functions/adapters/new-id';
import type { Reader } from '#functions/adapters/reader';
import type { Serial } from '#functions/adapters/serial';
import type { Action } from '#functions/runtime/action';
import type { callsRoutes } from '#shared/contracts/routes/calls';
import { amendCall, type CallPlan } from '#shared/domain/call';
import { CallId } from '#shared/kernel/ids';
import { dayOf, yearOf } from '#shared/kernel/instant';
import { fail, ok } from '#shared/kernel/result';
import { calls, funds, serviceItems } from '#shared/table/aggregates';

type Routes = typeof callsRoutes;

/** A call stands on a fund that is open and on service items that are in force. */
async function grounded({ fundId, items }: CallPlan, { get, getMany }: Reader) {
  const fund = await get(funds, { fundId });
  if (fund?.state.phase !== 'open') return fail({ code: 'fund.unknown' });
  const found = await getMany(
    serviceItems,
    items.map((code) => ({ code })),
  );
  const active = new Set(found.filter(({ state }) => state.phase === 'active').map(({ state }) => state.code));
  const code = items.find((item) => !active.has(item));
  return code === undefined ? ok(undefined) : fail({ code: 'serviceItem.unknown', details: { code } });
}

export const draft: Action<Routes['draft'], Reader & Committer & Serial> = async (request, deps) => {
  const { body, authority, once, now } = request;
  const stands = await grounded(body, deps);
  if (!stands.ok) return stands;
  const callId = CallId.parse(newId('call', now));
  const number = await deps.nextNumber('ZM', yearOf(dayOf(now)));
  const event = { type: 'CallDrafted', v: 1, ...body, callId, number, by: authority.actor.personId, at: now } as const;
  return deps.commit({
    changes: [created(calls, event), [numbered(number, callId)]],
    once,
    reply: { callId, number, version: 1 },
  });
};

export const amend: Action<Routes['amend'], Reader & Committer> = async (request, deps) => {
  const { params, body, authority, once, now } = request;
  const call = await deps.load(authority, calls, params);
  if (!call.ok) return call;
  const stands = await grounded(body, deps);
  if (!stands.ok) return stands;
  const event = amendCall(call.value.state, body, { by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  const reply = { phase: 'draft', version: call.value.version + 1 };
  return deps.commit({ changes: [changed(calls, call.value, event.value)], once, reply });
};
