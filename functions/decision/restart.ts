import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { decisionRoutes } from '#shared/contracts/routes/decision';
import { guard } from '#shared/domain/life-cycle';
import { applications } from '#shared/table/aggregates';

type Restart = Action<typeof decisionRoutes.restart, Reader & Committer>;

/** For the day when an execution was stopped or ran out of its year: a recorded restart, under the next attempt. */
export const restart: Restart = async ({ params, body, authority, once, now }, { load, commit }) => {
  const application = await load(authority, applications, params);
  if (!application.ok) return application;
  const { state, version } = application.value;
  const allowed = guard('application', state.phase, 'restart');
  if (!allowed.ok) return allowed;
  const event = { type: 'WorkflowRestarted', v: 1, ...body, by: authority.actor.personId, at: now } as const;
  const reply = { phase: state.phase, version: version + 1 };
  return commit({ changes: [changed(applications, application.value, event)], once, reply });
};
