import {
  GetAccountCommand,
  MessageRejected,
  SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import { createTransport } from 'nodemailer';
import { afterEach, expect, test } from 'vitest';
import { mailEngine } from '#infra/local/mail/mail-engine';
import { openMailbox } from '#infra/local/mail/mailbox-page';
import { parseMessage } from '#infra/local/mail/mime';
import { openSmtp } from '#infra/local/mail/smtp';
import { createMeter } from '#infra/local/meter';
import { minutes, resource, scene, serve } from './queues-scene.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const identities = [
  resource('AWS::SES::EmailIdentity', { EmailIdentity: 'hubang.example' }),
  resource('AWS::SES::EmailIdentity', { EmailIdentity: 'finance@hubang.example' }),
];
const simple: SendEmailCommandInput = {
  FromEmailAddress: '沪帮 <notice@hubang.example>',
  Destination: { ToAddresses: ['Lead@Org.example'] },
  ReplyToAddresses: ['office@hubang.example'],
  Content: {
    Simple: {
      Subject: { Data: '中期评估提醒' },
      Body: { Text: { Data: '请在三天内提交 https://hubang.example/a?b=1。' } },
    },
  },
  EmailTags: [{ Name: 'rule', Value: 'midterm-due' }],
};

async function run(stateDir?: string) {
  const { place, clock, clear } = scene(stateDir, Date.parse('2026-03-01T01:00:00Z'));
  const meter = createMeter();
  const engine = mailEngine({ place, meter, identities });
  const door = await serve(engine, place);
  const ses = new SESv2Client(door.settings);
  cleanups.push(clear, door.close, () => ses.destroy());
  const send = (input: Partial<SendEmailCommandInput> = {}) => ses.send(new SendEmailCommand({ ...simple, ...input }));
  return { ...engine, clock, meter, ses, send, needed: door.needed, stateDir: place.stateDir };
}

test('keeps what SES is told to send, with the time of the clock, for good', async () => {
  const { mailbox, send, needed, meter, stateDir } = await run();
  const { MessageId } = await send();
  const [mail] = mailbox.list();
  expect(mail).toMatchObject({
    id: MessageId,
    via: 'ses',
    from: '沪帮 <notice@hubang.example>',
    recipients: ['lead@org.example'],
    replyTo: ['office@hubang.example'],
    subject: '中期评估提醒',
    tags: { rule: 'midterm-due' },
  });
  expect(new Date(mail?.sentAt ?? 0).toISOString()).toMatch(/^2026-03-01T01:00:0/);
  expect(needed).toEqual([
    {
      action: 'ses:SendEmail',
      resource: 'arn:aws-cn:ses:cn-north-1:123456789012:identity/hubang.example',
      context: { 'ses:FromAddress': ['notice@hubang.example'], 'ses:Recipients': ['lead@org.example'] },
    },
  ]);
  expect(meter.read().mails).toBe(1);
  expect((await run(stateDir)).mailbox.list()).toEqual(mailbox.list());
});

test('finds mails by person, time and words, the newest first', async () => {
  const { mailbox, send, clock } = await run();
  await send();
  await clock.move(minutes(60));
  const later = clock.now();
  await send({ Destination: { ToAddresses: ['lead@org.example'], BccAddresses: ['secret@x.example'] } });
  expect(mailbox.list({ to: 'LEAD@org.example' })).toHaveLength(2);
  expect(mailbox.list({ since: later })).toHaveLength(1);
  expect(mailbox.list({ text: '三天' })).toHaveLength(2);
  expect(mailbox.list({ text: 'SECRET@x' })).toHaveLength(1);
  expect(mailbox.list({ text: '四天' })).toEqual([]);
  const [first, second] = mailbox.list();
  expect(first?.sentAt).toBeGreaterThan(second?.sentAt ?? 0);
  expect(mailbox.people().map(({ address, count }) => [address, count])).toEqual([
    ['lead@org.example', 2],
    ['secret@x.example', 1],
  ]);
});

test('asks for the identity that sends, the configuration set, and refuses who is no identity', async () => {
  const { send, needed, mailbox } = await run();
  await send({ FromEmailAddress: 'Finance@hubang.example', ConfigurationSetName: 'notices' });
  expect(needed.map((need) => need.resource)).toEqual([
    'arn:aws-cn:ses:cn-north-1:123456789012:identity/finance@hubang.example',
    'arn:aws-cn:ses:cn-north-1:123456789012:configuration-set/notices',
  ]);
  await expect(send({ FromEmailAddress: 'a@other.example' })).rejects.toBeInstanceOf(MessageRejected);
  expect(mailbox.list()).toHaveLength(1);
});

test('refuses a mail without recipients, with too many, with a wrong one, without a body, and what it does not know', async () => {
  const { send, ses, mailbox } = await run();
  await expect(send({ Destination: {} })).rejects.toThrow('1 to 50 recipients');
  const many = Array.from({ length: 51 }, (_, index) => `p${index}@x.example`);
  await expect(send({ Destination: { ToAddresses: many } })).rejects.toThrow('1 to 50 recipients');
  await expect(send({ Destination: { ToAddresses: ['nobody'] } })).rejects.toThrow('Invalid address: nobody');
  await expect(send({ Content: { Simple: { Subject: { Data: 'x' }, Body: {} } } })).rejects.toThrow('body');
  await expect(send({ Content: { Template: { TemplateName: 'x' } } })).rejects.toThrow('does not support Template');
  await expect(send({ FeedbackForwardingEmailAddress: 'a@b.c' })).rejects.toThrow('FeedbackForwardingEmailAddress');
  await expect(ses.send(new GetAccountCommand({}))).rejects.toThrow('does not support ses:GET');
  expect(mailbox.list()).toEqual([]);
});

const letter = {
  from: '沪帮 <notice@hubang.example>',
  to: '"Li, Lei" <lead@org.example>, other@org.example',
  bcc: 'secret@x.example',
  subject: '立项评估结果：您申请的社区陪伴服务项目已经通过专家评审，请查收并确认后续安排',
  text: `${'您好，\n第一行很长'.padEnd(400, '很')} = 100%\n`,
  html: '<p>您好</p>',
  attachments: [{ filename: '附件.txt', content: 'not shown' }],
};

test('takes mail by SMTP from a real client, with its charsets, parts and blind copies', async () => {
  const { mailbox } = await run();
  const smtp = await openSmtp({ port: 0, mailbox });
  cleanups.push(smtp.close);
  const auth = { user: 'hubang', pass: 'secret' };
  for (const options of [{}, { auth }]) {
    const transport = createTransport({ host: '127.0.0.1', port: smtp.port, secure: false, ...options });
    await transport.sendMail(letter);
    transport.close();
  }
  const [mail, ...others] = mailbox.list();
  expect(others).toHaveLength(1);
  expect(mail).toMatchObject({
    via: 'smtp',
    recipients: ['lead@org.example', 'other@org.example', 'secret@x.example'],
    to: ['"Li, Lei" <lead@org.example>', 'other@org.example'],
    from: letter.from,
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
  });
});

test('takes a whole message by SES, to the recipients in its headers', async () => {
  const { mailbox, ses } = await run();
  const composed = await createTransport({ streamTransport: true, buffer: true }).sendMail({
    ...letter,
    textEncoding: 'quoted-printable',
  });
  const Data = Buffer.isBuffer(composed.message) ? composed.message : Buffer.alloc(0);
  await ses.send(new SendEmailCommand({ Content: { Raw: { Data } } }));
  expect(mailbox.list()).toEqual([
    expect.objectContaining({
      subject: letter.subject,
      text: letter.text,
      recipients: ['lead@org.example', 'other@org.example', 'secret@x.example'],
      headers: expect.not.objectContaining({ bcc: expect.anything() }),
    }),
  ]);
});

test('reads a message in GBK, and one that is no MIME at all', () => {
  const gbk = Buffer.concat([
    Buffer.from(
      'Subject: =?GBK?B?u6aw7w==?=\r\nContent-Type: text/plain; charset=gbk\r\nContent-Transfer-Encoding: 8bit\r\n\r\n',
    ),
    Buffer.from([0xbb, 0xa6, 0xb0, 0xef]),
  ]);
  expect(parseMessage(gbk)).toMatchObject({ subject: '沪帮', text: '沪帮' });
  expect(parseMessage(Buffer.from('just words'))).toMatchObject({ subject: '', html: '' });
});

async function browse() {
  const all = await run();
  const page = await openMailbox({ port: 0, mailbox: all.mailbox, clock: all.clock });
  cleanups.push(page.close);
  const get = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${page.port}${path}`, init);
  return { ...all, get, port: page.port };
}

test('shows people, their mails and one mail as text, all of it escaped, with nothing that can run', async () => {
  const { send, get } = await browse();
  const Data = '<script>alert(1)</script> & "沪帮"';
  const { MessageId } = await send({
    Content: { Simple: { Subject: { Data }, Body: { Text: { Data: `${Data} https://hubang.example/a?b=1&c=2。` } } } },
  });
  const list = await get('/');
  expect(list.headers.get('content-security-policy')).toContain("default-src 'none'");
  const listed = await list.text();
  expect(listed).toContain('lead@org.example');
  expect(listed).toContain('今天 09:00');
  const mail = await (await get(`/mails/${MessageId}`)).text();
  expect(mail).toContain('href="https://hubang.example/a?b=1&amp;c=2"');
  for (const body of [listed, mail]) {
    expect(body).toContain('&lt;script&gt;alert(1)');
    expect(body).not.toContain('<script');
  }
});

test('searches, and says when there is nothing', async () => {
  const { send, get } = await browse();
  expect(await (await get('/')).text()).toContain('还没有邮件');
  await send();
  expect(await (await get(`/?q=${encodeURIComponent('中期')}&to=lead@org.example`)).text()).toContain('中期评估提醒');
  expect(await (await get(`/?q=${encodeURIComponent('"><b>')}`)).text()).toContain('没有找到“&quot;&gt;&lt;b&gt;”');
});

test('gives scripts the mails of one person as JSON', async () => {
  const { send, get, mailbox } = await browse();
  await send();
  await send({ Destination: { ToAddresses: ['x@x.example'] } });
  expect(await (await get('/mails?to=LEAD@org.example&since=2026-03-01T00:00:00Z')).json()).toEqual(
    mailbox.list({ to: 'lead@org.example' }),
  );
  expect(await (await get('/mails?since=2026-03-02')).json()).toEqual([]);
  expect((await get('/mails?since=never')).status).toBe(400);
});

test('answers only reading, and only to this machine by its own name', async () => {
  const { get, port } = await browse();
  expect((await get('/mails/none')).status).toBe(404);
  expect((await get('/', { method: 'POST' })).status).toBe(405);
  const { request } = await import('node:http');
  const status = await new Promise<number | undefined>((resolve, reject) => {
    request({ port, host: '127.0.0.1', path: '/', headers: { host: 'evil.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
  expect(status).toBe(403);
});
