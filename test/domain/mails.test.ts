import { expect, test } from 'vitest';
import { type MailValues, render } from '#shared/contracts/mail-text';
import { deadlineWords, yuanWords } from '#shared/contracts/mail-words';
import { mailOf, mailRules, rulesOn } from '#shared/contracts/mails';
import { dueDaysIn, remindersDue } from '#shared/contracts/reminders';
import { subscriptions } from '#shared/contracts/subscriptions';
import { Evaluation } from '#shared/domain/evaluation';
import { Instalment } from '#shared/domain/instalment';
import { Instant } from '#shared/kernel/instant';

const at = (text: string) => Instant.parse(text);
const same = (text: string) => ({ zh: text, en: text });
const values: MailValues = {
  ...{ name: '何敏', url: 'https://fund.example', code: 'HB-2026-0001', project: '安心到家', call: same('照护专项') },
  ...{ due: same('3月31日'), from: same('1日'), until: same('7日'), reason: '材料齐全', result: same('通过') },
  ...{ organisation: '暖邻', stage: same('中期'), grade: same('良好'), score: '85', k: '1', amount: '50,000.00' },
  ...{ document: '申报书.pdf', oneTimeCode: '01234567', inquiries: same('项目官员') },
};

test.each(mailRules)('%s reads whole in both languages, Chinese first', (rule) => {
  const { subject, text } = render(rule, values);
  expect(subject + text).not.toMatch(/[{}]|undefined/);
  expect(text.indexOf('尊敬的何敏')).toBe(0);
  expect(text.indexOf('Dear 何敏')).toBeGreaterThan(text.indexOf('办理入口：https://fund.example'));
});

test('a mail that lacks a value is not made', () => {
  const { project, ...rest } = values;
  expect(() => render('M10', rest)).toThrow('A mail needs project');
});

test('a title with a line break cannot add a header to a mail', () => {
  const { subject } = render('M10', { ...values, project: '安心\r\nBcc: all@mail.example' });
  expect(subject).not.toMatch(/[\r\n]/);
});

test('every event that mail subscribes to has a mail, and every mail is reached', () => {
  for (const type of subscriptions.mail) expect(rulesOn(type), type).not.toEqual([]);
  for (const rule of mailRules) {
    const { on = [], due } = mailOf(rule);
    expect(on.length > 0 || due !== undefined || rule === 'code', rule).toBe(true);
  }
});

test('a deadline at midnight is spoken of as the day before it, another with its time in Shanghai', () => {
  expect(deadlineWords(at('2026-03-31T16:00:00.000Z'))).toEqual({ zh: '2026年3月31日', en: '31 March 2026' });
  expect(deadlineWords(at('2026-03-31T09:00:00.000Z'))).toEqual({
    zh: '2026年3月31日17:00',
    en: '31 March 2026, 17:00',
  });
  expect(yuanWords(123_456_705)).toBe('1,234,567.05');
});

const evaluation = Evaluation.parse({
  ...{ awardId: 'award-1', stage: 'midTerm', organisationId: 'organisation-1', organisationName: '暖邻' },
  ...{ contactId: 'person-1', title: '安心到家', passScore: 60, phase: 'awaitingReport' },
  reportDueAt: '2026-03-31T16:00:00.000Z',
});
const dueIn = (from: string, until: string, state = evaluation) =>
  remindersDue('evaluation', state, at(from), at(until));

test('a mid-term report is reminded of 30 and 7 days before and on its day, and the lead hears three days later', () => {
  const found = dueIn('2026-01-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z');
  expect(found.map(({ rule }) => rule)).toEqual(['M10', 'M10-late']);
  const mornings = ['2026-03-01T01:00:00.000Z', '2026-03-24T01:00:00.000Z', '2026-03-31T01:00:00.000Z'];
  for (const morning of mornings) {
    const until = at(morning);
    const from = at(morning.replace('T01:00', 'T00:45'));
    expect(remindersDue('evaluation', evaluation, from, until)).toEqual([{ rule: 'M10', dueAt: morning }]);
    expect(remindersDue('evaluation', evaluation, until, at(morning.replace('T01:00', 'T01:15')))).toEqual([]);
  }
  expect(dueIn('2026-04-03T00:45:00.000Z', '2026-04-03T01:00:00.000Z')).toEqual([
    { rule: 'M10-late', dueAt: '2026-04-03T01:00:00.000Z' },
  ]);
});

test('of several reminders of one rule that were missed, only the last goes out', () => {
  expect(dueIn('2026-02-01T00:00:00.000Z', '2026-03-31T02:00:00.000Z')).toEqual([
    { rule: 'M10', dueAt: '2026-03-31T01:00:00.000Z' },
  ]);
});

test('who has handed in a report is not reminded of it', () => {
  const reported = { ...evaluation, phase: 'reported' as const };
  expect(dueIn('2026-01-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z', reported)).toEqual([]);
});

test('a payment is spoken of on the morning after its last day, not on it', () => {
  const instalment = Instalment.parse({
    ...{ awardId: 'award-1', number: 1, of: 3, fundId: 'fund-1', organisationId: 'organisation-1', title: '安心到家' },
    ...{ organisationName: '暖邻', contactId: 'person-1', amountFen: 100, after: 'signature', phase: 'prepared' },
    ...{ attempt: 1, approvedBy: [], dueAt: '2026-03-31T16:00:00.000Z' },
  });
  const [from, until] = [at('2026-03-01T00:00:00.000Z'), at('2026-05-01T00:00:00.000Z')];
  expect(remindersDue('instalment', instalment, from, until)).toEqual([
    { rule: 'F01', dueAt: '2026-04-01T01:00:00.000Z' },
  ]);
});

test('a window without a morning asks for no day, one with a morning for every day that some rule needs', () => {
  expect(dueDaysIn(at('2026-03-24T01:00:00.000Z'), at('2026-03-25T00:59:59.999Z'))).toEqual([]);
  const days = dueDaysIn(at('2026-03-24T00:45:00.000Z'), at('2026-03-24T01:00:00.000Z'));
  expect(days).toContain('2026-04-01');
  expect(days).toContain('2026-04-23');
  expect(days.length).toBeLessThan(20);
});

test('the mail about a public notice says where objections go', () => {
  const { text } = render('M06', {
    ...values,
    from: '3月1日',
    until: '3月8日',
    inquiries: '示例项目部，021-0000 0000',
  });
  expect(text).toContain('联系方式：示例项目部，021-0000 0000。');
});
