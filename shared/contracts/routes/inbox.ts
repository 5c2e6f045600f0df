import * as z from 'zod/mini';
import { none, noParams, type Routes, TimelineEntry } from '#shared/contracts/route';
import { Task } from '#shared/domain/task';
import { ApplicationId, AwardId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';

const Item = z.strictObject({
  task: Task,
  /** The record it is about, as `APPLICATION#application-…`. */
  record: z.string(),
  title: z.string(),
  subtitle: z.string(),
  dueAt: z.optional(Instant),
});
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
