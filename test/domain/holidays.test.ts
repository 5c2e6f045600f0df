import { expect, test } from 'vitest';
import { generatedYears } from '#shared/kernel/holidays';
import { calendarDaysAfter, Day, isWorkingDay, workingDaysAfter } from '#shared/kernel/instant';

const holidays = {
  off: new Set(Object.values(generatedYears).flatMap(({ off }) => off)),
  worked: new Set(Object.values(generatedYears).flatMap(({ worked }) => worked)),
};
const day = (text: string) => Day.parse(text);

/** Copied from the notices by hand, so that a wrong package would be seen. */
const notices: Readonly<Record<number, { readonly off: readonly string[]; readonly worked: readonly string[] }>> = {
  // 国办发明电〔2024〕12号
  2025: {
    off: [
      '2025-01-01',
      ...['2025-01-28', '2025-01-29', '2025-01-30', '2025-01-31', '2025-02-03', '2025-02-04'],
      '2025-04-04',
      ...['2025-05-01', '2025-05-02', '2025-05-05'],
      '2025-06-02',
      ...['2025-10-01', '2025-10-02', '2025-10-03', '2025-10-06', '2025-10-07', '2025-10-08'],
    ],
    worked: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  },
  // 国办发明电〔2025〕7号
  2026: {
    off: [
      ...['2026-01-01', '2026-01-02'],
      ...['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20', '2026-02-23'],
      '2026-04-06',
      ...['2026-05-01', '2026-05-04', '2026-05-05'],
      '2026-06-19',
      '2026-09-25',
      ...['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'],
    ],
    worked: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
};

test.each(Object.keys(notices).map(Number))('the calendar of %i is what the State Council announced', (year) => {
  expect(generatedYears[year]).toEqual({ ...notices[year], provisional: false });
});

test('a year without a notice holds the days of the law alone, and says that it is provisional', () => {
  expect(generatedYears[2027]).toEqual({
    off: ['2027-01-01', '2027-02-05', '2027-02-08', '2027-04-05', '2027-06-09', '2027-09-15', '2027-10-01'],
    worked: [],
    provisional: true,
  });
});

test('a Saturday that is worked is a working day, a Monday off is none', () => {
  expect(isWorkingDay(day('2026-02-14'), holidays)).toBe(true);
  expect(isWorkingDay(day('2026-02-23'), holidays)).toBe(false);
});

test('working days jump over the Spring Festival, and a last day of rest moves to the next working day', () => {
  expect(workingDaysAfter(day('2026-02-13'), 2, holidays)).toBe('2026-02-24T16:00:00.000Z');
  expect(calendarDaysAfter(day('2026-09-24'), 7, holidays)).toBe('2026-10-08T16:00:00.000Z');
});
