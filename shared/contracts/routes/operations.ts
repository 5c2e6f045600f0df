import * as z from 'zod/mini';
import { none, type Routes } from '#shared/contracts/route';
import { CalendarDays, Replacement } from '#shared/domain/calendar';
import { GivenDay, Instant } from '#shared/kernel/instant';

const year = z.pipe(z.coerce.number(), z.int().check(z.gte(2024), z.lte(2099)));

export const operationsRoutes = {
  /** Puts every event of a day on the bus again; consumers know what they have seen. Streams forget after a day. */
  republish: {
    ...none,
    method: 'POST',
    path: '/operations/event-days/{day}',
    access: { action: 'operations.run' },
    params: z.strictObject({ day: GivenDay }),
    reply: z.strictObject({ published: z.int() }),
  },
  /** Days off and days worked (调休) of a year, and who replaced ours; `provisional` while no notice is known. */
  calendar: {
    ...none,
    method: 'GET',
    path: '/operations/calendars/{year}',
    access: { action: 'operations.run' },
    params: z.strictObject({ year }),
    reply: z.strictObject({
      ...CalendarDays.def.shape,
      provisional: z.boolean(),
      version: z.int(),
      replaced: z.optional(z.strictObject({ name: z.string(), at: Instant, reason: z.string() })),
    }),
  },
  /** `If-Match: "0"` for a year that nobody has replaced yet. */
  replaceCalendar: {
    ...none,
    method: 'PUT',
    path: '/operations/calendars/{year}',
    access: { action: 'operations.run' },
    versioned: true,
    params: z.strictObject({ year }),
    body: Replacement,
    reply: z.strictObject({ year: z.int(), version: z.int() }),
  },
} as const satisfies Routes;
