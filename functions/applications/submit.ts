import * as z from 'zod/mini';
import { asSeen, changed, numbered, put } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { drafts } from '#functions/adapters/drafts';
import { sha256 } from '#functions/adapters/hash';
import type { Lister } from '#functions/adapters/lister';
import type { Reader } from '#functions/adapters/reader';
import { sections, submissions } from '#functions/adapters/rows';
import type { Serial } from '#functions/adapters/serial';
import type { Action } from '#functions/runtime/action';
import type { applicationsRoutes } from '#shared/contracts/routes/applications';
import type { Call } from '#shared/domain/call';
import { submitApplication } from '#shared/domain/decision';
import type { Document } from '#shared/domain/document';
import { guard } from '#shared/domain/life-cycle';
import type { Need } from '#shared/domain/need';
import { Content, missingFrom, SectionName, sumFen } from '#shared/domain/section';
import { dayOf, yearOf } from '#shared/kernel/instant';
import { fail, ok } from '#shared/kernel/result';
import { applications, calls, documents, needs, type Stored } from '#shared/table/aggregates';

type Submit = Action<typeof applicationsRoutes.submit, Reader & Committer & Lister & Serial>;

/** Locks what was written and uploaded by its hash, and gives a receipt. A section that is saved meanwhile stops it. */
export const submit: Submit = async ({ params, authority, once, now }, deps) => {
  const [application, { draft, content, files: listed }] = await Promise.all([
    deps.load(authority, applications, params),
    drafts(deps).draftOf(params.applicationId),
  ]);
  if (!application.ok) return application;
  const { state, version } = application.value;
  const open = guard('application', state.phase, 'submit');
  if (!open.ok) return open;
  const unwritten = missingFrom(content, listed.some(isProposal));
  if (unwritten.length > 0) return fail({ code: 'application.incomplete', details: { missing: unwritten } });

  const whole = z.parse(Content, content);
  const needIds = [...new Set(whole.needs.needIds)];
  const [fetched, receiptNumber] = await Promise.all([
    // The index has said which documents there are, and may lag in how they stand.
    deps.fetchAll([calls.key(state), ...listed.map(documents.key), ...needIds.map((needId) => needs.key({ needId }))]),
    // Numbers may have gaps, so this one need not wait for the last checks.
    deps.nextNumber('SB', yearOf(dayOf(now))),
  ]);
  const call = fetched(calls, state);
  if (!call) throw new Error(`${state.callId} is missing`);
  const cited = needIds.flatMap((needId) => fetched(needs, { needId }) ?? []);
  const sound = soundContent(whole, call.state, cited);
  if (!sound.ok) return sound;
  const files = listed
    .flatMap((file) => fetched(documents, file)?.state ?? [])
    .filter(({ phase }) => phase === 'clean');
  if (!files.some(isProposal)) return fail({ code: 'application.incomplete', details: { missing: ['proposal'] } });
  const clean = files.map(({ documentId, sha256 }) => ({ documentId, sha256 }));
  const contentHash = sha256({ content: whole, documents: clean });
  const requestedFen = sumFen(whole.budget.lines.map(({ amountFen }) => amountFen));
  const facts = { title: whole.project.title, requestedFen, receiptNumber, contentHash };
  const event = submitApplication(state, call.state, { ...facts, by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  return deps.commit({
    changes: [
      changed(applications, application.value, event.value),
      [
        put(submissions.item(params, { content: whole, documents: clean }), 'record.stale'),
        numbered(receiptNumber, params.applicationId),
      ],
      SectionName.options.map((section) =>
        asSeen(sections, { ...params, section }, { version: draft[section]?.version ?? 0 }),
      ),
    ],
    once,
    reply: { phase: 'submitted', version: version + 1, receiptNumber, submittedAt: now, contentHash, requestedFen },
  });
};

const isProposal = ({ kind }: Document) => kind === 'proposal';

/** Its services are the call's, and the needs it cites are published now. */
function soundContent({ services, needs: { needIds } }: Content, { items }: Call, cited: readonly Stored<Need>[]) {
  const code = services.lines.map(({ itemCode }) => itemCode).find((item) => !items.includes(item));
  if (code !== undefined) return fail({ code: 'application.item-not-in-call', details: { code } });
  const published = new Set(cited.filter(({ state }) => state.phase === 'published').map(({ state }) => state.needId));
  const needId = needIds.find((id) => !published.has(id));
  return needId === undefined ? ok(undefined) : fail({ code: 'application.need-not-published', details: { needId } });
}
