import type * as z from 'zod/mini';
import type { RefusalReason } from '#shared/domain/document';
import type { Stage } from '#shared/domain/evaluation';
import type { Grade } from '#shared/domain/reference';
import { type Day, dayOf, type Instant, later, startOfDay } from '#shared/kernel/instant';

export type Words = { readonly zh: string; readonly en: string };

const months = 'January February March April May June July August September October November December'.split(' ');

export function dayWords(day: Day | string): Words {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return { zh: `${year}年${month}月${date}日`, en: `${date} ${months[month - 1]} ${year}` };
}

const shanghaiMs = 8 * 3_600_000;

/** A deadline at the end of a day is spoken of as that day; any other with its time in Shanghai. */
export function deadlineWords(at: Instant): Words {
  const day = dayOf(later(at, -1));
  const words = dayWords(day);
  if (startOfDay(dayOf(at)) === at) return words;
  const time = later(at, shanghaiMs).slice(11, 16);
  return { zh: `${words.zh}${time}`, en: `${words.en}, ${time}` };
}

/** Whole fen as yuan, `1,234.50`. */
export function yuanWords(fen: number): string {
  const text = `${Math.floor(fen / 100)}`.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${text}.${`${fen % 100}`.padStart(2, '0')}`;
}

export const gradeWords: Readonly<Record<Grade, Words>> = {
  excellent: { zh: '优秀', en: 'excellent' },
  good: { zh: '良好', en: 'good' },
  qualified: { zh: '合格', en: 'qualified' },
  unqualified: { zh: '不合格', en: 'unqualified' },
};

export const stageWords: Readonly<Record<Stage, Words>> = {
  midTerm: { zh: '中期', en: 'mid-term' },
  closeOut: { zh: '结项', en: 'close-out' },
};

export const refusalWords: Readonly<Record<z.output<typeof RefusalReason>, Words>> = {
  notWhatItSays: { zh: '文件内容与所选类型不符或文件不完整', en: 'it is not a whole file of the type it says it is' },
  tooLarge: { zh: '文件超过大小上限', en: 'it is larger than allowed' },
  checksum: { zh: '文件在上传过程中发生变化', en: 'it changed on its way here' },
  malware: { zh: '文件未通过安全检查', en: 'it did not pass the security check' },
  neverArrived: { zh: '文件未在有效时间内上传完成', en: 'it did not arrive in time' },
};
