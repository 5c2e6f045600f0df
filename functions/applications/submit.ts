import * as z from 'zod/mini';
import { changed, put } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { drafts } from '#functions/adapters/drafts';
import { sha256 } from '#functions/adapters/hash';
import type { Lister } from '#functions/adapters/lister';
import type { Reader } from '#functions/adapters/reader';
import { submissions } from '#functions/adapters/rows';
import type { Serial } from '#functions/adapters/serial';
import type { Action } from '#functions/runtime/action';
import type { applicationsRoutes } from '#shared/contracts/routes/applications';
import type { Call } from '#shared/domain/call';
import { submitApplication } from '#shared/domain/decision';
import { guard } from '#shared/domain/life-cycle';
import { Content, sumFen } from '#shared/domain/section';
import { fail, ok } from '#shared/kernel/result';
import { applications, calls, needs } from '#shared/table/aggregates';

type Submit = Action<typeof applicationsRoutes.submit, Reader & Committer & Lister & Serial>;

/** Locks what was written and uploaded by its hash, and gives a receipt. */
export const submit: Submit = async ({ params, authority, once, now }, deps) => {
  const application = await deps.load(authority, applications, params);
  if (!application.ok) return application;
  const { state, version } = application.value;
  const open = guard('application', state.phase, 'submit');
  if (!open.ok) return open;
  const call = await deps.get(calls, state);
  if (!call) throw new Error(`${state.callId} is missing`);
  const { content, files, missing } = await drafts(deps).draftOf(params.applicationId);
  if (missing.length > 0) return fail({ code: 'application.incomplete', details: { missing } });

  const whole = z.parse(Content, content);
  const sound = await soundContent(whole, call.state, deps);
  if (!sound.ok) return sound;
  const clean = files
    .filter(({ phase }) => phase === 'clean')
    .map(({ documentId, sha256 }) => ({ documentId, sha256 }));
  const contentHash = sha256({ content: whole, documents: clean });
  const requestedFen = sumFen(whole.budget.lines.map(({ amountFen }) => amountFen));
  const receiptNumber = await deps.nextNumber('SB', now.slice(0, 4));
  const facts = { title: whole.project.title, requestedFen, receiptNumber, contentHash };
  const event = submitApplication(state, call.state, { ...facts, by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  return deps.commit({
    changes: [
      changed(applications, application.value, event.value),
      [put(submissions.key(params), { content: whole, documents: clean }, 'record.stale')],
    ],
    once,
    reply: { phase: 'submitted', version: version + 1, receiptNumber, submittedAt: now, contentHash, requestedFen },
  });
};

/** Its services are the call's, and the needs it cites are published now. */
async function soundContent({ services, needs: cited }: Content, { items }: Call, { getMany }: Reader) {
  const code = services.lines.map(({ itemCode }) => itemCode).find((item) => !items.includes(item));
  if (code !== undefined) return fail({ code: 'application.item-not-in-call', details: { code } });
  const needIds = [...new Set(cited.needIds)];
  const found = await getMany(
    needs,
    needIds.map((needId) => ({ needId })),
  );
  const published = new Set(found.filter(({ state }) => state.phase === 'published').map(({ state }) => state.needId));
  const needId = needIds.find((id) => !published.has(id));
  return needId === undefined ? ok(undefined) : fail({ code: 'application.need-not-published', details: { needId } });
}
