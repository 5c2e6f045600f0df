import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendar } from '#functions/adapters/calendar';
import { put } from '#functions/adapters/changes';
import { sections, submissions, uniques } from '#functions/adapters/rows';
import { type Serial, serial } from '#functions/adapters/serial';
import { clock } from '#functions/runtime/clock';
import { lambda } from '#functions/runtime/http';
import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { canonical } from '#shared/kernel/canonical';
import { Instant } from '#shared/kernel/instant';
import { applications, calls } from '#shared/table/aggregates';
import { cast, serviceItem } from './project.ts';
import { days, planOf, type Round, round } from './round.ts';
import { before, caller, openScene, type Scene, system } from './scene.ts';
import { contentOf, needOf, proposalOf, sha } from './written.ts';

let scene: Scene;
let ask: ReturnType<typeof caller<typeof applicationsRoutes>>;
let askAt: (now: Instant) => typeof ask;
let submitWith: (changed: Partial<Scene & Serial>) => typeof ask;
beforeAll(async () => {
  scene = await openScene();
  ask = caller(applicationsRoutes, (await import('#functions/applications/handler')).handler);
  const { draft } = await import('#functions/applications/draft');
  const { saveSection } = await import('#functions/applications/save-section');
  const { submit } = await import('#functions/applications/submit');
  const { withdraw } = await import('#functions/applications/withdraw');
  const actions = { draft, saveSection, submit, withdraw, ...(await import('#functions/applications/read')) };
  const deps = { ...scene, ...serial(scene.store), ...calendar(scene), now: clock };
  askAt = (now) => caller(applicationsRoutes, lambda(applicationsRoutes, actions, { ...deps, now: () => now }));
  submitWith = (changed) => caller(applicationsRoutes, lambda(applicationsRoutes, actions, { ...deps, ...changed }));
  await cast(scene);
  await serviceItem(scene);
});
afterAll(() => scene.close());

const save = ({ applicationId, applicant }: Round, section: string, content: unknown, version = 0, asker = ask) =>
  asker('saveSection', { as: applicant, params: { applicationId, section }, body: { section, content, version } });
const submit = ({ applicationId, applicant, version }: Round, asker = ask) =>
  asker('submit', { as: applicant, params: { applicationId }, version });

/** A draft in which everything is written, and its proposal has passed its checks. */
async function written(name: string, amountFen?: number, needPhase?: 'recorded' | 'closed') {
  const ids = await round(name, 'draft', scene);
  const needId = await needOf(name, scene, needPhase);
  const content = contentOf(needId, amountFen);
  for (const [section, part] of Object.entries(content))
    expect(await save(ids, section, part)).toMatchObject({ status: 200, body: { version: 1 } });
  return { ...ids, content, documentId: await proposalOf(name, ids, scene) };
}

describe('a draft', () => {
  it('is begun once in a call by an organisation, while it is open', async () => {
    const ids = await round('begin', 'none', scene);
    const draft = (as: string, asker = ask) =>
      asker('draft', { as, params: { callId: ids.callId }, body: { title: '安心到家' } });
    expect(await draft(ids.applicant, askAt(days(11)))).toMatchObject({
      status: 409,
      body: { code: 'application.call-not-open' },
    });
    expect(await draft(ids.applicant)).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await draft(ids.applicant)).toMatchObject({ status: 409, body: { code: 'application.too-many' } });
    await scene.person('homeless', ['applicant']);
    expect(await draft('homeless')).toMatchObject({ status: 409, body: { code: 'organisation.missing' } });
    expect(await draft('officer')).toMatchObject({ status: 404 });
  });
  it('in a call that is not published yet is a draft of nothing', async () => {
    const ids = await round('unpublished', 'none', scene);
    const params = { callId: 'call-nothing' };
    expect(await ask('draft', { as: ids.applicant, params, body: { title: 'x' } })).toMatchObject({ status: 404 });
  });
  it('is nobody’s but the organisation’s: not the staff’s, nor another applicant’s', async () => {
    const [ids, other] = [await round('hidden', 'draft', scene), await round('other', 'draft', scene)];
    for (const as of [other.applicant, 'officer', 'director', 'auditor', 'expert', 'administrator'])
      expect(await ask('read', { as, params: { applicationId: ids.applicationId } })).toMatchObject({
        status: 404,
        body: { code: 'record.unknown' },
      });
    const foreign = { ...ids, applicant: other.applicant };
    expect(await save(foreign, 'needs', { needIds: [], evidence: '' })).toMatchObject({ status: 404 });
    expect(await submit(foreign)).toMatchObject({ status: 404 });
  });
  it('says at each saving what is missing in its section, and when read what is missing in all', async () => {
    const ids = await round('missing', 'draft', scene);
    const first = await save(ids, 'needs', { needIds: [], evidence: '台账' });
    expect(first.body['missing']).toEqual(['needs.needIds']);
    const { body } = await ask('read', { as: ids.applicant, params: { applicationId: ids.applicationId } });
    expect(body).toMatchObject({
      missing: ['project', 'needs.needIds', 'services', 'budget', 'outcomes', 'declarations', 'proposal'],
      draft: { needs: { version: 1 } },
    });
  });
});

describe('a section', () => {
  const needsPart = (evidence: string) => ({ needIds: [], evidence });

  it('that somebody else has saved is not written over: both texts are still there', async () => {
    const ids = await round('stale', 'draft', scene);
    await save(ids, 'needs', needsPart('甲的话'));
    const refused = await save(ids, 'needs', needsPart('乙的话'));
    expect(refused).toMatchObject({
      status: 412,
      body: { code: 'application.section-stale', details: { version: 1 } },
    });
    const kept = await scene.get(sections, { applicationId: ids.applicationId, section: 'needs' });
    expect(kept).toMatchObject({ version: 1, content: { evidence: '甲的话' } });
    expect(await save(ids, 'needs', needsPart('合并'), 1)).toMatchObject({ status: 200, body: { version: 2 } });
  });
  it('saved by two at the same moment is the one’s or the other’s, and the second hears of it', async () => {
    const ids = await round('racing', 'draft', scene);
    const both = await Promise.all([save(ids, 'needs', needsPart('甲')), save(ids, 'needs', needsPart('乙'))]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect(both).toContainEqual(
      expect.objectContaining({
        body: expect.objectContaining({ code: 'application.section-stale', details: { version: 1 } }),
      }),
    );
  });
  it('does not disturb another', async () => {
    const ids = await round('beside', 'draft', scene);
    const saved = await Promise.all([
      save(ids, 'needs', needsPart('甲')),
      save(ids, 'outcomes', { goals: [], sustainability: '' }),
    ]);
    expect(saved.map(({ status }) => status)).toEqual([200, 200]);
  });
  it('offers services of the call only', async () => {
    const ids = await round('items', 'draft', scene);
    const line = { itemCode: 'LIFE-01', standardVersion: 1, quantity: 1, beneficiaries: 1, unitPriceFen: 1 };
    expect(await save(ids, 'services', { lines: [line], approach: '' })).toMatchObject({
      status: 422,
      body: { code: 'application.item-not-in-call', details: { code: 'LIFE-01' } },
    });
  });
  it('names versions of a standard that were published, and no other', async () => {
    const ids = await round('versions', 'draft', scene);
    const [line] = contentOf('need-1').services.lines;
    const offer = (standardVersion: number, version = 0) =>
      save(ids, 'services', { lines: [{ ...line, standardVersion }], approach: '' }, version);
    expect(await offer(2)).toMatchObject({
      status: 422,
      body: { code: 'application.standard-unknown', details: { code: 'CARE-01', standardVersion: 2 } },
    });
    for (const impossible of [0, -1, 1_000_000]) expect(await offer(impossible)).toMatchObject({ status: 400 });
    expect(await offer(1)).toMatchObject({ status: 200 });
    expect(await offer(3, 1)).toMatchObject({ status: 200 });
  });
  it('is the one that the path names, with its own content', async () => {
    const ids = await round('path', 'draft', scene);
    const request = { as: ids.applicant, params: { applicationId: ids.applicationId, section: 'needs' } };
    const budget = { section: 'budget', content: { lines: [], matchingFen: 0 }, version: 0 };
    expect(await ask('saveSection', { ...request, body: budget })).toMatchObject({
      status: 400,
      body: { details: { issues: [{ path: 'body.section', code: 'path' }] } },
    });
    expect(await save(ids, 'needs', { lines: [] })).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });
  it('of an application that was handed in stays as it was', async () => {
    const ids = await round('locked', 'submitted', scene);
    expect(await save(ids, 'needs', needsPart('更好'))).toMatchObject({
      status: 409,
      body: { code: 'record.wrong-phase' },
    });
  });
});

describe('handing in', () => {
  it('locks content and documents by their hash, and gives a receipt', async () => {
    const ids = await written('whole');
    const { status, body } = await submit(ids);
    const locked = { content: ids.content, documents: [{ documentId: ids.documentId, sha256: sha }] };
    const contentHash = createHash('sha256').update(canonical(locked)).digest('hex');
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { phase: 'submitted', contentHash, requestedFen: 30_000_00 },
    });
    expect(`${body['receiptNumber']}`).toMatch(/^SB-\d{4}-\d{4}$/);
    const receipt = { kind: 'number', value: `${body['receiptNumber']}` };
    expect(await scene.get(uniques, receipt)).toEqual({ owner: ids.applicationId });
    expect(await scene.get(submissions, ids)).toEqual(locked);
    expect((await scene.get(applications, ids))?.state).toMatchObject({
      ...{ phase: 'submitted', title: '安心到家二期', requestedFen: 30_000_00, submission: { contentHash } },
    });
    expect(await submit({ ...ids, version: 2 })).toMatchObject({ status: 409, body: { code: 'record.wrong-phase' } });
  });
  it('does not lock what a colleague has changed since it was read', async () => {
    const ids = await written('overtaken');
    const late = { ...ids.content.needs, evidence: '最后一句话' };
    const overtaken = submitWith({
      nextNumber: async (prefix, year) => {
        expect(await save(ids, 'needs', late, 1)).toMatchObject({ status: 200 });
        return serial(scene.store).nextNumber(prefix, year);
      },
    });
    expect(await submit(ids, overtaken)).toMatchObject({ status: 412, body: { code: 'record.stale' } });
    expect((await scene.get(applications, ids))?.state.phase).toBe('draft');
    expect(await submit(ids)).toMatchObject({ status: 200 });
    expect(await scene.get(submissions, ids)).toMatchObject({ content: { needs: late } });
  });
  it('takes documents as they are, though the index still has them as they were', async () => {
    const ids = await written('lagging');
    const { all } = scene;
    // The list of documents, before the checks of this one had come to an end.
    const lagging: typeof all = async (row, id, values) => {
      const rows = await all(row, id, values);
      if (id !== 'documents.of-owner') return rows;
      const waits = (stored: unknown) => JSON.parse(JSON.stringify(stored).replace('"clean"', '"awaitingUpload"'));
      return rows.map((stored) => row.read(waits(stored)));
    };
    expect(await submit(ids, submitWith({ all: lagging }))).toMatchObject({ status: 200 });
    expect((await scene.get(submissions, ids))?.documents).toMatchObject([{ documentId: ids.documentId }]);
  });
  it('is what everybody reads from then on, whatever becomes of the sections', async () => {
    const ids = await written('read');
    await submit(ids);
    const { applicationId } = ids;
    const row = {
      section: 'needs',
      content: { needIds: [], evidence: '后来的话' },
      version: 2,
      savedAt: before,
    } as const;
    const item = sections.item({ applicationId, section: 'needs' }, row);
    await scene.write([put(item, 'record.busy', 'version = :one', { ':one': 1 })]);
    for (const as of [ids.applicant, 'officer', 'auditor']) {
      const { body } = await ask('read', { as, params: { applicationId } });
      expect(body).toMatchObject({ missing: [], draft: { needs: { content: ids.content.needs } } });
      expect(body['documents']).toMatchObject([{ documentId: ids.documentId }]);
    }
  });
  it('shows who may read it the cited needs without the person; by when to admit, the foundation alone', async () => {
    const ids = await written('cited');
    await submit(ids);
    const read = async (as: string) => (await ask('read', { as, params: { applicationId: ids.applicationId } })).body;
    const [needId] = ids.content.needs.needIds;
    const { citedNeeds, taskDueAt } = await read('officer');
    const facts = { district: '310101', targetGroup: 'TG01', itemCode: 'CARE-01', quantity: 1 };
    expect(citedNeeds).toEqual([{ needId, ...facts }]);
    expect(`${taskDueAt}` > days(10)).toBe(true);
    expect(await read(ids.applicant)).toHaveProperty('citedNeeds', [{ needId, ...facts }]);
    expect(await read(ids.applicant)).not.toHaveProperty('taskDueAt');
  });
  it('tells a draft nothing of a need that is not published, though it names it', async () => {
    const ids = await written('neednotpublished', undefined, 'recorded');
    const { body } = await ask('read', { as: ids.applicant, params: { applicationId: ids.applicationId } });
    expect(body).toMatchObject({ citedNeeds: [], draft: { needs: { content: ids.content.needs } } });
  });
  it('is refused with a list of what is missing', async () => {
    const ids = await round('incomplete', 'draft', scene);
    expect(await submit(ids)).toMatchObject({
      status: 422,
      body: { code: 'application.incomplete', details: { missing: expect.arrayContaining(['budget', 'proposal']) } },
    });
  });
  it('has its number by the year in Shanghai, where it is the new one eight hours before it is in Greenwich', async () => {
    const ids = await written('newyear');
    const [opensAt, closesAt] = [Instant.parse('2026-12-01T00:00:00.000Z'), Instant.parse('2027-02-01T00:00:00.000Z')];
    const plan = { ...planOf(ids.fundId), opensAt, closesAt };
    await scene.live(calls, ids, { type: 'CallAmended', v: 1, ...plan, ...system });
    await scene.live(calls, ids, { type: 'CallPublished', v: 1, ...system });
    const { body } = await submit(ids, askAt(Instant.parse('2026-12-31T16:00:00.000Z')));
    expect(body['receiptNumber']).toMatch(/^SB-2027-/);
  });
  it('is refused after the deadline, to the millisecond', async () => {
    const ids = await written('late');
    const { closesAt } = (await scene.get(calls, ids))?.state ?? { closesAt: clock() };
    expect(await submit(ids, askAt(closesAt))).toMatchObject({
      status: 409,
      body: { code: 'application.call-not-open', details: { closesAt } },
    });
  });
  it.each([10_000_00 - 1, 50_000_00 + 1])('is refused for %i fen, out of bounds', async (amountFen) => {
    const ids = await written(`bounds${amountFen}`, amountFen);
    expect(await submit(ids)).toMatchObject({
      status: 422,
      body: { code: 'application.amount-out-of-bounds', details: { floorFen: 10_000_00, capFen: 50_000_00 } },
    });
  });
  it('is refused when a need that it cites is closed', async () => {
    const ids = await written('needclosed', undefined, 'closed');
    expect(await submit(ids)).toMatchObject({
      status: 422,
      body: { code: 'application.need-not-published', details: { needId: 'need-needclosed' } },
    });
  });
  it('of what was withdrawn before it was complete is refused, and is no fault', async () => {
    const ids = await round('withdrawn', 'draft', scene);
    const request = { as: ids.applicant, params: { applicationId: ids.applicationId }, version: 1 };
    expect(await ask('withdraw', { ...request, body: { reason: '另报' } })).toMatchObject({ status: 200 });
    expect(await submit({ ...ids, version: 2 })).toMatchObject({ status: 409, body: { code: 'record.wrong-phase' } });
  });
});

describe('a list of one’s own', () => {
  it('holds the applications of the organisation and no other', async () => {
    const ids = await round('own', 'draft', scene);
    const { body } = await ask('mine', { as: ids.applicant });
    expect(body['items']).toMatchObject([{ state: { applicationId: ids.applicationId } }]);
    expect(body['items']).toHaveLength(1);
  });
});
