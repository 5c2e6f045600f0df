import type { Words } from './mail-words.ts';
import { type MailRule, mailOf } from './mails.ts';

/** What fills the holes of a mail: the same in both languages, or a text for each. */
export type MailValues = Readonly<Record<string, string | Words>>;

type Language = keyof Words;

function fill(template: string, values: MailValues, language: Language) {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`A mail needs ${name}`);
    return typeof value === 'string' ? value : value[language];
  });
}

/** The skeleton of rules 5.6: greeting, what to do, number, link, and whom to ask. The number only where there is one. */
const bodies: Readonly<Record<Language, (message: string, hasCode: boolean) => string>> = {
  zh: (message, hasCode) =>
    [
      '尊敬的{name}：',
      message,
      ...(hasCode ? ['项目编号：{code}'] : []),
      '办理入口：{url}',
      '此邮件由系统自动发送，请勿直接回复。如有疑问，请联系基金会项目官员。',
    ].join('\n'),
  en: (message, hasCode) =>
    [
      'Dear {name},',
      message,
      ...(hasCode ? ['Project number: {code}'] : []),
      'Where to go: {url}',
      'This mail was sent by the system; please do not reply to it. If you have a question, ask your programme officer at the foundation.',
    ].join('\n'),
};

/** Text that people typed must not make a header of its own. */
const oneLine = (text: string) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

/** A mail in both languages, Chinese first. Throws when a value is missing: better no mail than one with a hole. */
export function render(rule: MailRule, values: MailValues) {
  const { subject, message } = mailOf(rule);
  const bodyIn = (language: Language) => fill(bodies[language](message[language], 'code' in values), values, language);
  return {
    subject: oneLine(`${fill(subject.zh, values, 'zh')} / ${fill(subject.en, values, 'en')}`),
    text: `${bodyIn('zh')}\n\n${'-'.repeat(24)}\n\n${bodyIn('en')}\n`,
  };
}
