import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import type { Stage } from '#shared/domain/evaluation';
import { formOf } from '#shared/domain/evaluation-form';
import { BeneficiaryId, DocumentId, PersonId, ServiceRecordId } from '#shared/kernel/ids';
import { Day } from '#shared/kernel/instant';
import { documents, evaluations, serviceRecords } from '#shared/table/aggregates';
import { cast, noticeUntil, type Project, project, serviceCode } from './project.ts';
import { caller, openScene, type Scene, system } from './scene.ts';

let scene: Scene;
let ask: ReturnType<typeof caller<typeof evaluationRoutes>>;
beforeAll(async () => {
  scene = await openScene();
  ask = caller(evaluationRoutes, (await import('#functions/evaluation/handler')).handler);
  await cast(scene);
  await scene.person('evaluator2', ['evaluator']);
  await scene.person('judge', ['evaluator', 'lead']);
});
afterAll(() => scene.close());

type Asked = { readonly as: string; readonly body?: object; readonly version?: number; readonly stage?: Stage };
const of = (ids: Project, name: Parameters<typeof ask>[0], { stage = 'midTerm', ...call }: Asked) =>
  ask(name, { ...call, params: { awardId: ids.awardId, stage } });
const standing = async ({ awardId }: Project, stage: Stage = 'midTerm') => {
  const found = await scene.get(evaluations, { awardId, stage });
  if (!found) throw new Error('There is no such evaluation');
  return found;
};
/** The command upon the version that is there now. */
const give = async (ids: Project, name: Parameters<typeof ask>[0], as: string, body?: object) =>
  of(ids, name, { as, version: (await standing(ids)).version, ...(body && { body }) });

/** A file of the grantee, at the end of its checks. */
async function file(ids: Project, name: string, end: 'clean' | 'refused' | 'awaitingUpload' = 'clean') {
  const documentId = DocumentId.parse(`document-${name}`);
  const { awardId, organisationId, contactId } = ids;
  await scene.live(
    documents,
    { documentId },
    {
      ...{ type: 'DocumentRequested', v: 1, documentId, ownerId: awardId, organisationId, uploaderId: contactId },
      ...{ kind: 'report', name: '报告.pdf', mediaType: 'application/pdf', sha256: 'c'.repeat(64) },
      ...{ expiresAt: noticeUntil, ...system },
    },
  );
  const accepted = { bytes: 9, objectKey: 'documents/c', sourceVersion: '1' };
  if (end === 'clean')
    await scene.live(documents, { documentId }, { type: 'DocumentAccepted', v: 1, ...accepted, ...system });
  if (end === 'refused')
    await scene.live(documents, { documentId }, { type: 'DocumentRefused', v: 1, reason: 'malware', ...system });
  return documentId;
}

const marks = (share = 1, stage: Stage = 'midTerm') =>
  formOf(stage).map(({ id, max }) => ({ id, score: Math.round(max * share * 100) / 100, evidence: '抽查记录' }));
const summary = { summary: '服务如期', documentIds: [] };
const assignment = { evaluatorId: 'person-evaluator', dueAt: '2027-03-01T16:00:00.000Z' };
const opinion = '执行良好';

async function until(phase: 'reported' | 'assigned' | 'submitted', ids: Project, evaluatorId = 'person-evaluator') {
  await give(ids, 'report', ids.grantee, summary);
  if (phase === 'reported') return ids;
  await give(ids, 'assign', 'officer', { ...assignment, evaluatorId });
  if (phase === 'assigned') return ids;
  await give(ids, 'submit', evaluatorId.replace('person-', ''), { marks: marks(0.8), opinion });
  return ids;
}

describe('an evaluation', () => {
  it('goes from the report of the grantee to a confirmed score', async () => {
    const ids = await project('way', scene);
    const documentIds = [await file(ids, 'way')];
    expect(await give(ids, 'report', ids.grantee, { summary: '如期', documentIds })).toEqual({
      status: 200,
      body: { phase: 'reported', version: 2 },
    });
    expect(await give(ids, 'assign', 'officer', assignment)).toMatchObject({ body: { phase: 'assigned', version: 3 } });
    expect(await give(ids, 'submit', 'evaluator', { marks: marks(0.8), opinion })).toEqual({
      status: 200,
      body: { phase: 'submitted', version: 4, score: 80, grade: 'good' },
    });
    expect(await give(ids, 'confirm', 'lead')).toMatchObject({ body: { phase: 'confirmed', version: 5 } });
    expect((await standing(ids)).state).toMatchObject({
      ...{ passed: true, score: 80, formVersion: 1, report: { documentIds } },
      totals: { accessibility: 20, suitability: 20, effectiveness: 28, sustainability: 12 },
    });
  });

  it('fails below its pass score, and comes back to the evaluator when it is sent back', async () => {
    const ids = await until('assigned', await project('fails', scene));
    await give(ids, 'submit', 'evaluator', { marks: marks(0.5), opinion });
    expect(await give(ids, 'sendBack', 'director', { reason: '证据不足' })).toMatchObject({
      body: { phase: 'assigned' },
    });
    const params = { awardId: ids.awardId, stage: 'midTerm' };
    expect((await ask('read', { as: 'evaluator', params })).body).toMatchObject({
      state: { sentBackReason: '证据不足' },
    });
    expect(JSON.stringify((await ask('read', { as: ids.grantee, params })).body)).not.toContain('证据不足');
    await give(ids, 'submit', 'evaluator', { marks: marks(0.55), opinion });
    expect((await standing(ids)).state.sentBackReason).toBeUndefined();
    expect((await ask('read', { as: 'lead', params })).body['taskDueAt']).toMatch(/T16:00:00\.000Z$/);
    expect((await ask('read', { as: ids.grantee, params })).body['taskDueAt']).toBeUndefined();
    await give(ids, 'confirm', 'director');
    expect((await standing(ids)).state).toMatchObject({ passed: false, score: 55 });
  });

  it('can be given to another evaluator, and leaves the desk of the first', async () => {
    const ids = await until('assigned', await project('handed', scene));
    await give(ids, 'assign', 'lead', { ...assignment, evaluatorId: 'person-evaluator2' });
    expect(await give(ids, 'submit', 'evaluator', { marks: marks(), opinion })).toMatchObject({ status: 404 });
    const awardsOf = async (as: string) => JSON.stringify((await ask('mine', { as })).body['items']);
    expect(await awardsOf('evaluator2')).toContain(ids.awardId);
    expect(await awardsOf('evaluator')).not.toContain(ids.awardId);
  });
});

describe('refusals', () => {
  it('takes only files of this project that passed their checks', async () => {
    const [ids, other] = [await project('files', scene), await project('files2', scene)];
    const wrong = [
      await file(ids, 'refused', 'refused'),
      await file(ids, 'awaited', 'awaitingUpload'),
      await file(other, 'foreign'),
      DocumentId.parse('document-none'),
    ];
    for (const documentId of wrong) {
      const refused = await give(ids, 'report', ids.grantee, { summary: '如期', documentIds: [documentId] });
      expect(refused).toMatchObject({ status: 409, body: { code: 'document.not-clean' } });
    }
    const good = await file(ids, 'twicenamed');
    const taken = await give(ids, 'report', ids.grantee, { summary: '如期', documentIds: [good, good] });
    expect(taken.status).toBe(200);
    expect((await standing(ids)).state.report?.documentIds).toEqual([good]);
  });

  it('takes only an evaluator who holds the role and does not belong to the grantee', async () => {
    const ids = await until('reported', await project('strangers', scene));
    await scene.person('inside', ['evaluator', 'applicant'], ids.organisationId);
    for (const evaluatorId of ['person-expert', 'person-nobody', 'person-inside'])
      expect(await give(ids, 'assign', 'officer', { ...assignment, evaluatorId })).toMatchObject({
        status: 422,
        body: { code: 'evaluation.evaluator-unknown' },
      });
  });

  it('takes each mark of the form once, within its maximum, and no other', async () => {
    const ids = await until('assigned', await project('marks', scene));
    const [first, ...rest] = marks();
    const another = { id: 'X1', score: 1, evidence: '—' };
    const cases = [
      [rest, 'M1', 10],
      [[{ ...another, id: 'M1', score: 10.5 }, ...rest], 'M1', 10],
      [[...marks(), another], 'X1', 0],
      [[...marks(), first], 'M1', 0],
    ] as const;
    for (const [given, id, max] of cases)
      expect(await give(ids, 'submit', 'evaluator', { marks: given, opinion })).toMatchObject({
        status: 422,
        body: { code: 'evaluation.mark-invalid', details: { id, max } },
      });
    expect((await standing(ids)).state.phase).toBe('assigned');
  });

  it('is confirmed by another than the evaluator', async () => {
    const ids = await until('submitted', await project('own', scene), 'person-judge');
    expect(await give(ids, 'confirm', 'judge')).toMatchObject({ status: 403, body: { code: 'evaluation.own' } });
    expect((await give(ids, 'confirm', 'lead')).status).toBe(200);
  });

  it.each([
    ['report', 'grantee', summary],
    ['assign', 'officer', assignment],
    ['submit', 'evaluator', { marks: [], opinion }],
    ['confirm', 'lead', undefined],
    ['sendBack', 'lead', { reason: '退回' }],
  ] as const)(
    'does not %s in another phase, of another version, without one, or for another',
    async (name, who, body) => {
      const ids = await project(`no${name.toLowerCase()}`, scene);
      if (name !== 'report') await until('assigned', ids);
      if (name === 'report' || name === 'assign' || name === 'submit') await until('submitted', ids);
      const as = who === 'grantee' ? ids.grantee : who;
      const { version } = await standing(ids);
      const call = { as, ...(body && { body }) };
      expect(await of(ids, name, { ...call, version })).toMatchObject({
        status: 409,
        body: { code: 'record.wrong-phase' },
      });
      expect(await of(ids, name, { ...call, version: 99 })).toMatchObject({
        status: 412,
        body: { code: 'record.stale' },
      });
      expect(await of(ids, name, call)).toMatchObject({ status: 428, body: { code: 'record.version-missing' } });
      const other = await project(`yes${name.toLowerCase()}`, scene);
      for (const stranger of ['cashier', 'auditor', 'evaluator2', other.grantee])
        expect(await of(ids, name, { ...call, as: stranger, version })).toMatchObject({ status: 404 });
      expect((await standing(ids)).version).toBe(version);
    },
  );
});

describe('what is shown', () => {
  it('is the form, the clean files and what the records say, to the evaluator it is assigned to', async () => {
    const ids = await until('assigned', await project('shown', scene));
    await file(ids, 'shown');
    await file(ids, 'shownot', 'refused');
    await served(ids);
    const { status, body } = await of(ids, 'read', { as: 'evaluator' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      form: formOf('midTerm'),
      documents: [{ documentId: 'document-shown', phase: 'clean' }],
      figures: { records: 2, people: 1, personTimes: 5, plannedPeople: 25 },
      may: ['evaluation.submit'],
    });
    expect(JSON.stringify(body['documents'])).not.toContain('objectKey');
    expect(await of(ids, 'read', { as: 'evaluator2' })).toMatchObject({ status: 404 });
    expect(await of(ids, 'read', { as: 'evaluator', stage: 'closeOut' })).toMatchObject({ status: 404 });
  });

  it('hides marks from the grantee until they are confirmed', async () => {
    const ids = await until('submitted', await project('hidden', scene));
    const seen = async () => (await of(ids, 'read', { as: ids.grantee })).body['state'];
    for (const name of ['marks', 'totals', 'score', 'opinion', 'evaluatorId'])
      expect(await seen()).not.toHaveProperty(name);
    expect((await of(ids, 'read', { as: 'officer' })).body['state']).toMatchObject({ score: 80, opinion });
    const { body } = await ask('ofAward', { as: ids.grantee, params: { awardId: ids.awardId } });
    expect(JSON.stringify(body)).not.toContain(opinion);
    await give(ids, 'confirm', 'lead');
    expect(await seen()).toMatchObject({ score: 80, opinion, passed: true });
    expect(await seen()).not.toHaveProperty('evaluatorId');
  });

  it('lists by phase for staff, and by award for whom each is open', async () => {
    const ids = await until('reported', await project('listed', scene));
    const inPhase = async (phase: string) =>
      JSON.stringify((await ask('list', { as: 'officer', query: { phase, limit: '100' } })).body['items']);
    expect(await inPhase('reported')).toContain(ids.awardId);
    expect(await inPhase('assigned')).not.toContain(ids.awardId);
    await give(ids, 'assign', 'officer', assignment);
    expect(await inPhase('reported')).not.toContain(ids.awardId);
    expect(await inPhase('assigned')).toContain(ids.awardId);
    expect(await inPhase('awaitingReport')).toContain(ids.awardId);

    const stages = async (as: string) => {
      const { status, body } = await ask('ofAward', { as, params: { awardId: ids.awardId } });
      return status === 200 ? Object.values(body['items'] ?? {}).length : status;
    };
    expect(await stages('auditor')).toBe(2);
    expect(await stages(ids.grantee)).toBe(2);
    expect(await stages('evaluator')).toBe(1);
    expect(await stages('evaluator2')).toBe(404);
    expect(await stages('cashier')).toBe(404);
    expect(await ask('list', { as: 'evaluator', query: { phase: 'reported' } })).toMatchObject({ status: 404 });
  });
});

/** Three services to one person, of which one was corrected into another. */
async function served({ awardId, organisationId, needIds }: Project) {
  const needId = needIds[0];
  if (!needId) throw new Error('The project cites no need');
  const facts = {
    ...({ type: 'ServiceRecorded', v: 1, awardId, organisationId, needId } as const),
    ...{ itemCode: serviceCode, standardVersion: 3 },
    ...{
      beneficiaryId: BeneficiaryId.parse('beneficiary-one'),
      servedOn: Day.parse('2026-02-01'),
    },
    ...{ ...system, by: PersonId.parse('person-any') },
  } as const;
  for (const [index, quantity] of [2, 3, 7].entries()) {
    const recordId = ServiceRecordId.parse(`record-served${index}`);
    await scene.live(serviceRecords, { recordId }, { ...facts, recordId, quantity });
  }
  const [correctedBy, recordId] = [ServiceRecordId.parse('record-served1'), ServiceRecordId.parse('record-served2')];
  await scene.live(
    serviceRecords,
    { recordId },
    { type: 'ServiceRecordCorrected', v: 1, correctedBy, reason: '重复', ...system },
  );
}
