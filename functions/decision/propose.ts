import { changed, stillThere } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { decisionRoutes } from '#shared/contracts/routes/decision';
import { proposeDecision } from '#shared/domain/decision';
import { applications } from '#shared/table/aggregates';

type Propose = Action<typeof decisionRoutes.propose, Reader & Committer>;

export const propose: Propose = async ({ params, body, authority, once, now }, { load, commit }) => {
  const application = await load(authority, applications, params);
  if (!application.ok) return application;
  const { state, version } = application.value;
  const event = proposeDecision(state, { ...body, by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  return commit({
    changes: [changed(applications, application.value, event.value), [stillThere(authority.actor)]],
    once,
    reply: { phase: 'proposed', version: version + 1 },
  });
};
