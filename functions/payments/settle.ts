import { changed, posted, still, stillThere, unique } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { newId } from '#functions/adapters/new-id';
import type { Reader } from '#functions/adapters/reader';
import type { Action, Request } from '#functions/runtime/action';
import type { paymentsRoutes } from '#shared/contracts/routes/payments';
import { settle } from '#shared/domain/fund';
import {
  bouncePayment,
  confirmPayment,
  executePayment,
  type Instalment,
  toSameAccount,
} from '#shared/domain/instalment';
import { EntryId } from '#shared/kernel/ids';
import { instalments, organisations } from '#shared/table/aggregates';

type Routes = typeof paymentsRoutes;
type Deps = Reader & Committer;
type Asked = Pick<Request<Routes['confirm']>, 'authority' | 'now'>;

/** What moves in the ledger, on the chain of the instalment that moved it. */
function moved(kind: 'order' | 'payment' | 'bounce', instalment: Instalment, { authority, now }: Asked) {
  const { fundId, amountFen } = instalment;
  const cause = instalments.key(instalment).pk;
  const entryId = EntryId.parse(newId('entry', now));
  return posted(settle(fundId, { entryId, kind, cause, amountFen, by: authority.actor.personId, at: now }));
}

/** The business key of the order is used once and for ever, so no retry, restart or second cashier can pay it again. */
export const execute: Action<Routes['execute'], Deps> = async (request, { load, get, commit }) => {
  const { params, body, authority, once, now } = request;
  const instalment = await load(authority, instalments, params);
  if (!instalment.ok) return instalment;
  const { state, version } = instalment.value;
  const event = executePayment(state, { ...body, by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  const payee = await get(organisations, state);
  if (!payee) throw new Error(`${state.organisationId} is missing`);
  const same = toSameAccount(state, payee.state);
  if (!same.ok) return same;
  const businessKey = `${state.awardId}#${state.number}#${state.order}`;
  const owner = instalments.key(state).pk;
  return commit({
    changes: [
      changed(instalments, instalment.value, event.value),
      moved('order', state, request),
      [
        unique('payment', businessKey, owner, 'payment.already-ordered'),
        still(organisations, state, payee),
        stillThere(authority.actor),
      ],
    ],
    once,
    reply: { phase: 'executed', version: version + 1 },
  });
};

export const confirm: Action<Routes['confirm'], Deps> = async (request, { load, commit }) => {
  const { params, authority, once, now } = request;
  const instalment = await load(authority, instalments, params);
  if (!instalment.ok) return instalment;
  const { state, version } = instalment.value;
  const event = confirmPayment(state, { by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  return commit({
    changes: [
      changed(instalments, instalment.value, event.value),
      moved('payment', state, request),
      [stillThere(authority.actor)],
    ],
    once,
    reply: { phase: 'confirmed', version: version + 1 },
  });
};

export const bounce: Action<Routes['bounce'], Deps> = async (request, { load, commit }) => {
  const { params, body, authority, once, now } = request;
  const instalment = await load(authority, instalments, params);
  if (!instalment.ok) return instalment;
  const { state, version } = instalment.value;
  const event = bouncePayment(state, { ...body, by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  return commit({
    changes: [
      changed(instalments, instalment.value, event.value),
      moved('bounce', state, request),
      [stillThere(authority.actor)],
    ],
    once,
    reply: { phase: 'due', version: version + 1 },
  });
};
