import type { Language } from './language.ts';

/** Units of the service list, which is written in Chinese. One that is not here stays as it was written. */
const english: Readonly<Record<string, string>> = {
  次: 'visit',
  '次(半日)': 'half-day visit',
  '次(50分钟)': 'session of 50 minutes',
  小时: 'hour',
  天: 'day',
  餐: 'meal',
  户: 'household',
  '户/月': 'household-month',
  '户/期': 'household per course',
  '户/年': 'household-year',
  份: 'set',
  人: 'person',
  人次: 'person-time',
  '人/期': 'person per course',
  节: 'class',
  场: 'session',
  '对/月': 'pair-month',
};

/** What a service is counted in, in the language of the page. */
export const unitIn = (language: Language, unit: string) => (language === 'en' ? (english[unit] ?? unit) : unit);
