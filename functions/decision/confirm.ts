import type { Calendar } from '#functions/adapters/calendar';
import { changed, posted, stillThere, taken } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { newId } from '#functions/adapters/new-id';
import type { Reader } from '#functions/adapters/reader';
import { callBudgets } from '#functions/adapters/rows';
import type { Action } from '#functions/runtime/action';
import type { decisionRoutes } from '#shared/contracts/routes/decision';
import { confirmDecision, sendBackDecision } from '#shared/domain/decision';
import { post } from '#shared/domain/fund';
import { EntryId } from '#shared/kernel/ids';
import { calendarDaysAfter, dayOf } from '#shared/kernel/instant';
import { applications, calls, funds } from '#shared/table/aggregates';

type Routes = typeof decisionRoutes;

/** The decision, the public notice, and the money taken from the call's budget and reserved are one transaction. */
export const confirm: Action<Routes['confirm'], Reader & Committer & Calendar> = async (request, deps) => {
  const { params, authority, once, now } = request;
  const application = await deps.load(authority, applications, params);
  if (!application.ok) return application;
  const { state, version } = application.value;
  const [call, fund, budget] = await Promise.all([
    deps.get(calls, state),
    deps.get(funds, state),
    deps.get(callBudgets, state),
  ]);
  if (!call || !fund) throw new Error(`${state.callId} or ${state.fundId} is missing`);

  const by = { by: authority.actor.personId, at: now };
  const noticeUntil = calendarDaysAfter(dayOf(now), call.state.rules.noticeDays, await deps.holidaysOf(now));
  const leftFen = call.state.budgetFen - (budget?.takenFen ?? 0);
  const event = confirmDecision(state, { ...by, noticeUntil, leftFen });
  if (!event.ok) return event;
  const changes = [changed(applications, application.value, event.value), [stillThere(authority.actor)]];
  if (event.value.type === 'DeclineConfirmed' || !state.proposal)
    return deps.commit({ changes, once, reply: { phase: 'declined', version: version + 1 } });

  const entryId = EntryId.parse(newId('entry', now));
  const cause = applications.key(params).pk;
  const { amountFen } = state.proposal;
  const entry = post(fund.state, { entryId, kind: 'reservation', cause, amountFen, ...by });
  if (!entry.ok) return entry;
  const reply = { phase: 'inNotice', version: version + 1 };
  const money = [...posted(entry.value), taken(call.state, amountFen)];
  return deps.commit({ changes: [...changes, money], once, reply });
};

export const sendBack: Action<Routes['sendBack'], Reader & Committer> = async (request, { load, commit }) => {
  const { params, body, authority, once, now } = request;
  const application = await load(authority, applications, params);
  if (!application.ok) return application;
  const { state, version } = application.value;
  const event = sendBackDecision(state, { ...body, by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  const reply = { phase: 'reviewed', version: version + 1 };
  return commit({ changes: [changed(applications, application.value, event.value)], once, reply });
};
