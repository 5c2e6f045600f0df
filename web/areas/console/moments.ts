import { dayOf, Instant, later, startOfDay } from '#shared/kernel/instant';

/** A period ends at 24:00 of its last day, which is the next day's first moment: shown as the day that people know. */
export function lastMoment(instant: string): Instant {
  const end = Instant.parse(instant);
  return startOfDay(dayOf(end)) === end ? later(end, -1) : end;
}
