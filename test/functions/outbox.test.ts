import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import * as z from 'zod/mini';
import { forward } from '#functions/outbox/forward';
import { FundId } from '#shared/kernel/ids';
import { funds } from '#shared/table/aggregates';
import { type Backstage, openBackstage, system } from './backstage.ts';

let stage: Backstage;
const outbox = async (batch: unknown) => (await import('#functions/outbox/handler')).handler(batch);
beforeAll(async () => {
  stage = await openBackstage({ outbox, statistics: async () => ({ batchItemFailures: [] }) });
  stage.start();
});
afterAll(() => stage.close());

const fundId = FundId.parse('fund-1');
const name = { zh: '沪帮沪助', en: 'Neighbours' };
const Batch = z.object({ Records: z.array(z.object({ body: z.string() })) });

test('every event of the table reaches the bus with ids alone, and nothing else of the table does', async () => {
  await stage.live(
    funds,
    { fundId },
    { type: 'FundOpened', v: 1, fundId, name, sourceType: 'donation', ...system },
    { type: 'FundClosed', v: 1, reason: '秘密', ...system },
  );
  const bodies = () =>
    stage.invoked
      .filter((one) => one.name === 'statistics')
      .flatMap(({ payload }) => z.parse(Batch, payload).Records.map(({ body }): unknown => JSON.parse(body)));
  await vi.waitFor(() => expect(bodies()).toHaveLength(2), 10_000);
  const detail = { stream: 'FUND#fund-1', kind: 'fund' };
  expect(bodies()).toMatchObject([
    {
      source: 'hubang',
      'detail-type': 'FundOpened',
      detail: { ...detail, sequence: 1, type: 'FundOpened', eventId: 'FUND#fund-1#1' },
    },
    { 'detail-type': 'FundClosed', detail: { ...detail, sequence: 2, type: 'FundClosed', eventId: 'FUND#fund-1#2' } },
  ]);
  expect(JSON.stringify(bodies())).not.toContain('秘密');
});

const record = (sequence: number, sk = `EVENT#${sequence}`, eventName = 'INSERT') => ({
  eventName,
  dynamodb: {
    SequenceNumber: `${100 + sequence}`,
    Keys: { sk: { S: sk } },
    NewImage: {
      stream: { S: 'FUND#fund-1' },
      sequence: { N: `${sequence}` },
      event: { M: { type: { S: 'FundClosed' }, at: { S: '2026-01-05T02:00:00.000Z' } } },
    },
  },
});

test('what the bus did not take comes back, with everything after it', async () => {
  const Records = [record(1), record(2, 'STATE'), record(3, 'EVENT#3', 'REMOVE'), record(4), record(5)];
  const outcome = await forward({ Records }, { publish: async () => 1 });
  expect(outcome).toEqual({ batchItemFailures: [{ itemIdentifier: '104' }, { itemIdentifier: '105' }] });
});

/** A bus that answers 200 and refuses the entries that the test names, as PutEvents does under load. */
async function busThatRefuses(refused: readonly number[]) {
  const { bus } = await import('#functions/adapters/bus');
  let count = 0;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += String(part);
    const { Entries } = z.parse(z.object({ Entries: z.array(z.unknown()) }), JSON.parse(body));
    const answers = Entries.map(() =>
      refused.includes(count++) ? { ErrorCode: 'ThrottlingException' } : { EventId: `${count}` },
    );
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ FailedEntryCount: refused.length, Entries: answers }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  process.env['AWS_ENDPOINT_URL_EVENTBRIDGE'] = `http://127.0.0.1:${port}`;
  // The client reads its address at its first call, so it stays until the end.
  const { publish } = bus('domain');
  const close = () => {
    delete process.env['AWS_ENDPOINT_URL_EVENTBRIDGE'];
    server.close();
  };
  return { publish, asked: () => count, close };
}

test('an entry that was refused inside a call that succeeded is not taken for published', async () => {
  const busy = await busThatRefuses([12]);
  const Records = Array.from({ length: 35 }, (_, index) => record(index + 1));
  const { batchItemFailures } = await forward({ Records }, busy);
  expect(batchItemFailures[0]).toEqual({ itemIdentifier: '113' });
  expect(batchItemFailures).toHaveLength(23);
  expect(busy.asked()).toBe(20);
  busy.close();
});
