import * as z from 'zod/mini';
import { listOf, none, noParams, page, type Routes, TimelineEntry } from '#shared/contracts/route';
import { District } from '#shared/domain/reference';
import { Task } from '#shared/domain/task';
import { ApplicationId, AwardId, FundId, OrganisationId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { Bilingual, Text } from '#shared/kernel/text';

const Item = z.strictObject({
  task: Task,
  /** The record it is about, as `APPLICATION#application-…`. */
  record: z.string(),
  title: z.string(),
  subtitle: z.string(),
  /** What it belongs to, as far as it has one. */
  call: z.optional(Bilingual),
  district: z.optional(District),
  dueAt: z.optional(Instant),
});
/** A record that a look-up has found. */
export const Found = z.strictObject({
  kind: z.enum(['application', 'award', 'call', 'organisation']),
  id: z.string(),
  title: z.string(),
  /** The number it bears: of its receipt, its award or its call, or its credit code. */
  number: z.string(),
});
export type Found = z.output<typeof Found>;

const timeline = { ...none, method: 'GET', reply: z.strictObject({ items: z.array(TimelineEntry) }) } as const;

export const inboxRoutes = {
  /** What waits for this person, by the roles held now, soonest first. */
  inbox: {
    ...none,
    method: 'GET',
    path: '/inbox',
    access: { action: 'inbox.read' },
    params: noParams,
    reply: z.strictObject({ items: z.array(Item), now: Instant }),
  },
  /** What bears exactly this number, and organisations whose names begin so; nothing that this person may not read. */
  lookup: {
    ...none,
    method: 'GET',
    path: '/lookup',
    access: { action: 'inbox.read' },
    params: noParams,
    query: z.strictObject({ ...page, q: Text(120) }),
    reply: listOf(Found),
  },
  ofApplication: {
    ...timeline,
    path: '/applications/{applicationId}/timeline',
    access: { action: 'application.read' },
    params: z.strictObject({ applicationId: ApplicationId }),
  },
  ofAward: {
    ...timeline,
    path: '/awards/{awardId}/timeline',
    access: { action: 'award.read' },
    params: z.strictObject({ awardId: AwardId }),
  },
  ofOrganisation: {
    ...timeline,
    path: '/organisations/{organisationId}/timeline',
    access: { action: 'organisation.read' },
    params: z.strictObject({ organisationId: OrganisationId }),
  },
  ofFund: {
    ...timeline,
    path: '/funds/{fundId}/timeline',
    access: { action: 'fund.read' },
    params: z.strictObject({ fundId: FundId }),
  },
} as const satisfies Routes;
