import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Reader } from '#functions/adapters/reader';
import { contributions, totals } from '#functions/adapters/rows';
import { count as countNow } from '#functions/statistics/count';
import { Award } from '#shared/domain/award';
import { figuresOf, sumOf } from '#shared/domain/figures';
import { Need, NeedRecorded } from '#shared/domain/need';
import { ServiceRecorded } from '#shared/domain/service-record';
import * as ids from '#shared/kernel/ids';
import { awards, needs, serviceRecords } from '#shared/table/aggregates';
import { type Backstage, batchOf, eventOf, openBackstage, system } from './backstage.ts';

let stage: Backstage;
let statistics: (batch: unknown) => Promise<{ readonly batchItemFailures: readonly unknown[] }>;
beforeAll(async () => {
  stage = await openBackstage();
  ({ handler: statistics } = await import('#functions/statistics/handler'));
});
afterAll(() => stage.close());

const count = async (...streams: readonly string[]) => {
  const outcome = await statistics(batchOf(...streams.map((stream) => eventOf(stream, 1, 'Any'))));
  expect(outcome.batchItemFailures).toEqual([]);
};

const kinds = ['public', 'needs', 'organisations', 'served'] as const;
/** All totals as they stand, without counters at zero. */
async function totalsNow() {
  const found = await Promise.all(kinds.map((kind) => stage.deps.all(totals, 'totals.of-kind', { kind })));
  const named = found.flatMap((rows, index) =>
    rows.map(({ counter, value }) => [`${kinds[index]}/${counter}`, value] as const),
  );
  return Object.fromEntries(named.filter(([, value]) => value !== 0));
}

const needId = (number: number) => ids.NeedId.parse(`need-${number}`);
const recorded = (number: number) =>
  NeedRecorded.parse({
    ...{ type: 'NeedRecorded', v: 1, needId: needId(number), beneficiaryId: 'beneficiary-1', adviserId: 'person-1' },
    ...{ district: number % 2 ? '310101' : '310115', targetGroup: 'TG01', itemCode: 'CARE-01', quantity: 3 },
    ...{ urgency: 'high', source: 'visit', hasNote: false, ...system },
  });
const published = { type: 'NeedPublished', v: 1, ...system } as const;
const closed = { type: 'NeedClosed', v: 1, reason: 'met', ...system } as const;
const stream = (number: number) => needs.key({ needId: needId(number) }).pk;

test('an event that comes twice, late or out of order counts once, and the totals equal a rebuild', async () => {
  for (const number of [1, 2, 3, 4]) await stage.live(needs, { needId: needId(number) }, recorded(number), published);
  await count(stream(1), stream(2), stream(1), stream(3));
  await stage.live(needs, { needId: needId(1) }, closed);
  await stage.live(needs, { needId: needId(4) }, closed);
  await count(stream(4), stream(1), stream(4), stream(2), stream(1));

  const states = await Promise.all([1, 2, 3, 4].map((number) => stage.deps.get(needs, { needId: needId(number) })));
  const rebuilt = sumOf(states.map((stored) => figuresOf('need', Need.parse(stored?.state))));
  expect(await totalsNow()).toEqual(rebuilt);
  expect(rebuilt).toEqual({
    ...{ 'public/publishedNeeds': 2, 'public/metNeeds': 2 },
    ...{ 'needs/310101#CARE-01': 1, 'needs/310115#CARE-01': 1 },
  });
});

test('many deliveries at the same moment add up to one', async () => {
  await stage.live(needs, { needId: needId(5) }, recorded(5), published);
  const earlier = (await totalsNow())['public/publishedNeeds'] ?? 0;
  await Promise.all(Array.from({ length: 6 }, () => count(stream(5))));
  expect((await totalsNow())['public/publishedNeeds']).toBe(earlier + 1);
});

test('service records count people once however often they are served, and a correction takes its place', async () => {
  const awardId = ids.AwardId.parse('award-1');
  const recordId = (number: number) => ids.ServiceRecordId.parse(`record-${number}`);
  const served = (number: number, quantity: number, beneficiary: string) =>
    stage.live(
      serviceRecords,
      { recordId: recordId(number) },
      ServiceRecorded.parse({
        ...{ type: 'ServiceRecorded', v: 1, recordId: recordId(number), awardId, quantity },
        ...{ organisationId: ids.OrganisationId.parse('organisation-1'), needId: needId(1), standardVersion: 1 },
        beneficiaryId: ids.BeneficiaryId.parse(`beneficiary-${beneficiary}`),
        ...{ itemCode: recorded(1).itemCode, servedOn: '2026-01-04', ...system },
      }),
    );
  for (const [number, quantity, who] of [
    [1, 2, 'a'],
    [2, 5, 'a'],
    [3, 1, 'b'],
  ] as const)
    await served(number, quantity, who);
  await count(...[1, 2, 3].map((number) => serviceRecords.key({ recordId: recordId(number) }).pk));
  await served(4, 3, 'a');
  const corrected = {
    type: 'ServiceRecordCorrected',
    v: 1,
    correctedBy: recordId(4),
    reason: '录错',
    ...system,
  } as const;
  await stage.live(serviceRecords, { recordId: recordId(2) }, corrected);
  await count(...[4, 2, 2].map((number) => serviceRecords.key({ recordId: recordId(number) }).pk));
  expect(await totalsNow()).toMatchObject({
    'public/personTimes': 6,
    'served/award-1': 6,
    'served/award-1#beneficiary-a': 5,
    'served/award-1#beneficiary-b': 1,
  });
});

test('an award counts with its money and its organisation, whatever becomes of it', async () => {
  const awardId = ids.AwardId.parse('award-2');
  const { phase, attempt, ...facts } = Award.parse({
    ...{ awardId, number: 'HB-2026-0001', applicationId: 'application-1', callId: 'call-1', fundId: 'fund-1' },
    ...{ organisationId: 'organisation-1', organisationName: '暖邻', contactId: 'person-1', title: '安心到家' },
    ...{ phase: 'awaitingSignatures', amountFen: 5_000_00, months: 12, tranches: [{ share: 100, after: 'signature' }] },
    ...{ signBy: '2026-02-01T16:00:00.000Z', agreementHash: 'a'.repeat(64), attempt: 1 },
  });
  await stage.live(awards, { awardId }, { type: 'AwardGranted', v: 1, ...facts, ...system });
  await stage.live(awards, { awardId }, { type: 'AwardTerminated', v: 1, reason: '放弃', ...system });
  await count(awards.key({ awardId }).pk);
  expect(await totalsNow()).toMatchObject({
    'public/projects': 1,
    'public/awardedFen': 5_000_00,
    'organisations/organisation-1': 1,
  });
});

/** A worker that was held up: each of these keys it reads as it was before, once; then as it is. */
const heldUp = (before: ReadonlyMap<string, unknown>): Reader['get'] => {
  const old = new Map(before);
  return async (row, id) => {
    const { sk } = row.key(id);
    const known = old.get(sk);
    old.delete(sk);
    return known === undefined ? stage.deps.get(row, id) : row.read(known);
  };
};

test('a worker that was held up with an old state takes nothing back', async () => {
  const six = stream(6);
  await stage.live(needs, { needId: needId(6) }, recorded(6));
  await count(six);
  const oldContribution = await stage.deps.get(contributions, { stream: six });
  const oldState = await stage.live(needs, { needId: needId(6) }, published);
  await stage.live(needs, { needId: needId(6) }, closed);
  await count(six);
  const settled = await totalsNow();

  const late = { ...stage.deps, get: heldUp(new Map([['STATE', oldState]])) };
  await countNow(six, late);
  expect(await totalsNow()).toEqual(settled);
  const later = new Map<string, unknown>([
    ['STATE', oldState],
    ['CONTRIBUTION', oldContribution],
  ]);
  await countNow(six, { ...stage.deps, get: heldUp(later) });
  expect(await totalsNow()).toEqual(settled);
});
