import * as z from 'zod/mini';
import { listOf, none, noParams, page, type Routes, recordOf, Standing } from '#shared/contracts/route';
import { Application } from '#shared/domain/application';
import { CitedNeed } from '#shared/domain/need';
import { SectionName, sections } from '#shared/domain/section';
import { ApplicationId, CallId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { Fen } from '#shared/kernel/money';
import { Text } from '#shared/kernel/text';
import { DocumentView } from './documents.ts';

const params = z.strictObject({ applicationId: ApplicationId });
const saved = <Schema extends z.ZodMiniType>(content: Schema) =>
  z.optional(z.strictObject({ content, version: z.int(), savedAt: Instant }));

/** What the applicant has written, section by section, each with the version to save the next one upon. */
export const Draft = z.strictObject({
  project: saved(sections.project),
  needs: saved(sections.needs),
  services: saved(sections.services),
  budget: saved(sections.budget),
  outcomes: saved(sections.outcomes),
  declarations: saved(sections.declarations),
});
/** One section at a time: the name in the body says which schema its content has. */
export const SectionContent = z.discriminatedUnion('section', [
  z.strictObject({ section: z.literal('project'), content: sections.project, version: z.int() }),
  z.strictObject({ section: z.literal('needs'), content: sections.needs, version: z.int() }),
  z.strictObject({ section: z.literal('services'), content: sections.services, version: z.int() }),
  z.strictObject({ section: z.literal('budget'), content: sections.budget, version: z.int() }),
  z.strictObject({ section: z.literal('outcomes'), content: sections.outcomes, version: z.int() }),
  z.strictObject({ section: z.literal('declarations'), content: sections.declarations, version: z.int() }),
]);

export const applicationsRoutes = {
  draft: {
    ...none,
    method: 'POST',
    path: '/calls/{callId}/applications',
    access: { action: 'application.draft' },
    params: z.strictObject({ callId: CallId }),
    body: z.strictObject({ title: Text(80) }),
    reply: z.strictObject({ applicationId: ApplicationId, version: z.int() }),
    rejections: ['application.call-not-open', 'application.too-many', 'organisation.missing'],
  },
  mine: {
    ...none,
    method: 'GET',
    path: '/me/applications',
    access: { action: 'application.draft' },
    params: noParams,
    query: z.strictObject(page),
    reply: listOf(recordOf(Application)),
  },
  read: {
    ...none,
    method: 'GET',
    path: '/applications/{applicationId}',
    access: { action: 'application.read' },
    params,
    reply: z.strictObject({
      ...recordOf(Application).def.shape,
      draft: Draft,
      documents: z.array(DocumentView),
      /** Paths that are still missing before it can be handed in, such as `budget.lines` and `proposal`. */
      missing: z.array(z.string()),
      /** What the needs that it cites ask for; one that was never published is not among them. */
      citedNeeds: z.array(CitedNeed),
      /** For the foundation: by when its own next step is due. */
      taskDueAt: z.optional(Instant),
    }),
  },
  /** Saves one section as it is typed. `version` is the one it was read at (0 at first): nobody is overwritten. */
  saveSection: {
    ...none,
    method: 'PUT',
    path: '/applications/{applicationId}/sections/{section}',
    access: { action: 'application.edit' },
    params: z.strictObject({ applicationId: ApplicationId, section: SectionName }),
    body: SectionContent,
    /** `missing` are paths in this section; reading the application tells those of all. */
    reply: z.strictObject({ version: z.int(), savedAt: Instant, missing: z.array(z.string()) }),
    rejections: ['application.section-stale', 'application.item-not-in-call', 'application.standard-unknown'],
  },
  submit: {
    ...none,
    method: 'POST',
    path: '/applications/{applicationId}/submission',
    access: { action: 'application.submit' },
    versioned: true,
    params,
    reply: z.strictObject({
      ...Standing.def.shape,
      receiptNumber: z.string(),
      submittedAt: Instant,
      contentHash: z.string(),
      requestedFen: Fen,
    }),
    rejections: [
      'application.call-not-open',
      'application.incomplete',
      'application.amount-out-of-bounds',
      'application.item-not-in-call',
      'application.need-not-published',
    ],
  },
  withdraw: {
    ...none,
    method: 'POST',
    path: '/applications/{applicationId}/withdrawal',
    access: { action: 'application.withdraw' },
    versioned: true,
    params,
    body: z.strictObject({ reason: Text(300) }),
    reply: Standing,
  },
} as const satisfies Routes;
