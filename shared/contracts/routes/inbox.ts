import * as z from 'zod/mini';
import { listOf, none, noParams, page, type Routes, TimelineEntry } from '#shared/contracts/route';
import { Task } from '#shared/domain/task';
import { ApplicationId, AwardId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { Text } from '#shared/kernel/text';

const Item = z.strictObject({
  task: Task,
  /** The record it is about, as `APPLICATION#application-…`. */
  record: z.string(),
  title: z.string(),
  subtitle: z.string(),
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
} as const satisfies Routes;
