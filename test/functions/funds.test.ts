import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { posted } from '#functions/adapters/changes';
import { catalogueRoutes } from '#shared/contracts/routes/catalogue';
import { fundsRoutes } from '#shared/contracts/routes/funds';
import { settle } from '#shared/domain/fund';
import { EntryId, FundId } from '#shared/kernel/ids';
import { Fen } from '#shared/kernel/money';
import { funds } from '#shared/table/aggregates';
import { cast, project, serviceItem } from './project.ts';
import { balancesOf, openFund } from './round.ts';
import { caller, openScene, type Scene, system } from './scene.ts';

let scene: Scene;
let ask: ReturnType<typeof caller<typeof fundsRoutes>>;
let askItems: ReturnType<typeof caller<typeof catalogueRoutes>>;
beforeAll(async () => {
  scene = await openScene();
  ask = caller(fundsRoutes, (await import('#functions/funds/handler')).handler);
  askItems = caller(catalogueRoutes, (await import('#functions/catalogue/handler')).handler);
  await cast(scene);
});
afterAll(() => scene.close());

async function opened(name: string) {
  const fundId = FundId.parse(`fund-${name}`);
  await openFund(fundId, 0, scene);
  const receive = (amountFen: number, reference: string, as = 'accountant') =>
    ask('receive', { as, params: { fundId }, body: { amountFen, reference } });
  return { fundId, receive };
}

describe('a donation', () => {
  it('is booked in two lines that balance, and shows in the fund', async () => {
    const { fundId, receive } = await opened('given');
    expect(await receive(5_000_01, 'CCB-1')).toMatchObject({ status: 200, body: { version: 2 } });
    const { body } = await ask('read', { as: 'lead', params: { fundId } });
    const balances = { received: -5_000_01, available: 5_000_01, reserved: 0, committed: 0, inTransit: 0, paid: 0 };
    expect(body['balances']).toEqual(balances);
    expect(Object.values(await balancesOf(fundId, scene)).reduce((sum, fen) => sum + fen, 0)).toBe(0);
    expect((await ask('entries', { as: 'auditor', params: { fundId } })).body['items']).toMatchObject([
      { kind: 'donation', by: 'person-accountant', cause: `FUND#${fundId}`, reference: 'CCB-1' },
    ]);
  });
  it('and every other entry says what it was for', async () => {
    const ids = await project('purpose', scene);
    const { fundId, awardId } = ids;
    const posting = {
      entryId: EntryId.parse('entry-purposeord'),
      kind: 'order',
      cause: `INSTALMENT#${awardId}#1`,
    } as const;
    await scene.write(posted(settle(fundId, { ...posting, amountFen: Fen.parse(1_00), ...system })));
    const { body } = await ask('entries', { as: 'cashier', params: { fundId } });
    expect(body['items']).toContainEqual(
      expect.objectContaining({
        kind: 'order',
        title: '安心到家',
        organisationName: '浦江社工服务社',
        callId: ids.callId,
      }),
    );
  });
  it('of the same bank reference is booked once, in whichever fund', async () => {
    const [one, other] = [await opened('once'), await opened('twice')];
    expect(await one.receive(1, 'CCB-2')).toMatchObject({ status: 200 });
    for (const { receive } of [one, other])
      expect(await receive(1, ' CCB-2 ')).toMatchObject({ status: 409, body: { code: 'fund.reference-used' } });
    expect(await balancesOf(one.fundId, scene)).toMatchObject({ available: 1 });
    expect(await balancesOf(other.fundId, scene)).toMatchObject({ available: 0 });
  });
  it('that comes with others at the same moment is booked as they are', async () => {
    const { fundId, receive } = await opened('together');
    const given = await Promise.all([1, 2, 3, 4].map((fen) => receive(fen, `CCB-together-${fen}`)));
    expect(given.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(given.map(({ body }) => body['version']).toSorted()).toEqual([2, 3, 4, 5]);
    expect(await balancesOf(fundId, scene)).toMatchObject({ available: 10 });
  });
  it('claimed by two at the same moment is booked once', async () => {
    const { fundId, receive } = await opened('raced');
    const both = await Promise.all([receive(7, 'CCB-3'), receive(7, 'CCB-3')]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await balancesOf(fundId, scene)).toMatchObject({ available: 7 });
  });
  it.each([0, -1, 0.5, 10_000_000_000_001])('is never of %d fen', async (amountFen) => {
    const { receive } = await opened(`odd${`${amountFen}`.replace(/\D/g, 'x')}`);
    expect(await receive(amountFen, 'CCB-4')).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });
  it('is booked by the accountant alone', async () => {
    const { receive } = await opened('who');
    for (const as of ['cashier', 'director', 'officer', 'auditor', 'administrator'])
      expect(await receive(1, 'CCB-5', as)).toMatchObject({ status: 404 });
  });
  it('is not taken by a fund that is closed', async () => {
    const { fundId, receive } = await opened('closed');
    await scene.live(funds, { fundId }, { type: 'FundClosed', v: 1, reason: '期满', ...system });
    expect(await receive(1, 'CCB-6')).toMatchObject({ status: 409, body: { code: 'fund.closed' } });
  });
});

describe('a service standard', () => {
  const standard = {
    ...{ code: 'LIFE-01', name: { zh: '助餐', en: 'Meals' }, class: 'living', field: '生活', target: '独居老人' },
    ...{
      unit: '餐',
      content: '送餐',
      quality: '温热',
      priceFromFen: 10_00,
      priceToFen: 20_00,
      effectiveFrom: '2026-01-01',
    },
  };
  const revise = (change: object = {}, version = 0, as = 'lead') =>
    askItems('revise', { as, params: { code: 'LIFE-01' }, version, body: { ...standard, ...change } });

  it('has versions, the newest of which is public', async () => {
    await serviceItem(scene);
    expect(await revise()).toMatchObject({ status: 200, body: { standardVersion: 1, version: 1 } });
    expect(await revise({ unit: '份' }, 1)).toMatchObject({ status: 200, body: { standardVersion: 2, version: 2 } });
    const { body } = await askItems('list', {});
    expect(body['items']).toMatchObject([
      { code: 'CARE-01', standardVersion: 3 },
      { code: 'LIFE-01', standardVersion: 2, unit: '份' },
    ]);
  });
  it('is revised on top of the version that was seen, and on no other', async () => {
    const before = await askItems('read', { as: 'lead', params: { code: 'LIFE-01' } });
    expect(before).toMatchObject({ status: 200, body: { version: 2, state: { unit: '份' } } });
    const blind = { as: 'lead', params: { code: 'LIFE-01' }, body: { ...standard, unit: '盒' } };
    expect(await askItems('revise', blind)).toMatchObject({ status: 428, body: { code: 'record.version-missing' } });
    for (const version of [0, 1, 3])
      expect(await revise({ unit: '盒' }, version)).toMatchObject({ status: 412, body: { code: 'record.stale' } });
    expect(await askItems('read', { as: 'lead', params: { code: 'LIFE-01' } })).toEqual(before);
    const unknown = await askItems('read', { as: 'lead', params: { code: 'HEAR-01' } });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'record.unknown' } });
  });
  it.each([
    ['of another code than its path', { code: 'LIFE-02' }, 'body.code'],
    ['with a price from above the price to', { priceToFen: 9_99 }, 'body.priceToFen'],
  ])('%s is refused', async (_, change, path) => {
    expect(await revise(change)).toMatchObject({ status: 400, body: { details: { issues: [{ path }] } } });
  });
  it('is published by the lead, not by officers or applicants', async () => {
    for (const as of ['officer', 'director', 'expert']) expect(await revise({}, 2, as)).toMatchObject({ status: 404 });
  });
});
