import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import chineseDays from 'chinese-days';

const { getDayDetail, getSolarDateFromLunar, getSolarTermDate } = chineseDays;

/**
 * Writes the calendar of shared/kernel/holidays.ts: `node infra/tools/holidays.ts`. A newer chinese-days knows a further
 * year once the State Council has published its notice; add the notice here then.
 */
const notices: Readonly<Record<number, string>> = {
  2024: '国办发明电〔2023〕7号',
  2025: '国办发明电〔2024〕12号',
  2026: '国办发明电〔2025〕7号',
};
const years = [2024, 2025, 2026, 2027];

const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const isWeekend = (date: string) => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());

function datesOf(year: number) {
  const dates: string[] = [];
  for (let ms = Date.UTC(year, 0, 1); new Date(ms).getUTCFullYear() === year; ms += 86_400_000) dates.push(dateOf(ms));
  return dates;
}

/** What the notice of the year says, weekday by weekday and weekend by weekend. */
function byNotice(year: number) {
  const dates = datesOf(year);
  return {
    off: dates.filter((date) => !isWeekend(date) && !getDayDetail(date).work),
    worked: dates.filter((date) => isWeekend(date) && getDayDetail(date).work),
  };
}

/**
 * Only the days off that the law itself gives (全国年节及纪念日放假办法, 2024 revision, art. 2), as far as they fall on
 * weekdays. Which days are moved (调休) is not known before the notice.
 */
function byLaw(year: number) {
  const newYear = Date.parse(getSolarDateFromLunar(`${year}-01-01`).date);
  const spring = [-1, 0, 1, 2].map((distance) => dateOf(newYear + distance * 86_400_000));
  const lunar = ['05-05', '08-15'].map((day) => getSolarDateFromLunar(`${year}-${day}`).date);
  const fixed = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'].map((day) => `${year}-${day}`);
  const off = [...spring, getSolarTermDate(year, 4, 'pure_brightness'), ...lunar, ...fixed];
  return { off: off.filter((date) => !isWeekend(date)).sort(), worked: [] };
}

const lines = years.map((year) => {
  const provisional = notices[year] === undefined;
  const { off, worked } = provisional ? byLaw(year) : byNotice(year);
  const list = (dates: readonly string[]) => `[${dates.map((date) => `'${date}'`).join(', ')}]`;
  return `  ${year}: { off: ${list(off)}, worked: ${list(worked)}, provisional: ${provisional} },`;
});

const text = `/**
 * Days off on weekdays and days worked on weekends (调休), year by year. Written by infra/tools/holidays.ts from the package
 * chinese-days, whose dates follow the notices of the State Council's General Office:
 * ${years.flatMap((year) => (notices[year] ? [`${notices[year]} for ${year}`] : [])).join(', ')}.
 * A provisional year had no notice yet: it holds the days off of the law alone. An administrator can replace any year.
 */
export type GeneratedYear = {
  readonly off: readonly string[];
  readonly worked: readonly string[];
  readonly provisional: boolean;
};

export const generatedYears: Readonly<Record<number, GeneratedYear>> = {
${lines.join('\n')}
};
`;
writeFileSync(fileURLToPath(new URL('../../shared/kernel/holidays.ts', import.meta.url)), text);
