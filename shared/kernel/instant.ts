import * as z from 'zod/mini';

/** A moment in UTC with exactly three decimals, so that the order of the text is the order in time. */
export const Instant = z.iso.datetime({ precision: 3 }).brand<'Instant'>();
export type Instant = z.output<typeof Instant>;

/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export const Day = z.iso.date().brand<'Day'>();
export type Day = z.output<typeof Day>;

/** From 2000 to 2099: what is counted from it has a year of four digits as well. */
const inCentury = z.refine<string>((time) => time.startsWith('20'), 'range');
/** A moment, and a day, as somebody outside names them. */
export const GivenInstant = Instant.check(inCentury);
export const GivenDay = Day.check(inCentury);

export const dayMs = 86_400_000;
/** China has kept UTC+8 without summer time since 1991, so the offset is a constant. */
const shanghaiMs = 8 * 3_600_000;

/** Days since 1970-01-01 of a proleptic Gregorian date, by integer arithmetic (no Date in here). */
function daysOf(year: number, month: number, day: number) {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

function dateOf(days: number) {
  const z0 = days + 719_468;
  const era = Math.floor(z0 / 146_097);
  const dayOfEra = z0 - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const m = Math.floor((5 * dayOfYear + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * m + 2) / 5) + 1,
  };
}

const pad = (value: number, width: number) => value.toString().padStart(width, '0');
const numbersIn = (text: string) => (text.match(/\d+/g) ?? []).map(Number);

/** Milliseconds since 1970-01-01T00:00Z. */
export function msOf(instant: Instant) {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ms = 0] = numbersIn(instant);
  return daysOf(year, month, day) * dayMs + hour * 3_600_000 + minute * 60_000 + second * 1000 + ms;
}

export function instantOf(ms: number): Instant {
  const { year, month, day } = dateOf(Math.floor(ms / dayMs));
  const rest = ms - Math.floor(ms / dayMs) * dayMs;
  const clock = [Math.floor(rest / 3_600_000), Math.floor(rest / 60_000) % 60, Math.floor(rest / 1000) % 60];
  const time = clock.map((part) => pad(part, 2)).join(':');
  return Instant.parse(`${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${time}.${pad(rest % 1000, 3)}Z`);
}

export const later = (instant: Instant, ms: number) => instantOf(msOf(instant) + ms);

/** The day it is in Shanghai at that moment. */
export function dayOf(instant: Instant): Day {
  const { year, month, day } = dateOf(Math.floor((msOf(instant) + shanghaiMs) / dayMs));
  return Day.parse(`${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`);
}

const daysIn = (day: Day) => {
  const [year = 0, month = 0, date = 0] = numbersIn(day);
  return daysOf(year, month, date);
};

export function plusDays(day: Day, days: number): Day {
  const { year, month, day: date } = dateOf(daysIn(day) + days);
  return Day.parse(`${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`);
}

/** The same date so many months on, or the last day of that month when it is shorter. */
export function plusMonths(day: Day, months: number): Day {
  const [year = 0, month = 0, date = 0] = numbersIn(day);
  const index = year * 12 + month - 1 + months;
  const [y, m] = [Math.floor(index / 12), (index % 12) + 1];
  const length = daysOf(Math.floor((index + 1) / 12), ((index + 1) % 12) + 1, 1) - daysOf(y, m, 1);
  return Day.parse(`${pad(y, 4)}-${pad(m, 2)}-${pad(Math.min(date, length), 2)}`);
}

export const daysBetween = (from: Day, to: Day) => daysIn(to) - daysIn(from);

export const yearOf = (day: Day) => Number(day.slice(0, 4));

/** 0 is Sunday. 1970-01-01 was a Thursday. */
const weekdayOf = (day: Day) => (((daysIn(day) + 4) % 7) + 7) % 7;

/** A period ends at 24:00 of its last day (Civil Code art. 203), which is the first moment of the next. */
export const endOfDay = (day: Day): Instant => instantOf((daysIn(day) + 1) * dayMs - shanghaiMs);
export const startOfDay = (day: Day): Instant => instantOf(daysIn(day) * dayMs - shanghaiMs);

/** What departs from Monday to Friday: days off on workdays, and days worked on weekends (调休). */
export type Holidays = { readonly off: ReadonlySet<string>; readonly worked: ReadonlySet<string> };

export function isWorkingDay(day: Day, { off, worked }: Holidays) {
  if (worked.has(day)) return true;
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6 && !off.has(day);
}

/** The end of the n-th working day after the day of an event, which itself does not count (Civil Code art. 201). */
export function workingDaysAfter(from: Day, count: number, holidays: Holidays): Instant {
  let [day, left] = [from, count];
  while (left > 0) {
    day = plusDays(day, 1);
    if (isWorkingDay(day, holidays)) left -= 1;
  }
  return endOfDay(day);
}

/** The end of a period of calendar days; a last day that is a day of rest moves to the next working day (art. 203). */
export function calendarDaysAfter(from: Day, count: number, holidays: Holidays): Instant {
  let day = plusDays(from, count);
  while (!isWorkingDay(day, holidays)) day = plusDays(day, 1);
  return endOfDay(day);
}
