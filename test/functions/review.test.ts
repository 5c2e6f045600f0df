import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reviewRoutes } from '#shared/contracts/routes/review';
import { DocumentRequested } from '#shared/domain/document';
import { DocumentId, OrganisationId } from '#shared/kernel/ids';
import { applications, documents } from '#shared/table/aggregates';
import { cast } from './project.ts';
import { handedIn, type Round, round } from './round.ts';
import { caller, openScene, type Scene, system } from './scene.ts';

let scene: Scene;
let ask: ReturnType<typeof caller<typeof reviewRoutes>>;
beforeAll(async () => {
  scene = await openScene();
  ask = caller(reviewRoutes, (await import('#functions/review/handler')).handler);
  await cast(scene);
  for (const name of ['one', 'two', 'three']) await scene.person(name, ['expert']);
});
afterAll(() => scene.close());

const sha256 = 'c'.repeat(64);
const params = ({ applicationId }: Round) => ({ applicationId });
const assign = async (ids: Round, ...names: readonly string[]) => {
  const version = (await scene.get(applications, ids))?.version ?? 0;
  const body = { expertIds: names.map((name) => `person-${name}`) };
  return ask('assign', { as: 'officer', params: params(ids), version, body });
};
const accept = (ids: Round, as: string) =>
  ask('accept', { as, params: params(ids), version: 1, body: { noConflict: true } });
const score = (ids: Round, as: string, points: number, version = 2) =>
  ask('submit', {
    ...{ as, params: params(ids), version },
    body: { lines: [{ id: 'R1', score: points, reason: '证据充分' }], opinion: `意见${points}` },
  });

describe('asking experts', () => {
  it('needs as many as the call asks for, each once', async () => {
    const ids = await round('few', 'admitted', scene);
    const few = { status: 422, body: { code: 'review.too-few', details: { needed: 2 } } };
    expect(await assign(ids, 'one')).toMatchObject(few);
    expect(await assign(ids, 'one', 'one')).toMatchObject(few);
    expect(await assign(ids, 'one', 'two')).toMatchObject({ status: 200, body: { phase: 'inReview' } });
    expect(await assign(ids, 'two')).toMatchObject({ status: 409, body: { code: 'review.already-assigned' } });
    expect(await assign(ids, 'three')).toMatchObject({ status: 200 });
  });
  it('takes nobody of the applying organisation', async () => {
    const ids = await round('conflict', 'admitted', scene);
    await scene.person('insider', ['expert'], OrganisationId.parse(ids.organisationId));
    expect(await assign(ids, 'one', 'insider')).toMatchObject({
      status: 422,
      body: { code: 'review.conflict', details: { personId: 'person-insider' } },
    });
  });
  it.each(['officer', 'nobody'])('takes no %s, who is no expert', async (name) => {
    const ids = await round(`unknown${name}`, 'admitted', scene);
    expect(await assign(ids, 'one', name)).toMatchObject({
      status: 422,
      body: { code: 'review.expert-unknown', details: { personId: `person-${name}` } },
    });
  });
  it('waits for the admission', async () => {
    const ids = await round('early', 'submitted', scene);
    expect(await assign(ids, 'one', 'two')).toMatchObject({ status: 409, body: { code: 'record.wrong-phase' } });
  });
});

describe('an expert', () => {
  it('learns who applies first, and what they wrote after declaring no conflict', async () => {
    const ids = await round('desk', 'admitted', scene);
    await assign(ids, 'one', 'two');
    const read = async () => (await ask('read', { as: 'one', params: params(ids) })).body;
    expect(await read()).toMatchObject({ organisationName: '浦江社工服务社', documents: [] });
    expect(await read()).not.toHaveProperty('draft');
    expect(await score(ids, 'one', 80, 1)).toMatchObject({ status: 409, body: { code: 'record.wrong-phase' } });
    expect(await accept(ids, 'one')).toMatchObject({ status: 200, body: { phase: 'accepted' } });
    expect(await read()).toMatchObject({ draft: { needs: { content: handedIn.needs } } });
    const { body } = await ask('mine', { as: 'one' });
    expect(body['items']).toContainEqual(
      expect.objectContaining({ organisationName: '浦江社工服务社', callName: { zh: '安心到家', en: 'Home' } }),
    );
  });
  it('reads the documents that were locked when it was handed in, and none that came later', async () => {
    const [before, after] = [DocumentId.parse('document-before'), DocumentId.parse('document-after')];
    const ids = await round('locked', 'admitted', scene, { documents: [{ documentId: before, sha256 }] });
    const { applicationId: ownerId, organisationId, contactId: uploaderId } = ids;
    for (const documentId of [before, after]) {
      const requested = DocumentRequested.parse({
        ...{ type: 'DocumentRequested', v: 1, documentId, ownerId, organisationId, uploaderId, ...system },
        ...{ kind: 'proposal', name: '申报书.pdf', mediaType: 'application/pdf', sha256, expiresAt: system.at },
      });
      const accepted = {
        type: 'DocumentAccepted',
        v: 1,
        bytes: 9,
        objectKey: 'documents/c',
        sourceVersion: '1',
      } as const;
      await scene.live(documents, { documentId }, requested, { ...accepted, ...system });
    }
    await assign(ids, 'one', 'two');
    await accept(ids, 'one');
    const { body } = await ask('read', { as: 'one', params: params(ids) });
    expect(body['documents']).toMatchObject([{ documentId: before }]);
  });
  it('sees no application that somebody else was asked about', async () => {
    const ids = await round('foreign', 'admitted', scene);
    await assign(ids, 'one', 'two');
    expect(await ask('read', { as: 'three', params: params(ids) })).toMatchObject({ status: 404 });
    expect(await accept(ids, 'three')).toMatchObject({ status: 404, body: { code: 'record.unknown' } });
  });
  it('who recuses is replaced before there are too few', async () => {
    const ids = await round('recused', 'admitted', scene);
    await assign(ids, 'one', 'two');
    const recused = await ask('recuse', { as: 'one', params: params(ids), version: 1, body: { reason: '曾任顾问' } });
    expect(recused).toMatchObject({ status: 200, body: { phase: 'recused' } });
    expect((await ask('read', { as: 'one', params: params(ids) })).body).not.toHaveProperty('draft');
    expect(await assign(ids, 'three')).toMatchObject({ status: 200 });
  });
  it('gives no score above the maximum', async () => {
    const ids = await round('above', 'admitted', scene);
    await assign(ids, 'one', 'two');
    await accept(ids, 'one');
    expect(await score(ids, 'one', 101)).toMatchObject({ status: 400 });
    const stray = { lines: [{ id: 'R9', score: 1, reason: '' }], opinion: '—' };
    expect(await ask('submit', { as: 'one', params: params(ids), version: 2, body: stray })).toMatchObject({
      status: 422,
      body: { code: 'review.line-invalid', details: { id: 'R9', max: 0 } },
    });
  });
});

describe('scores', () => {
  it('are seen by nobody while one is missing, and then by the staff', async () => {
    const ids = await round('blind', 'admitted', scene);
    await assign(ids, 'one', 'two');
    await Promise.all([accept(ids, 'one'), accept(ids, 'two')]);
    expect(await score(ids, 'one', 81)).toMatchObject({ status: 200, body: { phase: 'submitted', total: 81 } });

    const read = async (as: string) => JSON.stringify(await ask('ofApplication', { as, params: params(ids) }));
    expect(await read('officer')).toContain('"phase":"submitted"');
    expect(await read('officer')).not.toMatch(/81|意见|证据/);
    const own = async (as: string) => JSON.stringify((await ask('read', { as, params: params(ids) })).body);
    expect(await own('two')).not.toMatch(/意见81|"total"/);
    expect(await own('one')).toContain('意见81');

    await score(ids, 'two', 70);
    expect(await read('officer')).toMatch(/意见81.*意见70/);
    expect(await own('two')).not.toContain('意见81');
    for (const as of ['expert', ids.applicant, 'cashier']) expect(await read(as)).toContain('record.unknown');
  });
  it('that were handed in stay', async () => {
    const ids = await round('final', 'admitted', scene);
    await assign(ids, 'one', 'two');
    await accept(ids, 'one');
    await score(ids, 'one', 81);
    expect(await score(ids, 'one', 99, 3)).toMatchObject({ status: 409, body: { code: 'record.wrong-phase' } });
    const late = await ask('recuse', { as: 'one', params: params(ids), version: 3, body: { reason: '—' } });
    expect(late).toMatchObject({ status: 409 });
  });
});
