import * as z from 'zod/mini';
import { GivenDay, Instant } from '#shared/kernel/instant';
import { Text } from '#shared/kernel/text';
import { Actor, event } from './event.ts';

/** Days off, and days worked in their place (调休). */
export const CalendarDays = z.strictObject({
  off: z.array(GivenDay).check(z.maxLength(60)),
  worked: z.array(GivenDay).check(z.maxLength(30)),
});
const reason = Text(500);

/** A year as an administrator has put it in place of ours, and who did so last, when and why. */
export const Calendar = z.strictObject({
  ...CalendarDays.def.shape,
  year: z.int(),
  phase: z.literal('active'),
  replaced: z.strictObject({ by: Actor, at: Instant, reason }),
});
export type Calendar = z.output<typeof Calendar>;

/** What replacing a year asks for. */
export const Replacement = z.strictObject({ ...CalendarDays.def.shape, reason });

export const CalendarReplaced = event('CalendarReplaced', { ...Replacement.def.shape, year: z.int() });
export const CalendarEvent = z.discriminatedUnion('type', [CalendarReplaced]);
export type CalendarEvent = z.output<typeof CalendarEvent>;

/** The whole year each time, so that no half of a notice is in force. */
export const evolveCalendar = (
  _: Calendar | undefined,
  { year, off, worked, by, at, reason }: CalendarEvent,
): Calendar => ({
  ...{ year, phase: 'active', off, worked },
  replaced: { by, at, reason },
});
