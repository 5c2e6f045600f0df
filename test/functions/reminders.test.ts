import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queue } from '#functions/adapters/queue';
import { watermarks } from '#functions/adapters/rows';
import { remind } from '#functions/reminders/remind';
import { DocumentRequested } from '#shared/domain/document';
import { Evaluation } from '#shared/domain/evaluation';
import { canonical } from '#shared/kernel/canonical';
import * as ids from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { documents, evaluations } from '#shared/table/aggregates';
import { type Backstage, openBackstage, system } from './backstage.ts';

let stage: Backstage;
let asked = 0;
beforeAll(async () => {
  stage = await openBackstage();
});
afterAll(() => stage.close());

const at = (text: string) => Instant.parse(text);
const url = () => process.env['MAIL_QUEUE_URL'] ?? '';

/** One run of the schedule at that moment. */
const runAt = (now: string, change: Partial<Parameters<typeof remind>[0]> = {}) => {
  const { deps } = stage;
  const { enqueueReminders } = queue(url(), deps);
  const all: typeof deps.all = (...given) => {
    asked += 1;
    return deps.all(...given);
  };
  return remind({ ...deps, all, enqueueReminders, now: () => at(now), ...change });
};

/** What lies in the mail queue; taking it empties it for a minute. */
async function queued() {
  const client = new SQSClient();
  const found: unknown[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: url(), MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return found;
    found.push(...Messages.map(({ Body }): unknown => JSON.parse(Body ?? '')));
  }
}

const plan = (award: string, reportDueAt: string) => {
  const awardId = ids.AwardId.parse(`award-${award}`);
  const { phase, ...facts } = Evaluation.parse({
    ...{ awardId, stage: 'midTerm', organisationId: 'organisation-1', organisationName: '暖邻', reportDueAt },
    ...{ contactId: 'person-1', title: '安心到家', passScore: 60, phase: 'awaitingReport' },
  });
  return stage.live(
    evaluations,
    { awardId, stage: 'midTerm' },
    { type: 'EvaluationPlanned', v: 1, ...facts, ...system },
  );
};
const reminder = (award: string, dueAt: string, rule = 'M10') => ({
  rule,
  record: `EVALUATION#award-${award}#midTerm`,
  dueAt,
});

test('runs through a day queue each reminder once, and ask the index on one run alone', async () => {
  await plan('1', '2026-03-31T16:00:00.000Z');
  await runAt('2026-03-24T00:30:00.000Z');
  await queued();
  asked = 0;
  await runAt('2026-03-24T00:45:00.000Z');
  expect(asked).toBe(0);
  await runAt('2026-03-24T01:00:00.000Z');
  expect(asked).toBeGreaterThan(0);
  asked = 0;
  for (const now of ['2026-03-24T01:00:00.000Z', '2026-03-24T01:15:00.000Z', '2026-03-24T09:00:00.000Z'])
    await runAt(now);
  expect(asked).toBe(0);
  expect(await queued()).toEqual([reminder('1', '2026-03-24T01:00:00.000Z')]);
});

test('a morning that no run saw is made up for by the next', async () => {
  await runAt('2026-03-30T12:00:00.000Z');
  await queued();
  await runAt('2026-04-01T12:00:00.000Z');
  expect(await queued()).toEqual([reminder('1', '2026-03-31T01:00:00.000Z')]);
});

test('a run that dies before its end leaves the mark, and the next does it again', async () => {
  await runAt('2026-04-02T12:00:00.000Z');
  const dies = runAt('2026-04-03T01:00:00.000Z', {
    enqueueReminders: async () => {
      throw new Error('killed');
    },
  });
  await expect(dies).rejects.toThrow('killed');
  expect((await stage.deps.get(watermarks, { kind: 'reminders' }))?.until).toBe('2026-04-02T12:00:00.000Z');
  await runAt('2026-04-03T01:15:00.000Z');
  expect(await queued()).toEqual([reminder('1', '2026-04-03T01:00:00.000Z', 'M10-late')]);
});

test('two runs at the same moment queue messages of one identity, and the mark never goes back', async () => {
  await plan('2', '2026-04-11T16:00:00.000Z');
  await Promise.all([runAt('2026-04-04T01:00:00.000Z'), runAt('2026-04-04T01:00:00.001Z')]);
  const identities = new Set((await queued()).map(canonical));
  expect([...identities]).toEqual([canonical(reminder('2', '2026-04-04T01:00:00.000Z'))]);
  await runAt('2026-04-03T00:00:00.000Z');
  const mark = (await stage.deps.get(watermarks, { kind: 'reminders' }))?.until ?? '';
  expect(mark >= '2026-04-04T01:00:00.000Z').toBe(true);
});

test('an upload that never arrived is given up on the next morning', async () => {
  const documentId = ids.DocumentId.parse('document-1');
  const requested = DocumentRequested.parse({
    ...{ type: 'DocumentRequested', v: 1, documentId, ownerId: 'application-1', organisationId: 'organisation-1' },
    ...{ uploaderId: 'person-1', kind: 'proposal', name: '申报书.pdf', mediaType: 'application/pdf', ...system },
    ...{ sha256: 'a'.repeat(64), expiresAt: '2026-04-05T03:00:00.000Z' },
  });
  await stage.live(documents, { documentId }, requested);
  await runAt('2026-04-06T01:00:00.000Z');
  expect((await stage.deps.get(documents, { documentId }))?.state).toMatchObject({
    phase: 'refused',
    reason: 'neverArrived',
  });
});

test('a long outage is made up for part by part: a run that is cut off has not done its parts in vain', async () => {
  await plan('3', '2026-04-14T16:00:00.000Z');
  await runAt('2026-04-06T12:00:00.000Z');
  await queued();
  let calls = 0;
  const dies = runAt('2026-04-20T12:00:00.000Z', {
    all: async (...given) => {
      calls += 1;
      if (calls > 40) throw new Error('out of time');
      return stage.deps.all(...given);
    },
  });
  await expect(dies).rejects.toThrow('out of time');
  const reached = (await stage.deps.get(watermarks, { kind: 'reminders' }))?.until ?? '';
  expect(reached > '2026-04-07T00:00:00.000Z' && reached < '2026-04-20T00:00:00.000Z').toBe(true);
  await runAt('2026-04-20T12:15:00.000Z');
  expect((await stage.deps.get(watermarks, { kind: 'reminders' }))?.until).toBe('2026-04-20T12:15:00.000Z');
  const own = (await queued()).filter((message) => canonical(message).includes('award-3'));
  // The reminder of seven days before was overtaken by that of the day itself while nothing ran.
  expect(own).toEqual([
    reminder('3', '2026-04-14T01:00:00.000Z'),
    reminder('3', '2026-04-17T01:00:00.000Z', 'M10-late'),
  ]);
});
