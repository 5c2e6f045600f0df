import { created, unique } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { newId } from '#functions/adapters/new-id';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { applicationsRoutes } from '#shared/contracts/routes/applications';
import { isOpen } from '#shared/domain/call';
import { ApplicationId } from '#shared/kernel/ids';
import { fail } from '#shared/kernel/result';
import { applications, calls, organisations } from '#shared/table/aggregates';

type Draft = Action<typeof applicationsRoutes.draft, Reader & Committer>;

/** One organisation has one application in a call. */
export const draft: Draft = async ({ params, body, authority, once, now }, { get, commit }) => {
  const { organisationId, personId } = authority.actor;
  const call = await get(calls, params);
  if (!call || call.state.phase === 'draft') return fail({ code: 'record.unknown' });
  const { opensAt, closesAt, fundId } = call.state;
  if (!isOpen(call.state, now)) return fail({ code: 'application.call-not-open', details: { opensAt, closesAt } });
  const organisation = organisationId && (await get(organisations, { organisationId }));
  if (!organisation) return fail({ code: 'organisation.missing' });

  const applicationId = ApplicationId.parse(newId('application', now));
  const event = {
    ...({ type: 'ApplicationDrafted', v: 1, applicationId, ...params, fundId } as const),
    ...{ organisationId: organisation.state.organisationId, organisationName: organisation.state.name },
    ...{ title: body.title, contactId: personId, by: personId, at: now },
  };
  const taken = `${params.callId}|${organisation.state.organisationId}`;
  return commit({
    changes: [created(applications, event), [unique('application', taken, applicationId, 'application.too-many')]],
    once,
    reply: { applicationId, version: 1 },
  });
};
