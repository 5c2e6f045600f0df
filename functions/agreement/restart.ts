import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { agreementRoutes } from '#shared/contracts/routes/agreement';
import { restartAward } from '#shared/domain/award';
import { awards } from '#shared/table/aggregates';

type Restart = Action<typeof agreementRoutes.restart, Reader & Committer>;

/** For the day when an execution was stopped or failed: a recorded restart, under the next attempt. */
export const restart: Restart = async ({ params, body, authority, once, now }, { load, commit }) => {
  const award = await load(authority, awards, params);
  if (!award.ok) return award;
  const { state, version } = award.value;
  const event = restartAward(state, { ...body, by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  const reply = { phase: state.phase, version: version + 1 };
  return commit({ changes: [changed(awards, award.value, event.value)], once, reply });
};
