import { now as serverNow } from './clock.ts';
import { core } from './core.ts';
import { type Language, useLanguage } from './language.ts';
import { moneyOf } from './money.ts';

/** Shanghai has kept UTC+8 without summer time since 1992. */
const shanghaiOffsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;

const shanghai = (instant: string) => new Date(Date.parse(instant) + shanghaiOffsetMs).toISOString();
const dayNumber = (instant: string) => Math.floor((Date.parse(instant) + shanghaiOffsetMs) / dayMs);

export const shanghaiYear = (instant: string) => Number(shanghai(instant).slice(0, 4));

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A day as people write it; takes an instant or a plain `2026-03-01`. */
export function dateOf(value: string, language: Language): string {
  const iso = value.length > 10 ? shanghai(value) : value;
  const [year = '', month = '', day = ''] = iso.slice(0, 10).split('-');
  if (language === 'zh') return `${year}年${Number(month)}月${Number(day)}日`;
  return `${Number(day)} ${months[Number(month) - 1] ?? month} ${year}`;
}

export const dateTimeOf = (instant: string, language: Language) =>
  `${dateOf(instant, language)} ${shanghai(instant).slice(11, 16)}`;

/** A period ends at 24:00 of its last day (Civil Code art. 203): the next day's first minute is shown as the day that people know. */
export function deadlineOf(instant: string, language: Language): string {
  const time = shanghai(instant).slice(11, 16);
  const isMidnight = time === '00:00';
  const day = dateOf(isMidnight ? new Date(Date.parse(instant) - 60_000).toISOString() : instant, language);
  return `${day}${language === 'zh' ? ' ' : ', '}${isMidnight ? '24:00' : time}`;
}

/** Whole days in Shanghai from now to the last day of the period that ends at the due instant: 0 is today, negative is overdue. */
export const daysUntil = (due: string, now: string) =>
  dayNumber(new Date(Date.parse(due) - 1).toISOString()) - dayNumber(now);

export function dueOf(due: string, now: string, language: Language): string {
  const words = core.loaded(language)?.due;
  if (!words) return '';
  const days = daysUntil(due, now);
  if (days === 0) return words.today;
  if (days === 1) return words.tomorrow;
  if (days === -1) return words.yesterday;
  return days > 0 ? words.inDays(days) : words.agoDays(-days);
}

export const numberOf = (value: number) => new Intl.NumberFormat('en').format(value);

/** A share from 0 to 1 with at most one decimal. */
export const percentOf = (share: number) => `${Math.round(share * 1000) / 10}%`;

/** A megabyte is 1024 × 1024 bytes, as in the limit of a file and on the reader's own computer. */
export function bytesOf(bytes: number): string {
  const kilobytes = Math.round(bytes / 1024);
  return kilobytes < 1024 ? `${Math.max(1, kilobytes)} KB` : `${Math.round((kilobytes / 1024) * 10) / 10} MB`;
}

/** Money, days and numbers in the language of the page. Days are Shanghai's, whatever the reader's clock says. */
export function useFormat() {
  const language = useLanguage();
  return {
    money: moneyOf,
    number: numberOf,
    percent: percentOf,
    bytes: bytesOf,
    date: (value: string) => dateOf(value, language),
    dateTime: (instant: string) => dateTimeOf(instant, language),
    deadline: (instant: string) => deadlineOf(instant, language),
    due: (due: string, now = serverNow()) => dueOf(due, now, language),
    daysUntil: (due: string, now = serverNow()) => daysUntil(due, now),
  };
}
