import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { admissionRoutes } from '#shared/contracts/routes/admission';
import { decideAdmission } from '#shared/domain/decision';
import { applications } from '#shared/table/aggregates';

type Decide = Action<typeof admissionRoutes.decide, Reader & Committer>;

/** The check of who may apply and whether everything is there (资格审查). */
export const decide: Decide = async ({ params, body, authority, once, now }, { load, commit }) => {
  const application = await load(authority, applications, params);
  if (!application.ok) return application;
  const { state, version } = application.value;
  const event = decideAdmission(state, { ...body, by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  return commit({
    changes: [changed(applications, application.value, event.value)],
    once,
    reply: { phase: body.admitted ? 'admitted' : 'refused', version: version + 1 },
  });
};
