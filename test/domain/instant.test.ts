import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generatedYears } from '#shared/kernel/holidays';
import {
  calendarDaysAfter,
  Day,
  dayMs,
  dayOf,
  daysBetween,
  endOfDay,
  Instant,
  instantOf,
  isWorkingDay,
  later,
  msOf,
  plusDays,
  plusMonths,
  startOfDay,
  workingDaysAfter,
} from '#shared/kernel/instant';

const none = { off: new Set<string>(), worked: new Set<string>() };
const holidays = {
  off: new Set(Object.values(generatedYears).flatMap(({ off }) => off)),
  worked: new Set(Object.values(generatedYears).flatMap(({ worked }) => worked)),
};
const day = (text: string) => Day.parse(text);
/** From 1900 to 2199, which holds leap years, a century that is none and one that is. */
const ms = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2199, 11, 31) });
const days = ms.map((at) => day(new Date(at).toISOString().slice(0, 10)));

describe('an instant', () => {
  it('is the text that the standard library writes, and leads back to its milliseconds', () => {
    fc.assert(
      fc.property(ms, (at) => {
        expect(instantOf(at)).toBe(new Date(at).toISOString());
        expect(msOf(instantOf(at))).toBe(at);
      }),
      { numRuns: 1000 },
    );
  });
  it('sorts as a text as it does in time', () => {
    fc.assert(fc.property(ms, ms, (a, b) => instantOf(a) < instantOf(b) === a < b));
  });
  it.each([
    '2026-01-05T02:00:00Z',
    '2026-01-05T02:00:00.0000Z',
    '2026-01-05T10:00:00.000+08:00',
    '2026-02-29T02:00:00.000Z',
  ])('is not %s', (text) => expect(Instant.safeParse(text).success).toBe(false));
  it('moves by milliseconds over the end of a year', () => {
    expect(later(Instant.parse('2025-12-31T23:59:59.999Z'), 1)).toBe('2026-01-01T00:00:00.000Z');
  });
});

describe('a day in Shanghai', () => {
  it.each([
    ['2025-12-31T15:59:59.999Z', '2025-12-31'],
    ['2025-12-31T16:00:00.000Z', '2026-01-01'],
    ['2024-02-28T16:00:00.000Z', '2024-02-29'],
  ])('at %s is %s', (at, expected) => expect(dayOf(Instant.parse(at))).toBe(expected));

  it('begins and ends at its midnights, and holds every moment between them', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: dayMs - 1 }), (date, rest) => {
        expect(dayOf(later(startOfDay(date), rest))).toBe(date);
        expect(dayOf(endOfDay(date))).toBe(plusDays(date, 1));
        expect(endOfDay(date)).toBe(startOfDay(plusDays(date, 1)));
      }),
    );
  });
  it('moves by days, and back', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -2000, max: 2000 }), (date, count) => {
        expect(daysBetween(date, plusDays(date, count))).toBe(count);
        expect(plusDays(plusDays(date, count), -count)).toBe(date);
      }),
    );
  });
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-08-31', 12, '2027-08-31'],
    ['2026-12-31', 0, '2026-12-31'],
    ['2026-03-31', -1, '2026-02-28'],
  ])('%s and %i months is %s', (from, months, expected) => expect(plusMonths(day(from), months)).toBe(expected));
});

describe('a period', () => {
  it('counts from the day after, whatever the hour (Civil Code art. 201)', () => {
    expect(workingDaysAfter(day('2026-03-09'), 1, holidays)).toBe(endOfDay(day('2026-03-10')));
    expect(calendarDaysAfter(day('2026-03-09'), 1, holidays)).toBe(endOfDay(day('2026-03-10')));
  });
  it('ends at 24:00 in Shanghai, which is 16:00 in UTC', () => {
    expect(calendarDaysAfter(day('2026-03-09'), 7, holidays)).toBe('2026-03-16T16:00:00.000Z');
  });
  it('whose last day is one of rest ends with the next working day (art. 203)', () => {
    // 2026-05-05 is the last day off of Labour Day.
    expect(calendarDaysAfter(day('2026-04-24'), 7, holidays)).toBe(endOfDay(day('2026-05-06')));
    // A Saturday that is worked is none of rest.
    expect(calendarDaysAfter(day('2026-05-02'), 7, holidays)).toBe(endOfDay(day('2026-05-09')));
  });
  it('of working days passes over weekends and holidays and counts weekends that are worked', () => {
    expect(workingDaysAfter(day('2026-01-01'), 2, holidays)).toBe(endOfDay(day('2026-01-05')));
    expect(workingDaysAfter(day('2026-09-30'), 1, holidays)).toBe(endOfDay(day('2026-10-08')));
    expect(workingDaysAfter(day('2026-09-30'), 3, holidays)).toBe(endOfDay(day('2026-10-10')));
  });
  it('runs over the end of a year', () => {
    expect(workingDaysAfter(day('2025-12-30'), 3, holidays)).toBe(endOfDay(day('2026-01-05')));
    expect(calendarDaysAfter(day('2025-12-30'), 3, holidays)).toBe(endOfDay(day('2026-01-04')));
  });
  it('of no days is over with the same day, or with the next that is worked', () => {
    expect(calendarDaysAfter(day('2026-03-09'), 0, holidays)).toBe(endOfDay(day('2026-03-09')));
    expect(calendarDaysAfter(day('2026-03-07'), 0, holidays)).toBe(endOfDay(day('2026-03-09')));
  });
  it('without any holiday knows the weekday of every date', () => {
    fc.assert(
      fc.property(days, (date) => {
        const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
        expect(isWorkingDay(date, none)).toBe(weekday >= 1 && weekday <= 5);
      }),
    );
  });
  it('of working days holds exactly so many of them', () => {
    const inTable = fc.integer({ min: 0, max: 600 }).map((count) => plusDays(day('2025-01-01'), count));
    fc.assert(
      fc.property(inTable, fc.integer({ min: 1, max: 40 }), (from, count) => {
        const end = plusDays(dayOf(workingDaysAfter(from, count, holidays)), -1);
        const within = Array.from({ length: daysBetween(from, end) }, (_, index) => plusDays(from, index + 1));
        expect(within.filter((date) => isWorkingDay(date, holidays))).toHaveLength(count);
        expect(isWorkingDay(end, holidays)).toBe(true);
      }),
    );
  });
});
