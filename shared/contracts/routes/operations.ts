import * as z from 'zod/mini';
import { none, type Routes } from '#shared/contracts/route';
import { GivenDay } from '#shared/kernel/instant';

const year = z.pipe(z.coerce.number(), z.int().check(z.gte(2024), z.lte(2099)));
const Calendar = z.strictObject({
  off: z.array(GivenDay).check(z.maxLength(60)),
  worked: z.array(GivenDay).check(z.maxLength(30)),
});

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
  /** Days off and days worked (调休) of a year; `official` is false while only our own table knows them. */
  calendar: {
    ...none,
    method: 'GET',
    path: '/operations/calendars/{year}',
    access: { action: 'operations.run' },
    params: z.strictObject({ year }),
    reply: z.strictObject({ ...Calendar.def.shape, provisional: z.boolean() }),
  },
  replaceCalendar: {
    ...none,
    method: 'PUT',
    path: '/operations/calendars/{year}',
    access: { action: 'operations.run' },
    params: z.strictObject({ year }),
    body: Calendar,
    reply: z.strictObject({ year: z.int() }),
  },
} as const satisfies Routes;
