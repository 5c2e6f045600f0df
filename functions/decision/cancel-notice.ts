import { changed, posted, stillThere, taken } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { newId } from '#functions/adapters/new-id';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { decisionRoutes } from '#shared/contracts/routes/decision';
import { cancelNotice as decide } from '#shared/domain/decision';
import { post } from '#shared/domain/fund';
import { EntryId } from '#shared/kernel/ids';
import { Fen } from '#shared/kernel/money';
import { applications, calls, funds } from '#shared/table/aggregates';

type CancelNotice = Action<typeof decisionRoutes.cancelNotice, Reader & Committer>;

export const cancelNotice: CancelNotice = async ({ params, body, authority, once, now }, { load, get, commit }) => {
  const application = await load(authority, applications, params);
  if (!application.ok) return application;
  const { state, version } = application.value;
  const by = { by: authority.actor.personId, at: now };
  const event = decide(state, { ...body, ...by });
  if (!event.ok) return event;
  const [call, fund] = await Promise.all([get(calls, state), get(funds, state)]);
  if (!call || !fund) throw new Error(`${state.callId} or ${state.fundId} is missing`);
  const entryId = EntryId.parse(newId('entry', now));
  const amountFen = state.proposal?.amountFen ?? Fen.parse(0);
  const cause = applications.key(params).pk;
  const entry = post(fund.state, { entryId, kind: 'release', cause, amountFen, ...by });
  if (!entry.ok) throw new Error('Money is given back to a closed fund, too');
  return commit({
    changes: [
      changed(applications, application.value, event.value),
      posted(entry.value),
      [taken(call.state, -amountFen), stillThere(authority.actor)],
    ],
    once,
    reply: { phase: 'declined', version: version + 1 },
  });
};
