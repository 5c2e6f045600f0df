import * as z from 'zod/mini';
import type { Lister } from '#functions/adapters/lister';
import { Draft } from '#shared/contracts/routes/applications';
import type { Document } from '#shared/domain/document';
import { missingFrom, SectionName, type Sections } from '#shared/domain/section';
import type { ApplicationId, AwardId } from '#shared/kernel/ids';
import type { Instant } from '#shared/kernel/instant';
import { documents } from '#shared/table/aggregates';
import type { Reader } from './reader.ts';
import { sections, submissions } from './rows.ts';

/** What a screen may know of a document; where its bytes lie is nobody's business. */
export const documentView = (document: Document) => {
  const { documentId, ownerId, kind, name, mediaType, sha256, phase, bytes, reason, expiresAt } = document;
  return {
    ...{ documentId, ownerId, kind, name, mediaType, sha256, phase, expiresAt },
    ...(bytes !== undefined && { bytes }),
    ...(reason !== undefined && { reason }),
  };
};

const withContent = (draft: z.output<typeof Draft>): Sections => ({
  ...(draft.project && { project: draft.project.content }),
  ...(draft.needs && { needs: draft.needs.content }),
  ...(draft.services && { services: draft.services.content }),
  ...(draft.budget && { budget: draft.budget.content }),
  ...(draft.outcomes && { outcomes: draft.outcomes.content }),
  ...(draft.declarations && { declarations: draft.declarations.content }),
});

/** What an applicant has written and uploaded so far, and what is still missing. */
export const drafts = ({ all }: Pick<Lister, 'all'>) => {
  const documentsOf = async (ownerId: ApplicationId | AwardId) =>
    (await all(documents, 'documents.of-owner', { ownerId })).map(({ state }) => state);

  const draftOf = async (applicationId: ApplicationId) => {
    const [rows, files] = await Promise.all([
      all(sections, 'application.sections', { applicationId }),
      documentsOf(applicationId),
    ]);
    const saved = rows.map(({ section, content, version, savedAt }) => [section, { content, version, savedAt }]);
    const draft = z.parse(Draft, Object.fromEntries(saved));
    const content = withContent(draft);
    const proposal = files.some(({ kind, phase }) => kind === 'proposal' && phase === 'clean');
    return { draft, content, files, missing: missingFrom(content, proposal) };
  };

  return { draftOf, documentsOf };
};

/**
 * What was handed in at that moment, as it was locked: everybody reads what the receipt's hash covers, whatever became of
 * the sections, and no document that came later. There is no version to save the next one upon.
 */
export async function handedIn(applicationId: ApplicationId, savedAt: Instant, { get, getMany }: Reader) {
  const submission = await get(submissions, { applicationId });
  if (!submission) throw new Error(`${applicationId} was handed in without a submission`);
  const locked = SectionName.options.map((name) => [name, { content: submission.content[name], version: 0, savedAt }]);
  const files = (await getMany(documents, submission.documents)).map(({ state }) => state);
  return { draft: z.parse(Draft, Object.fromEntries(locked)), files, missing: [] };
}
