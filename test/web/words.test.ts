import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { lifeCycle } from '#shared/domain/life-cycle';
import { core } from '../../web/words/core.ts';
import { words as domainEn } from '../../web/words/domain.en.ts';
import { words as domainZh } from '../../web/words/domain.zh.ts';
import { words as coreEn } from '../../web/words/en.ts';
import { dateOf, dateTimeOf, daysUntil, deadlineOf, dueOf, percentOf } from '../../web/words/format.ts';
import { languageFrom } from '../../web/words/language.ts';
import { fenOf, largestFen, moneyOf, yuanOf } from '../../web/words/money.ts';
import { words as coreZh } from '../../web/words/zh.ts';

/** Every text of a table by its path; functions are called with a number, which any of them can print. */
function textsOf(table: object, path = ''): [string, string][] {
  return Object.entries(table).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    const here = `${path}/${key}`;
    if (typeof value === 'string') return [[here, value]];
    if (typeof value === 'function') return [[here, String(Reflect.apply(value, undefined, [7, 7]))]];
    return typeof value === 'object' && value !== null ? textsOf(value, here) : [[here, '']];
  });
}
const tables = [
  ['core', coreZh, coreEn],
  ['domain', domainZh, domainEn],
] as const;

/** Each language is named in itself, wherever one stands. */
const bilingual = ['/otherLanguage', '/otherLanguageLabel'];

describe('words', () => {
  it.each(tables)('%s: both languages have the same keys and no text is empty', (_name, zh, en) => {
    expect(textsOf(en).map(([path]) => path)).toEqual(textsOf(zh).map(([path]) => path));
    for (const [path, text] of [...textsOf(zh), ...textsOf(en)]) expect(text.trim(), path).not.toBe('');
  });

  it.each(tables)('%s: no Chinese is left in the English table', (_name, _zh, en) => {
    const left = textsOf(en).filter(([path, text]) => /\p{Script=Han}/u.test(text) && !bilingual.includes(path));
    expect(left).toEqual([]);
  });

  it.each(Object.entries(lifeCycle))('every phase of %s has its word', (kind, phases) => {
    const words: Readonly<Record<string, object>> = domainZh.phase;
    expect(Object.keys(words[kind] ?? {}).toSorted()).toEqual(Object.keys(phases).toSorted());
  });

  it('an address with a language wins over the last choice, nonsense over nothing', () => {
    expect(languageFrom('?lang=en', 'zh')).toBe('en');
    expect(languageFrom('?lang=xx', 'en')).toBe('en');
    expect(languageFrom('', null)).toBe('zh');
  });
});

const amounts = fc.integer({ min: 0, max: largestFen });

describe('money', () => {
  it('what is written can be read again, for every amount', () => {
    fc.assert(fc.property(amounts, (fen) => fenOf(yuanOf(fen)) === fen));
    fc.assert(fc.property(amounts, (fen) => fenOf(moneyOf(fen)) === fen));
  });

  it('a third decimal, a sign or words are no amount', () => {
    for (const text of ['', '.', '1.234', '-1', '1e3', '12 yuan', '1.2.3', '100000000000.01'])
      expect(fenOf(text), text).toBeUndefined();
  });

  it('takes what people paste: separators, full-width digits, the sign', () => {
    expect(fenOf('¥1,234.5')).toBe(123_450);
    expect(fenOf('１２３４．５０')).toBe(123_450);
    expect(fenOf('200000元')).toBe(20_000_000);
  });

  it('groups thousands and always shows two decimals', () => {
    expect([0, 5, 100, 123_456, 720_000_000, -123_456].map(moneyOf)).toEqual([
      '¥0.00',
      '¥0.05',
      '¥1.00',
      '¥1,234.56',
      '¥7,200,000.00',
      '-¥1,234.56',
    ]);
  });
});

describe('days', () => {
  beforeAll(() => Promise.all([core.load('zh'), core.load('en')]));

  it('are Shanghai days, whatever the time zone of the reader', () => {
    expect(dateOf('2026-03-01T15:59:59.000Z', 'zh')).toBe('2026年3月1日');
    expect(dateOf('2026-03-01T16:00:00.000Z', 'zh')).toBe('2026年3月2日');
    expect(dateOf('2026-03-01', 'en')).toBe('1 Mar 2026');
    expect(dateTimeOf('2026-12-31T16:05:00.000Z', 'en')).toBe('1 Jan 2027 00:05');
  });

  it('count whole days to the due day, and say when it is past', () => {
    const now = '2026-03-01T10:00:00.000Z';
    expect(daysUntil('2026-03-01T15:59:59.999Z', now)).toBe(0);
    expect(daysUntil('2026-03-01T16:00:00.001Z', now)).toBe(1);
    expect(dueOf('2026-03-04T10:00:00.000Z', now, 'zh')).toBe('3 天后到期');
    expect(dueOf('2026-03-01T11:00:00.000Z', now, 'zh')).toBe('今天到期');
    expect(dueOf('2026-02-26T10:00:00.000Z', now, 'en')).toBe('3 days overdue');
  });

  it('a period that ends at midnight ends at 24:00 of the day before, and is counted to that day', () => {
    const end = '2026-12-07T16:00:00.000Z';
    expect([deadlineOf(end, 'zh'), deadlineOf(end, 'en')]).toEqual(['2026年12月7日 24:00', '7 Dec 2026, 24:00']);
    expect(deadlineOf('2026-12-31T16:00:12.000Z', 'zh')).toBe('2026年12月31日 24:00');
    expect(deadlineOf('2026-12-07T09:30:00.000Z', 'en')).toBe('7 Dec 2026, 17:30');
    expect(daysUntil(end, '2026-12-07T15:59:59.999Z')).toBe(0);
    expect(dueOf(end, '2026-12-07T16:00:00.000Z', 'zh')).toBe('昨天已到期');
  });

  it('no screen shows the end of a period as a plain date', () => {
    const plain = /format\.date(Time)?\([^)]*\b(\w*[dD]ueAt|signBy|closesAt|until)\b/;
    const screens = readdirSync('web', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));
    expect('format.date(call.closesAt)').toMatch(plain);
    expect(screens.filter((file) => plain.test(readFileSync(`web/${file}`, 'utf8')))).toEqual([]);
  });

  it('a share is shown with at most one decimal', () => {
    expect([0, 0.5, 0.8744, 1].map(percentOf)).toEqual(['0%', '50%', '87.4%', '100%']);
  });
});
