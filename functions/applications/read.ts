import type { Calendar } from '#functions/adapters/calendar';
import { publicFactsOf } from '#functions/adapters/cited-needs';
import { documentView, drafts, handedIn } from '#functions/adapters/drafts';
import type { Lister } from '#functions/adapters/lister';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import { view } from '#functions/runtime/view';
import type { applicationsRoutes } from '#shared/contracts/routes/applications';
import type { Application } from '#shared/domain/application';
import { applicationDue } from '#shared/domain/task';
import { isInside, visibleApplication } from '#shared/domain/visibility';
import type { Instant } from '#shared/kernel/instant';
import { ok } from '#shared/kernel/result';
import { applications, calls } from '#shared/table/aggregates';

type Routes = typeof applicationsRoutes;

export const mine: Action<Routes['mine'], Lister> = async ({ query, authority }, { page }) => {
  const { actor } = authority;
  if (actor.organisationId === null) return ok({ items: [] });
  const { organisationId } = actor;
  const found = await page(actor.personId, applications, 'applications.of-organisation', { organisationId }, query);
  if (!found.ok) return found;
  const items = found.value.items.map((stored) => ({
    ...view(actor, 'application', stored),
    state: visibleApplication(actor, stored.state),
  }));
  return ok({ ...found.value, items });
};

export const read: Action<Routes['read'], Reader & Lister & Calendar> = async ({ params, authority, now }, deps) => {
  const application = await deps.load(authority, applications, params);
  if (!application.ok) return application;
  const { actor } = authority;
  const { applicationId, submission } = application.value.state;
  const { draft, files, missing } = await (submission
    ? handedIn(applicationId, submission.at, deps)
    : drafts(deps).draftOf(applicationId));
  const citedNeeds = await publicFactsOf(draft.needs?.content.needIds ?? [], deps);
  return ok({
    ...view(actor, 'application', application.value),
    state: visibleApplication(actor, application.value.state),
    ...{ draft, documents: files.map(documentView), missing, citedNeeds },
    ...(isInside(actor, 'application.read', application.value.state) &&
      (await forStaff(application.value.state, { ...deps, now }))),
  });
};

type StaffDeps = Reader & Calendar & { readonly now: Instant };

async function forStaff(application: Application, { now, ...deps }: StaffDeps) {
  const [call, holidays] = await Promise.all([deps.get(calls, application), deps.holidaysOf(now)]);
  const taskDueAt = call && applicationDue(application, call.state, holidays);
  return taskDueAt && { taskDueAt };
}
