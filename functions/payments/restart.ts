import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { paymentsRoutes } from '#shared/contracts/routes/payments';
import { restartInstalment } from '#shared/domain/instalment';
import { instalments } from '#shared/table/aggregates';

type Restart = Action<typeof paymentsRoutes.restart, Reader & Committer>;

/** For the day when an execution was stopped or failed: a recorded restart, under the next attempt. */
export const restart: Restart = async ({ params, body, authority, once, now }, { load, commit }) => {
  const instalment = await load(authority, instalments, params);
  if (!instalment.ok) return instalment;
  const { state, version } = instalment.value;
  const event = restartInstalment(state, { ...body, by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  const reply = { phase: state.phase, version: version + 1 };
  return commit({ changes: [changed(instalments, instalment.value, event.value)], once, reply });
};
