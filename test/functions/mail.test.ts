import { randomUUID } from 'node:crypto';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { BusMessage } from '#functions/adapters/bus';
import { sesPostbox, smtpPostbox } from '#functions/adapters/postbox';
import { CodeMessage, queue, ReminderMessage } from '#functions/adapters/queue';
import { mails } from '#functions/adapters/rows';
import { send } from '#functions/mail/send';
import { Award } from '#shared/domain/award';
import { Evaluation, ReportSubmitted } from '#shared/domain/evaluation';
import * as ids from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { awards, evaluations, people } from '#shared/table/aggregates';
import { type Backstage, batchOf, eventOf, openBackstage, system } from './backstage.ts';

let stage: Backstage;
let mail: (batch: unknown) => Promise<{ readonly batchItemFailures: readonly unknown[] }>;
beforeAll(async () => {
  stage = await openBackstage();
  ({ handler: mail } = await import('#functions/mail/handler'));
  await stage.person('hemin', ['applicant']);
  await stage.person('leadone', ['lead']);
  await stage.person('leadtwo', ['lead']);
});
afterAll(() => stage.close());

let awardId: ids.AwardId;
let stream: string;
beforeEach(async () => {
  awardId = ids.AwardId.parse(`award-${randomUUID().replaceAll('-', '').slice(0, 20)}`);
  stream = awards.key({ awardId }).pk;
  const { phase, attempt, ...facts } = Award.parse({
    ...{ awardId, number: `HB-${awardId}`, applicationId: 'application-1', callId: 'call-1', fundId: 'fund-1' },
    ...{ organisationId: 'organisation-1', organisationName: '暖邻', contactId: 'person-hemin', title: '安心到家' },
    ...{ phase: 'awaitingSignatures', amountFen: 5_000_00, months: 12, tranches: [{ share: 100, after: 'signature' }] },
    ...{ signBy: '2026-02-01T16:00:00.000Z', agreementHash: 'a'.repeat(64), attempt: 1 },
  });
  await stage.live(awards, { awardId }, { type: 'AwardGranted', v: 1, ...facts, ...system });
});

/** The mails of this test's own award, the oldest first. */
const sent = () => stage.mailbox.list({ text: awardId }).toReversed();
const granted = () => batchOf(eventOf(stream, 1, 'AwardGranted'));

test('a notice goes to the contact in both languages, with what to do, by when and where', async () => {
  expect(await mail(granted())).toEqual({ batchItemFailures: [] });
  const [letter] = sent();
  expect(letter).toMatchObject({ from: 'grants@hubang.example', recipients: ['hemin@mail.example'] });
  expect(letter?.subject).toContain('合同待签，截止2026年2月1日');
  expect(letter?.text).toContain('尊敬的hemin：');
  expect(letter?.text).toContain('CNY 5,000.00 is awarded. Please sign the agreement by 1 February 2026');
  expect(letter?.text).toContain(`https://fund.example/portal/awards/${awardId}/agreement`);
});

test('the grantee of a terminated award reads why, and is asked for nothing more', async () => {
  await stage.live(awards, { awardId }, { type: 'AwardTerminated', v: 1, reason: '逾期未签', ...system });
  await mail(batchOf(eventOf(stream, 2, 'AwardTerminated')));
  expect(sent()).toMatchObject([{ recipients: ['hemin@mail.example'] }]);
  expect(sent()[0]?.text).toContain('理由：逾期未签');
});

test('the same event, delivered again and again, is one mail', async () => {
  await mail(granted());
  await mail(batchOf(eventOf(stream, 1, 'AwardGranted'), eventOf(stream, 1, 'AwardGranted')));
  expect(sent()).toHaveLength(1);
});

test('a mail whose sender died before saying so is sent again under the same id', async () => {
  await mail(granted());
  const mailId = `M07#${stream}#1#person-hemin`;
  const row = await stage.deps.get(mails, { mailId });
  if (row?.phase !== 'sent') throw new Error('Nothing was sent');
  await stage.write([
    stage.put(mails.item({ mailId }, { ...row, phase: 'claimed' }), 'record.busy', 'attribute_exists(pk)'),
  ]);
  await mail(granted());
  await mail(granted());
  const found = sent().map(({ headers }) => headers['x-hubang-mail-id']);
  expect(found).toEqual([row?.messageId, row?.messageId]);
});

test('a post office that refuses leaves the mail to the next delivery, and no address to the log', async () => {
  const refuses = sesPostbox('no address');
  const letter = { to: 'hemin@mail.example', subject: '', text: '', messageId: 'a' };
  await expect(refuses.send(letter)).rejects.toThrow(/^The mail was not taken: BadRequestException$/);
  await expect(sesPostbox('a@b.example').send({ ...letter, to: 'he min' })).rejects.not.toThrow(/he min/);

  const message = BusMessage.parse(eventOf(stream, 1, 'AwardGranted'));
  const deps = { ...stage.deps, postbox: refuses, from: 'grants@hubang.example', origin: 'https://fund.example' };
  await expect(send(message, deps)).rejects.toMatchObject({
    errors: [{ message: expect.stringContaining('not taken') }],
  });
  expect(sent()).toHaveLength(0);
  await mail(granted());
  expect(sent()).toHaveLength(1);
});

async function evaluation() {
  const { phase, ...facts } = Evaluation.parse({
    ...{ awardId, stage: 'midTerm', organisationId: 'organisation-1', organisationName: '暖邻' },
    ...{ contactId: 'person-hemin', title: '安心到家', passScore: 60, phase: 'awaitingReport' },
    reportDueAt: '2026-03-31T16:00:00.000Z',
  });
  await stage.live(
    evaluations,
    { awardId, stage: 'midTerm' },
    { type: 'EvaluationPlanned', v: 1, ...facts, ...system },
  );
  return evaluations.key({ awardId, stage: 'midTerm' }).pk;
}
const late = (record: string) => ({ rule: 'M10-late', record, dueAt: '2026-04-03T01:00:00.000Z' });

test('everyone who holds a role gets a mail of their own, and who was shut out gets none', async () => {
  const record = await evaluation();
  const personId = await stage.person(`gone${awardId.slice(-6)}`, ['lead']);
  await stage.live(people, { personId }, { type: 'PersonDisabled', v: 1, reason: '离职', ...system });
  await mail(batchOf(late(record), late(record)));
  expect(sent().map(({ recipients }) => recipients)).toEqual([['leadone@mail.example'], ['leadtwo@mail.example']]);
});

test('one address that is refused keeps no other from their mail, and the next try goes to that one alone', async () => {
  const record = await evaluation();
  const own = sesPostbox('grants@hubang.example');
  const picky: typeof own = {
    send: async (letter) => {
      if (letter.to === 'leadone@mail.example') throw new Error('refused');
      await own.send(letter);
    },
  };
  const deps = { ...stage.deps, postbox: picky, from: 'grants@hubang.example', origin: 'https://fund.example' };
  for (let times = 0; times < 2; times += 1)
    await expect(send(ReminderMessage.parse(late(record)), deps)).rejects.toThrow('not sent: 1');
  expect(sent().map(({ recipients }) => recipients)).toEqual([['leadtwo@mail.example']]);
  await mail(batchOf(late(record)));
  expect(sent().map(({ recipients }) => recipients)).toEqual([['leadtwo@mail.example'], ['leadone@mail.example']]);
});

test('a reminder of what was done in the meantime is not sent', async () => {
  const record = await evaluation();
  const reported = ReportSubmitted.parse({
    type: 'ReportSubmitted',
    v: 1,
    summary: '完成',
    documentIds: [],
    ...system,
  });
  await stage.live(evaluations, { awardId, stage: 'midTerm' }, reported);
  expect(await mail(batchOf(late(record)))).toEqual({ batchItemFailures: [] });
  expect(sent()).toHaveLength(0);
});

test('a one-time code travels sealed, and reaches its address once', async () => {
  const QueueUrl = process.env['MAIL_QUEUE_URL'] ?? '';
  const expiresAt = Instant.parse('2026-01-05T02:30:00.000Z');
  const identity = `hash-${awardId}`;
  await queue(QueueUrl, stage.deps).enqueueCode({ address: 'new@mail.example', code: '01234567', identity, expiresAt });
  const { Messages = [] } = await new SQSClient().send(new ReceiveMessageCommand({ QueueUrl }));
  const body = Messages[0]?.Body ?? '';
  expect(body).not.toMatch(/01234567|new@mail/);

  const message = CodeMessage.parse(JSON.parse(body));
  await mail(batchOf(message, message));
  const [letter, ...others] = stage.mailbox.list({ to: 'new@mail.example' });
  expect(others).toEqual([]);
  expect(letter?.text).toContain('您的验证码是01234567，2026年1月5日10:30前有效');
  // Sealed for its own mail: under another identity it does not open.
  expect((await mail(batchOf({ ...message, identity: 'another' }))).batchItemFailures).toHaveLength(1);
});

test('an SMTP server gets the mail with its fixed Message-ID, by an address that is a secret', async () => {
  const got: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _, done) =>
      done(null, username === 'post' && password === 'pa:ss' ? { user: username } : undefined),
    onData: async (stream, _, done) => {
      let raw = '';
      for await (const part of stream) raw += String(part);
      got.push(raw);
      done();
    },
  });
  const port = await new Promise<number>((resolve) => {
    const { server: listening } = server;
    server.listen(0, '127.0.0.1', () => {
      const address = listening.address();
      resolve(address && typeof address === 'object' ? address.port : 0);
    });
  });
  const postbox = smtpPostbox('grants@hubang.example', stage.secret(`smtp://post:pa%3Ass@127.0.0.1:${port}`));
  await postbox.send({
    to: 'hemin@mail.example',
    subject: '合同待签',
    text: '请签署',
    messageId: 'abc@hubang.example',
  });
  expect(got[0]).toContain('Message-ID: <abc@hubang.example>');
  expect(got[0]).toMatch(/^X-Hubang-Mail-Id: abc@hubang\.example/im);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  const unset = smtpPostbox('grants@hubang.example', stage.secret('to be set'));
  await expect(unset.send({ to: 'x@mail.example', subject: '', text: '', messageId: '' })).rejects.toThrow(
    'set it once',
  );
});
