import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { applicationsRoutes } from '#shared/contracts/routes/applications';
import { withdrawApplication } from '#shared/domain/decision';
import { applications } from '#shared/table/aggregates';

type Withdraw = Action<typeof applicationsRoutes.withdraw, Reader & Committer>;

export const withdraw: Withdraw = async ({ params, body, authority, once, now }, { load, commit }) => {
  const application = await load(authority, applications, params);
  if (!application.ok) return application;
  const { state, version } = application.value;
  const event = withdrawApplication(state, { ...body, by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  const reply = { phase: 'withdrawn', version: version + 1 };
  return commit({ changes: [changed(applications, application.value, event.value)], once, reply });
};
