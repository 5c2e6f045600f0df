import { type GeneratedYear, generatedYears } from '#shared/kernel/holidays';
import { dayOf, type Holidays, type Instant, msOf } from '#shared/kernel/instant';
import { calendars } from '#shared/table/aggregates';
import type { Reader } from './reader.ts';

export type Calendar = ReturnType<typeof calendar>;

const keptMs = 5 * 60_000;
const yearOf = (now: Instant) => Number(dayOf(now).slice(0, 4));

/** Days off and days worked: our generated table, and over it each year that an administrator has replaced. */
export const calendar = ({ getMany }: Pick<Reader, 'getMany'>) => {
  let kept: { readonly from: number; readonly year: number; readonly holidays: Holidays } | undefined;

  /** No deadline of the platform reaches back before last year, nor on beyond the year after next. */
  const read = async (now: Instant): Promise<Holidays> => {
    const years = [-1, 0, 1, 2].map((distance) => ({ year: yearOf(now) + distance }));
    const replaced = new Map((await getMany(calendars, years)).map(({ state }) => [state.year, state]));
    const known = years.flatMap(({ year }) => replaced.get(year) ?? generatedYear(year) ?? []);
    return {
      off: new Set(known.flatMap(({ off }) => off)),
      worked: new Set(known.flatMap(({ worked }) => worked)),
    };
  };

  /** Kept for five minutes while warm: a year that is replaced may take as long to count. */
  const holidaysOf = async (now: Instant): Promise<Holidays> => {
    const at = msOf(now);
    if (kept && at >= kept.from && at < kept.from + keptMs && yearOf(now) === kept.year) return kept.holidays;
    const holidays = await read(now);
    kept = { from: at, year: yearOf(now), holidays };
    return holidays;
  };

  return { holidaysOf };
};

export const generatedYear = (year: number): GeneratedYear | undefined => generatedYears[year];
