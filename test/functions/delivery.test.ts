import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clock } from '#functions/runtime/clock';
import { lambda } from '#functions/runtime/http';
import { deliveryRoutes } from '#shared/contracts/routes/delivery';
import { PersonId, ServiceRecordId } from '#shared/kernel/ids';
import { dayMs, dayOf, later, plusDays } from '#shared/kernel/instant';
import { awards, evaluations, serviceItems, serviceRecords } from '#shared/table/aggregates';
import { cast, endsOn, type Project, project, serviceCode, serviceItem, standardOf, startsOn } from './project.ts';
import { caller, openScene, type Scene, system } from './scene.ts';

let scene: Scene;
let ask: ReturnType<typeof caller<typeof deliveryRoutes>>;
beforeAll(async () => {
  scene = await openScene();
  ask = caller(deliveryRoutes, (await import('#functions/delivery/handler')).handler);
  await cast(scene);
  await serviceItem(scene);
});
afterAll(() => scene.close());

const today = () => dayOf(clock());
const service = ({ needIds }: Project, change: object = {}) => ({
  ...{ needId: needIds[0], quantity: 2, servedOn: today(), worker: '周护理', note: '' },
  ...change,
});
const record = (ids: Project, change: object = {}, as = ids.grantee) =>
  ask('record', { as, params: { awardId: ids.awardId }, body: service(ids, change) });
const correct = (ids: Project, recordId: string, change: object = {}, version = 1, as = ids.grantee) =>
  ask('correct', {
    ...{ as, params: { awardId: ids.awardId, recordId }, version },
    body: { ...service(ids), reason: '数量有误', ...change },
  });
const stored = async (recordId: unknown) => {
  const found = await scene.get(serviceRecords, { recordId: ServiceRecordId.parse(recordId) });
  return found?.state;
};
const servedOf = async (ids: Project) => {
  const { body } = await ask('people', { as: ids.grantee, params: { awardId: ids.awardId } });
  return body['items'];
};

describe('recording a service', () => {
  it('says for whom and by which version of which standard, and counts for the person', async () => {
    const ids = await project('recorded', scene);
    const { status, body } = await record(ids);
    expect(status).toBe(200);
    expect(await stored(body['recordId'])).toMatchObject({
      ...{ phase: 'recorded', awardId: ids.awardId, organisationId: ids.organisationId, quantity: 2 },
      ...{ beneficiaryId: 'beneficiary-recordeda', itemCode: 'CARE-01', standardVersion: 3 },
    });
    expect(await servedOf(ids)).toEqual([
      {
        ...{ needId: ids.needIds[0], beneficiaryId: 'beneficiary-recordeda', itemCode: 'CARE-01' },
        ...{ targetGroup: 'TG01', quantity: 12, served: 2 },
      },
      expect.objectContaining({ needId: ids.needIds[1], served: 0 }),
    ]);
  });

  it('keeps the old record, beside it the corrected one, and counts only that', async () => {
    const ids = await project('corrected', scene);
    const { recordId } = (await record(ids)).body;
    const done = await correct(ids, `${recordId}`, { quantity: 5 });
    expect(done).toMatchObject({ status: 200, body: { phase: 'corrected', version: 2 } });
    const correctedBy = done.body['recordId'];
    expect(await stored(recordId)).toMatchObject({ phase: 'corrected', quantity: 2, correctedBy });
    expect(await stored(correctedBy)).toMatchObject({ phase: 'recorded', quantity: 5, corrects: recordId });
    expect(await servedOf(ids)).toMatchObject([{ served: 5 }, { served: 0 }]);
    const again = await correct(ids, `${recordId}`, {}, 2);
    expect(again).toMatchObject({ status: 409, body: { code: 'record.wrong-phase' } });
  });

  it('takes the first and the last possible day, and none beyond', async () => {
    const ids = await project('days', scene);
    for (const servedOn of [startsOn, today()]) expect((await record(ids, { servedOn })).status).toBe(200);
    const until = today();
    for (const servedOn of ['2026-01-05', plusDays(until, 1)])
      expect(await record(ids, { servedOn })).toMatchObject({
        status: 422,
        body: { code: 'delivery.day-out-of-bounds', details: { from: startsOn } },
      });
  });

  it('refuses a need that the application did not cite', async () => {
    const [ids, other] = [await project('uncited', scene), await project('uncited2', scene)];
    const refused = { status: 422, body: { code: 'delivery.need-not-cited', details: { needId: other.needIds[0] } } };
    expect(await record(ids, { needId: other.needIds[0] })).toMatchObject(refused);
    const { recordId } = (await record(ids)).body;
    expect(await correct(ids, `${recordId}`, { needId: other.needIds[0] })).toMatchObject(refused);
  });

  it('refuses a service item that is out of force, and takes it again when it is back', async () => {
    const ids = await project('retired', scene);
    const { recordId } = (await record(ids)).body;
    const item = await scene.live(serviceItems, { code: serviceCode }, { type: 'ServiceItemRetired', v: 1, ...system });
    const refused = { status: 422, body: { code: 'serviceItem.unknown', details: { code: 'CARE-01' } } };
    expect(await record(ids)).toMatchObject(refused);
    expect(await correct(ids, `${recordId}`)).toMatchObject(refused);
    const { phase: _, ...facts } = item.state;
    await scene.live(serviceItems, { code: serviceCode }, { type: 'StandardPublished', v: 1, ...facts, ...system });
    expect((await record(ids)).status).toBe(200);
  });

  it('refuses what comes after the end of the project', async () => {
    const ids = await project('ended', scene);
    const { recordId } = (await record(ids)).body;
    await scene.live(awards, ids, { type: 'AwardTerminated', v: 1, reason: '中止', ...system });
    const refused = { status: 409, body: { code: 'delivery.not-running' } };
    expect(await record(ids)).toMatchObject(refused);
    expect(await correct(ids, `${recordId}`)).toMatchObject(refused);
    expect(await stored(recordId)).toMatchObject({ phase: 'recorded' });
  });

  it('writes nothing when the project ends between the reading and the writing', async () => {
    const ids = await project('ending', scene);
    const { recordId } = (await record(ids)).body;
    const { get, live } = scene;
    // After the action has read the award it reads the service item; in between the project ends.
    const ending: typeof get = async (row, id) => {
      const event = { type: 'AwardTerminated', v: 1, reason: '中止', ...system } as const;
      const isItem = Object.is(row, serviceItems);
      if (isItem && (await get(awards, ids))?.state.phase === 'inDelivery') await live(awards, ids, event);
      return get(row, id);
    };
    const actions = { ...(await import('#functions/delivery/read')), ...(await import('#functions/delivery/record')) };
    const late = caller(deliveryRoutes, lambda(deliveryRoutes, actions, { ...scene, get: ending, now: clock }));
    const request = { as: ids.grantee, params: { awardId: ids.awardId }, body: service(ids) };
    expect(await late('record', request)).toMatchObject({ status: 409, body: { code: 'record.busy' } });
    expect(await servedOf(ids)).toMatchObject([{ served: 2 }, { served: 0 }]);
    expect(await stored(recordId)).toMatchObject({ phase: 'recorded' });
  });

  it('goes by the version that was in force on its day, not by the newest', async () => {
    const ids = await project('versions', scene);
    const item = await scene.get(serviceItems, { code: serviceCode });
    if (!item) throw new Error('There is no such item');
    const { phase: _, ...facts } = item.state;
    for (const [standardVersion, effectiveFrom] of [
      [4, today()],
      [5, plusDays(today(), 1)],
    ] as const) {
      const event = { ...facts, standardVersion, effectiveFrom, ...system };
      await scene.live(serviceItems, { code: serviceCode }, { type: 'StandardPublished', v: 1, ...event });
      await scene.write([standardOf(standardVersion, effectiveFrom)]);
    }
    const versionOn = async (servedOn: string) =>
      (await stored((await record(ids, { servedOn })).body['recordId']))?.standardVersion;
    expect([await versionOn(startsOn), await versionOn(today())]).toEqual([3, 4]);
    const { recordId } = (await record(ids)).body;
    const done = await correct(ids, `${recordId}`, { servedOn: plusDays(today(), -1) });
    expect(await stored(done.body['recordId'])).toMatchObject({ standardVersion: 3 });
  });

  it('takes no service given after the last day of the project, though it is still in delivery', async () => {
    const ids = await project('over', scene);
    const actions = { ...(await import('#functions/delivery/read')), ...(await import('#functions/delivery/record')) };
    const now = () => later(clock(), 60 * dayMs);
    const late = caller(deliveryRoutes, lambda(deliveryRoutes, actions, { ...scene, now }));
    const recordOn = (servedOn: string) =>
      late('record', { as: ids.grantee, params: { awardId: ids.awardId }, body: service(ids, { servedOn }) });
    expect(await recordOn(plusDays(endsOn, 1))).toMatchObject({
      status: 422,
      body: { code: 'delivery.day-out-of-bounds', details: { from: startsOn, until: endsOn } },
    });
    expect(await recordOn(endsOn)).toMatchObject({ status: 200 });
  });

  it.each([
    ['quantity', { quantity: 0 }, 'nil'],
    ['quantity', { quantity: 1.5 }, 'half'],
    ['worker', { worker: ' ' }, 'blank'],
    ['servedOn', { servedOn: '2026-02-30' }, 'noday'],
    ['needId', { needId: 'need-#' }, 'hash'],
  ])('names the field that is wrong: %s', async (field, change, name) => {
    const ids = await project(name, scene);
    const { status, body } = await record(ids, change);
    expect(status).toBe(400);
    expect(body['details']).toMatchObject({ issues: [{ path: `body.${field}` }] });
  });
});

describe('who may see and write service records', () => {
  it('is the grantee alone for writing', async () => {
    const [ids, other] = [await project('mine', scene), await project('theirs', scene)];
    const { recordId } = (await record(ids)).body;
    const hidden = { status: 404, body: { code: 'record.unknown' } };
    for (const as of [other.grantee, 'officer', 'evaluator', 'administrator']) {
      expect(await record(ids, {}, as)).toMatchObject(hidden);
      expect(await correct(ids, `${recordId}`, {}, 1, as)).toMatchObject(hidden);
    }
    const elsewhere = { ...ids, awardId: other.awardId };
    expect(await correct(elsewhere, `${recordId}`)).toMatchObject(hidden);
    expect(await correct(ids, 'record-0')).toMatchObject(hidden);
    expect(await correct(ids, `${recordId}`, {}, 9)).toMatchObject({ status: 412, body: { code: 'record.stale' } });
  });

  it('is staff, the grantee and who evaluates the award for reading, page by page, the newest first', async () => {
    const [ids, other] = [await project('read', scene), await project('read2', scene)];
    const evaluatorId = PersonId.parse('person-evaluator');
    const assigned = { type: 'EvaluatorAssigned', v: 1, evaluatorId, dueAt: system.at, ...system } as const;
    await scene.live(evaluations, { awardId: ids.awardId, stage: 'midTerm' }, assigned);
    for (const quantity of [1, 2, 3]) await record(ids, { quantity });
    const list = (as: string, query = {}) => ask('list', { as, params: { awardId: ids.awardId }, query });
    const first = await list('evaluator', { limit: '2' });
    const second = await list('evaluator', { limit: '2', cursor: `${first.body['cursor']}` });
    expect([first.body['items'], second.body['items']]).toMatchObject([
      [{ state: { quantity: 3 }, may: [] }, { state: { quantity: 2 } }],
      [{ state: { quantity: 1 } }],
    ]);
    expect((await list(ids.grantee)).body['items']).toMatchObject([{ may: ['serviceRecord.correct'] }, {}, {}]);
    for (const name of ['list', 'people'] as const) {
      const elsewhere = await ask(name, { as: 'evaluator', params: { awardId: other.awardId } });
      expect(elsewhere).toMatchObject({ status: 404, body: { code: 'record.unknown' } });
    }
    expect((await ask('people', { as: 'evaluator', params: { awardId: ids.awardId } })).status).toBe(200);
    for (const as of [other.grantee, 'cashier', 'expert', 'adviser']) {
      expect(await list(as)).toMatchObject({ status: 404 });
      expect(await ask('people', { as, params: { awardId: ids.awardId } })).toMatchObject({ status: 404 });
    }
  });

  it('learn who served and what was noted, which lies nowhere in clear', async () => {
    const ids = await project('told', scene);
    const told = { worker: '欧阳探针工', note: '摔倒探针' };
    const { recordId } = (await record(ids, told)).body;
    const mended = { worker: '司徒探针工', note: '未摔倒探针' };
    await correct(ids, `${recordId}`, mended);
    for (const as of [ids.grantee, 'officer']) {
      const { items } = (await ask('list', { as, params: { awardId: ids.awardId } })).body;
      expect(items).toMatchObject([{ state: mended }, { state: told }]);
    }
    const text = scene.onDisk();
    expect(text).toContain(`${recordId}`);
    for (const secret of Object.values({ ...told, ...mended }).map((words) => words.slice(-4)))
      expect(text).not.toContain(secret);
  });

  it('shows a pseudonym and nothing that names the person', async () => {
    const ids = await project('pseudonym', scene);
    const items = JSON.stringify(await servedOf(ids));
    expect(items).not.toMatch(/name|residentId|telephone|adviserId/);
  });
});
