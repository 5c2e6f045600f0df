import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import * as z from 'zod/mini';
import { calendar } from '#functions/adapters/calendar';
import { operationsRoutes } from '#shared/contracts/routes/operations';
import { FundId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { funds } from '#shared/table/aggregates';
import { eventsAs } from '#shared/table/events';
import { type Backstage, openBackstage, system } from './backstage.ts';
import { caller } from './scene.ts';

let stage: Backstage;
let ask: ReturnType<typeof caller<typeof operationsRoutes>>;
beforeAll(async () => {
  stage = await openBackstage();
  await stage.person('admin', ['administrator']);
  await stage.person('officer', ['officer']);
  ask = caller(operationsRoutes, (await import('#functions/operations/handler')).handler);
  stage.start();
});
afterAll(() => stage.close());

/** What the rule of the bus has put into the queue of statistics. */
async function published() {
  const client = new SQSClient();
  const QueueUrl = (process.env['MAIL_QUEUE_URL'] ?? '').replace(/mail$/, 'statistics');
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(({ Body = '' }): unknown => JSON.parse(Body));
}

test('a day is put on the bus again, whole and in its order, once for one request', async () => {
  const fundId = FundId.parse('fund-1');
  const at = Instant.parse('2026-02-02T15:59:59.999Z');
  const name = { zh: '沪帮沪助', en: 'Neighbours' };
  await stage.live(
    funds,
    { fundId },
    { type: 'FundOpened', v: 1, fundId, name, sourceType: 'donation', ...system, at },
    { type: 'FundClosed', v: 1, reason: '秘密', ...system, at },
  );
  const request = { as: 'admin', params: { day: '2026-02-02' }, key: 'once' };
  expect(await ask('republish', request)).toEqual({ status: 200, body: { published: 2 } });
  expect(await ask('republish', request)).toEqual({ status: 200, body: { published: 2 } });
  const found: unknown[] = [];
  await vi.waitFor(async () => {
    found.push(...(await published()));
    expect(found).toHaveLength(2);
  }, 10_000);
  const about = { stream: 'FUND#fund-1', kind: 'fund' };
  const sequences = [1, 2].map((sequence) => ({ detail: { ...about, sequence, eventId: `FUND#fund-1#${sequence}` } }));
  expect(found).toMatchObject(sequences);
  expect(JSON.stringify(found)).not.toContain('秘密');
});

test('only an administrator operates', async () => {
  expect((await ask('republish', { as: 'officer', params: { day: '2026-02-02' } })).status).toBe(404);
  expect((await ask('calendar', { as: 'officer', params: { year: '2026' } })).status).toBe(404);
});

const reason = '国务院办公厅通知';

test('a year that an administrator replaces counts in place of ours, as a whole', async () => {
  const now = Instant.parse('2026-11-23T02:00:00.000Z');
  const ours = await calendar(stage.deps).holidaysOf(now);
  expect(ours.off.has('2027-06-09')).toBe(true);
  const provisional = await ask('calendar', { as: 'admin', params: { year: '2027' } });
  expect(provisional.body).toMatchObject({ provisional: true, version: 0 });

  const body = { off: ['2027-02-09', '2027-02-08'], worked: ['2027-02-14'], reason };
  const replaced = await ask('replaceCalendar', { as: 'admin', params: { year: '2027' }, version: 0, body });
  expect(replaced).toEqual({ status: 200, body: { year: 2027, version: 1 } });
  const known = await ask('calendar', { as: 'admin', params: { year: '2027' } });
  const days = { off: ['2027-02-08', '2027-02-09'], worked: ['2027-02-14'] };
  expect(known.body).toEqual({
    ...{ ...days, provisional: false, version: 1 },
    replaced: { name: 'admin', at: expect.any(String), reason },
  });
  const theirs = await calendar(stage.deps).holidaysOf(now);
  expect([theirs.off.has('2027-06-09'), theirs.off.has('2027-02-09'), theirs.worked.has('2027-02-14')]).toEqual([
    false,
    true,
    true,
  ]);
  expect(theirs.off.has('2026-10-01')).toBe(true);
});

test('what was read is kept for five minutes, and not for longer', async () => {
  const warm = calendar(stage.deps);
  await warm.holidaysOf(Instant.parse('2028-01-01T00:00:00.000Z'));
  const body = { off: ['2028-05-01'], worked: [], reason };
  await ask('replaceCalendar', { as: 'admin', params: { year: '2028' }, version: 0, body });
  const at = async (text: string) => (await warm.holidaysOf(Instant.parse(text))).off.has('2028-05-01');
  expect(await at('2028-01-01T00:04:59.999Z')).toBe(false);
  expect(await at('2028-01-01T00:05:00.000Z')).toBe(true);
});

test('days of another year are refused, each by its place', async () => {
  const body = { off: ['2026-05-01', '2027-05-01'], worked: [], reason };
  const refused = await ask('replaceCalendar', { as: 'admin', params: { year: '2026' }, version: 0, body });
  expect(refused.status).toBe(400);
  expect(refused.body).toMatchObject({ details: { issues: [{ path: 'body.off.1', code: 'year' }] } });
});

test('a calendar is replaced on top of the version that was seen, with a reason, and each time is on record', async () => {
  const request = { as: 'admin', params: { year: '2029' } };
  const replace = (more: object, off = ['2029-05-01']) =>
    ask('replaceCalendar', { ...request, body: { off, worked: [], reason }, ...more });
  expect(await replace({})).toMatchObject({ status: 428, body: { code: 'record.version-missing' } });
  expect(await replace({ version: 1 })).toMatchObject({ status: 412, body: { code: 'record.stale' } });
  expect(await replace({ version: 0, body: { off: [], worked: [], reason: ' ' } })).toMatchObject({ status: 400 });
  const both = await Promise.all([replace({ version: 0 }), replace({ version: 0 }, ['2029-05-02'])]);
  expect(both.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
  expect(await replace({ version: 1 }, ['2029-05-03'])).toMatchObject({ status: 200, body: { version: 2 } });

  const Replaced = z.object({ event: z.looseObject({ type: z.string() }) });
  const events = await stage.deps.all(eventsAs(Replaced), 'events.of-stream', { stream: 'CALENDAR#2029' });
  expect(events).toMatchObject([
    { event: { type: 'CalendarReplaced', by: 'person-admin', reason } },
    { event: { type: 'CalendarReplaced', by: 'person-admin', off: ['2029-05-03'] } },
  ]);
});
