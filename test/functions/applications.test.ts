import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sections, submissions, uniques } from '#functions/adapters/rows';
import { serial } from '#functions/adapters/serial';
import { clock } from '#functions/runtime/clock';
import { lambda } from '#functions/runtime/http';
import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { DocumentRequested } from '#shared/domain/document';
import { canonical } from '#shared/kernel/canonical';
import { BeneficiaryId, DocumentId, NeedId, PersonId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { applications, calls, documents, needs } from '#shared/table/aggregates';
import { cast, serviceCode } from './project.ts';
import { days, planOf, type Round, round } from './round.ts';
import { before, caller, openScene, type Scene, system } from './scene.ts';

let scene: Scene;
let ask: ReturnType<typeof caller<typeof applicationsRoutes>>;
let askAt: (now: Instant) => typeof ask;
beforeAll(async () => {
  scene = await openScene();
  ask = caller(applicationsRoutes, (await import('#functions/applications/handler')).handler);
  const { draft } = await import('#functions/applications/draft');
  const { saveSection } = await import('#functions/applications/save-section');
  const { submit } = await import('#functions/applications/submit');
  const { withdraw } = await import('#functions/applications/withdraw');
  const actions = { draft, saveSection, submit, withdraw, ...(await import('#functions/applications/read')) };
  askAt = (now) =>
    caller(
      applicationsRoutes,
      lambda(applicationsRoutes, actions, { ...scene, ...serial(scene.store), now: () => now }),
    );
  await cast(scene);
});
afterAll(() => scene.close());

const needOf = async (name: string, phase: 'published' | 'closed' = 'published') => {
  const needId = NeedId.parse(`need-${name}`);
  await scene.live(
    needs,
    { needId },
    {
      ...{ type: 'NeedRecorded', v: 1, needId, beneficiaryId: BeneficiaryId.parse('beneficiary-1'), ...system },
      ...{ adviserId: PersonId.parse('person-adviser'), district: '310101', targetGroup: 'TG01', quantity: 1 },
      ...{ itemCode: serviceCode, urgency: 'high', source: 'visit', hasNote: false },
    },
    { type: 'NeedPublished', v: 1, ...system },
    ...(phase === 'closed' ? [{ type: 'NeedClosed' as const, v: 1 as const, reason: 'met' as const, ...system }] : []),
  );
  return needId;
};
const contentOf = (needId: string, amountFen = 30_000_00) => ({
  project: { title: '安心到家二期', summary: '上门', startsOn: '2027-01-01', leader: '何敏', leaderQualification: '' },
  needs: { needIds: [needId], evidence: '台账' },
  services: {
    lines: [{ itemCode: 'CARE-01', standardVersion: 1, quantity: 10, beneficiaries: 5, unitPriceFen: 100_00 }],
    approach: '一户一策',
  },
  budget: {
    lines: [
      { heading: 'staff', note: '', amountFen: amountFen - 1 },
      { heading: 'tax', note: '', amountFen: 1 },
    ],
    matchingFen: 0,
  },
  outcomes: { goals: [{ goal: '减负', baseline: '', target: '80%', method: '' }], sustainability: '' },
  declarations: { noMisconduct: true, noConflict: true, personalData: true, accurate: true },
});
const save = ({ applicationId, applicant }: Round, section: string, content: unknown, version = 0, asker = ask) =>
  asker('saveSection', { as: applicant, params: { applicationId, section }, body: { section, content, version } });
const submit = ({ applicationId, applicant, version }: Round, asker = ask) =>
  asker('submit', { as: applicant, params: { applicationId }, version });
const sha = 'c'.repeat(64);

/** A draft in which everything is written, and its proposal has passed its checks. */
async function written(name: string, amountFen?: number, needPhase?: 'closed') {
  const ids = await round(name, 'draft', scene);
  const needId = await needOf(name, needPhase);
  const content = contentOf(needId, amountFen);
  for (const [section, part] of Object.entries(content))
    expect(await save(ids, section, part)).toMatchObject({ status: 200, body: { version: 1 } });
  const documentId = DocumentId.parse(`document-${name}`);
  const { applicationId: ownerId, organisationId, contactId: uploaderId } = ids;
  const requested = DocumentRequested.parse({
    ...{
      type: 'DocumentRequested',
      v: 1,
      documentId,
      ownerId,
      organisationId,
      uploaderId,
      kind: 'proposal',
      ...system,
    },
    ...{ name: '申报书.pdf', mediaType: 'application/pdf', sha256: sha, expiresAt: before },
  });
  const accepted = {
    type: 'DocumentAccepted',
    v: 1,
    bytes: 9,
    objectKey: `documents/${sha}`,
    sourceVersion: '1',
  } as const;
  await scene.live(documents, { documentId }, requested, { ...accepted, ...system });
  return { ...ids, content, documentId };
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
  it('says at each saving what is missing', async () => {
    const ids = await round('missing', 'draft', scene);
    const first = await save(ids, 'needs', { needIds: [], evidence: '台账' });
    expect(first.body['missing']).toEqual([
      ...['project', 'needs.needIds', 'services', 'budget', 'outcomes', 'declarations', 'proposal'],
    ]);
    const { body } = await ask('read', { as: ids.applicant, params: { applicationId: ids.applicationId } });
    expect(body).toMatchObject({ missing: first.body['missing'], draft: { needs: { version: 1 } } });
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
