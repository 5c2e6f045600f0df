import { changed, stillThere } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { paymentsRoutes } from '#shared/contracts/routes/payments';
import { approvePayment, evolveInstalment, preparePayment, sendBackPayment } from '#shared/domain/instalment';
import { instalments, organisations } from '#shared/table/aggregates';

type Routes = typeof paymentsRoutes;
type Deps = Reader & Committer;

export const prepare: Action<Routes['prepare'], Deps> = async ({ params, authority, once, now }, deps) => {
  const instalment = await deps.load(authority, instalments, params);
  if (!instalment.ok) return instalment;
  const { state, version } = instalment.value;
  const payee = await deps.get(organisations, state);
  const by = { by: authority.actor.personId, at: now };
  const event = preparePayment(state, payee?.state, by);
  if (!event.ok) return event;
  return deps.commit({
    changes: [changed(instalments, instalment.value, event.value), [stillThere(authority.actor)]],
    once,
    reply: { phase: 'prepared', version: version + 1 },
  });
};

/** The first and the second approval are one command: which of them it is, the record knows. */
export const approve: Action<Routes['approve'], Deps> = async ({ params, authority, once, now }, deps) => {
  const instalment = await deps.load(authority, instalments, params);
  if (!instalment.ok) return instalment;
  const { state, version } = instalment.value;
  const event = approvePayment(state, { by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  return deps.commit({
    changes: [changed(instalments, instalment.value, event.value), [stillThere(authority.actor)]],
    once,
    reply: { phase: evolveInstalment(state, event.value).phase, version: version + 1 },
  });
};

export const sendBack: Action<Routes['sendBack'], Deps> = async ({ params, body, authority, once, now }, deps) => {
  const instalment = await deps.load(authority, instalments, params);
  if (!instalment.ok) return instalment;
  const { state, version } = instalment.value;
  const event = sendBackPayment(state, { ...body, by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  return deps.commit({
    changes: [changed(instalments, instalment.value, event.value), [stillThere(authority.actor)]],
    once,
    reply: { phase: 'due', version: version + 1 },
  });
};
