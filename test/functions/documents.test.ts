import { createHash } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bucket } from '#functions/adapters/bucket';
import { authorised } from '#functions/adapters/changes';
import { submissions } from '#functions/adapters/rows';
import { clock } from '#functions/runtime/clock';
import { lambda } from '#functions/runtime/http';
import { documentsRoutes } from '#shared/contracts/routes/documents';
import { Application, ApplicationDrafted } from '#shared/domain/application';
import { DocumentRequested, maxBytes } from '#shared/domain/document';
import type { Role } from '#shared/domain/person';
import { ApplicationId, AwardId, CallId, DocumentId, OrganisationId, PersonId } from '#shared/kernel/ids';
import { applications, awards, documents, evaluations, people, reviews } from '#shared/table/aggregates';
import { type Backstage, openBackstage, system } from './backstage.ts';
import { contentOf } from './project.ts';
import { caller } from './scene.ts';

let stage: Backstage;
let ask: ReturnType<typeof caller<typeof documentsRoutes>>;
const named = { organisationName: '浦江社工服务社', title: '安心到家' };
const organisationId = OrganisationId.parse('organisation-1');
beforeAll(async () => {
  stage = await openBackstage();
  ask = caller(documentsRoutes, (await import('#functions/documents/handler')).handler);
  await member('owner', ['applicant'], organisationId);
  await member('other', ['applicant'], OrganisationId.parse('organisation-2'));
  for (const role of ['officer', 'expert', 'evaluator', 'cashier'] as const) await member(role, [role]);
  await member('expert2', ['expert']);
  await member('evaluator2', ['evaluator']);
});
afterAll(() => stage.close());

async function member(name: string, roles: Role[], of?: OrganisationId) {
  const personId = await stage.person(name, roles);
  if (!of) return;
  const joined = { type: 'OrganisationJoined', v: 1, organisationId: of, roles, ...system } as const;
  const { state, version } = await stage.live(people, { personId }, joined);
  await stage.write(authorised(state, version));
}
async function draft(name: string) {
  const applicationId = ApplicationId.parse(`application-${name}`);
  const event = ApplicationDrafted.parse({
    ...{
      type: 'ApplicationDrafted',
      v: 1,
      applicationId,
      callId: 'call-1',
      fundId: 'fund-1',
      organisationId,
      ...system,
    },
    ...{ ...named, contactId: 'person-owner' },
  });
  await stage.live(applications, { applicationId }, event);
  return applicationId;
}
const bytes = Buffer.from('%PDF-1.7\n安心\n');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const wanted = (ownerId: string, change: object = {}) => ({
  ...{
    ownerId,
    kind: 'proposal',
    name: '申报书 “终稿”.pdf',
    mediaType: 'application/pdf',
    bytes: bytes.length,
    sha256,
  },
  ...change,
});
const request = (ownerId: string, as = 'owner', change: object = {}) =>
  ask('request', { as, body: wanted(ownerId, change) });

/** A document that has passed its checks, and lies where documents are served from. */
async function clean(name: string) {
  const ownerId = await draft(name);
  return { ownerId, documentId: await cleanOf(ownerId) };
}
async function cleanOf(ownerId: string) {
  const documentId = DocumentId.parse(`${(await request(ownerId)).body['documentId']}`);
  const Key = `documents/${sha256}`;
  await new S3Client().send(new PutObjectCommand({ Bucket: 'documents', Key, Body: bytes }));
  const accepted = { type: 'DocumentAccepted', v: 1, bytes: bytes.length, objectKey: Key, sourceVersion: '1' } as const;
  await stage.live(documents, { documentId }, { ...accepted, ...system });
  return documentId;
}

describe('a form to upload with', () => {
  it('takes the file that was named, and no other', async () => {
    const { body } = await request(await draft('form'));
    const { url, fields } = documentsRoutes.request.reply.parse(body);
    expect(fields).toMatchObject({ key: `quarantine/${body['documentId']}`, 'Content-Type': 'application/pdf' });
    const send = (file: Buffer) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append('file', new Blob([new Uint8Array(file)]));
      return fetch(url, { method: 'POST', body: form });
    };
    expect((await send(Buffer.from('%PDF-1.7\n别的\n'))).ok).toBe(false);
    expect((await send(Buffer.concat([bytes, bytes]))).ok).toBe(false);
    expect((await send(bytes)).ok).toBe(true);
  });
  it('is given for a record of one’s own organisation alone', async () => {
    const ownerId = await draft('foreign');
    for (const as of ['other', 'officer', 'expert'])
      expect(await request(ownerId, as)).toMatchObject({ status: 404, body: { code: 'record.unknown' } });
    expect(await request('application-0')).toMatchObject({ status: 404 });
  });
  it.each([
    ['too large', { bytes: maxBytes + 1 }, 'body.bytes'],
    ['empty', { bytes: 0 }, 'body.bytes'],
    ['of another type', { mediaType: 'text/html' }, 'body.mediaType'],
    ['without its hash', { sha256: 'abc' }, 'body.sha256'],
  ])('is not given for a file that is %s', async (_, change, path) => {
    const refused = await request('application-form', 'owner', change);
    expect(refused).toMatchObject({ status: 400, body: { details: { issues: [{ path }] } } });
  });
  it('is not given for a twenty-first document, unless one was refused', async () => {
    const ownerId = await draft('many');
    const made = Array.from({ length: 20 }, (_, index) => DocumentId.parse(`document-many${index}`));
    await Promise.all(
      made.map((documentId) =>
        stage.live(
          documents,
          { documentId },
          DocumentRequested.parse({
            ...{ type: 'DocumentRequested', v: 1, documentId, organisationId, uploaderId: 'person-owner', ...system },
            ...{ ownerId, kind: 'attachment', name: '附件', mediaType: 'image/png', sha256, expiresAt: system.at },
          }),
        ),
      ),
    );
    expect(await request(ownerId)).toMatchObject({ status: 409, body: { code: 'document.too-many' } });
    const [documentId] = made;
    if (documentId)
      await stage.live(documents, { documentId }, { type: 'DocumentRefused', v: 1, reason: 'malware', ...system });
    expect(await request(ownerId)).toMatchObject({ status: 200 });
  });
  it('is not given for an application that was handed in: what the experts read is what was locked', async () => {
    const ownerId = await draft('handedin');
    await handIn(ownerId, []);
    expect(Application.parse((await stage.deps.get(applications, { applicationId: ownerId }))?.state).phase).toBe(
      'submitted',
    );
    expect(await request(ownerId)).toMatchObject({ status: 409, body: { code: 'record.wrong-phase' } });
  });
});

/** From here on the foundation has it: what was locked is these documents. */
async function handIn(applicationId: ApplicationId, locked: readonly DocumentId[]) {
  const by = { ...system, by: PersonId.parse('person-owner') };
  const facts = { title: '安心到家', requestedFen: 1, receiptNumber: 'SB-1', contentHash: sha256 };
  const event = applications.event.parse({ type: 'ApplicationSubmitted', v: 1, ...facts, ...by });
  await stage.live(applications, { applicationId }, event);
  const submission = { content: contentOf([]), documents: locked.map((documentId) => ({ documentId, sha256 })) };
  await stage.write([stage.put(submissions.item({ applicationId }, submission), 'record.busy')]);
}
async function review(applicationId: ApplicationId, expert: string) {
  const expertId = PersonId.parse(`person-${expert}`);
  const facts = { applicationId, callId: CallId.parse('call-1'), expertId, title: '安心到家', dueAt: system.at };
  const id = { applicationId, expertId };
  await stage.live(reviews, id, { type: 'ReviewAssigned', v: 1, ...facts, ...system });
  return {
    accept: () => stage.live(reviews, id, { type: 'ReviewAccepted', v: 1, ...system }),
    recuse: () => stage.live(reviews, id, { type: 'ReviewRecused', v: 1, reason: '曾任顾问', ...system }),
  };
}
/** Can they read it, see it in the list, and download it? All three, or none. */
async function opens(as: string, { ownerId, documentId }: { ownerId: string; documentId: string }) {
  const [one, link, list] = await Promise.all([
    ask('read', { as, params: { documentId } }),
    ask('link', { as, params: { documentId } }),
    ask('ofOwner', { as, params: { ownerId } }),
  ]);
  const shown = [one.status === 200, link.status === 200, JSON.stringify(list.body).includes(documentId)];
  if (!shown[0]) expect([one, link]).toMatchObject([{ body: { code: 'record.unknown' } }, { status: 404 }]);
  expect(new Set(shown).size).toBe(1);
  return shown[0];
}

describe('who may read a document', () => {
  it('is nobody but its owner while the application is a draft', async () => {
    const document = await clean('drafted');
    await (await review(document.ownerId, 'expert')).accept();
    for (const as of ['officer', 'expert', 'expert2', 'evaluator', 'other', 'cashier'])
      expect(await opens(as, document)).toBe(false);
    expect(await opens('owner', document)).toBe(true);
  });
  it('is an expert who reviews the application and has declared no conflict, for what was locked', async () => {
    const document = await clean('judged');
    const later = await cleanOf(document.ownerId);
    await handIn(document.ownerId, [document.documentId]);
    const mine = await review(document.ownerId, 'expert');
    expect(await opens('officer', document)).toBe(true);
    expect(await opens('expert', document)).toBe(false);
    await mine.accept();
    expect(await opens('expert', document)).toBe(true);
    expect(await opens('expert', { ...document, documentId: later })).toBe(false);
    for (const as of ['expert2', 'evaluator', 'other', 'cashier']) expect(await opens(as, document)).toBe(false);
    await mine.recuse();
    expect(await opens('expert', document)).toBe(false);
  });
  it('is the evaluator to whom an evaluation of the award is assigned, and no other', async () => {
    const awardId = AwardId.parse('award-evaluated');
    const facts = { awardId, organisationId, contactId: PersonId.parse('person-owner'), ...named };
    await stage.live(
      awards,
      { awardId },
      awards.event.parse({
        ...{ type: 'AwardGranted', v: 1, ...facts, callId: 'call-1', fundId: 'fund-1', number: 'XM-1' },
        ...{ applicationId: 'application-evaluated', amountFen: 1, months: 12, tranches: [], signBy: system.at },
        ...{ agreementHash: sha256, ...system },
      }),
    );
    const document = { ownerId: awardId, documentId: await cleanOf(awardId) };
    for (const of of ['midTerm', 'closeOut'] as const)
      await stage.live(
        evaluations,
        { awardId, stage: of },
        { type: 'EvaluationPlanned', v: 1, ...facts, stage: of, reportDueAt: system.at, passScore: 60, ...system },
      );
    for (const as of ['evaluator', 'evaluator2', 'expert', 'other']) expect(await opens(as, document)).toBe(false);
    for (const as of ['owner', 'officer']) expect(await opens(as, document)).toBe(true);
    const assigned = { evaluatorId: PersonId.parse('person-evaluator'), dueAt: system.at };
    const assign = { type: 'EvaluatorAssigned', v: 1, ...assigned, ...system } as const;
    await stage.live(evaluations, { awardId, stage: 'closeOut' }, assign);
    expect(await opens('evaluator', document)).toBe(true);
    expect(await opens('evaluator2', document)).toBe(false);
  });
});

it('a form asked for while the application is being handed in adds nothing to it', async () => {
  const ownerId = await draft('racing');
  const files = bucket('documents');
  const handingIn: typeof files.form = async (upload) => {
    const facts = { title: '安心到家', requestedFen: 1, receiptNumber: 'SB-2', contentHash: sha256 };
    const event = applications.event.parse({ type: 'ApplicationSubmitted', v: 1, ...facts, ...system });
    await stage.live(applications, { applicationId: ownerId }, event);
    return files.form(upload);
  };
  const actions = { ...(await import('#functions/documents/read')), ...(await import('#functions/documents/request')) };
  const deps = { ...stage.deps, ...files, form: handingIn, now: clock };
  const late = caller(documentsRoutes, lambda(documentsRoutes, actions, deps));
  expect(await late('request', { as: 'owner', body: wanted(ownerId) })).toMatchObject({
    status: 409,
    body: { code: 'record.busy' },
  });
  expect((await ask('ofOwner', { as: 'owner', params: { ownerId } })).body).toEqual({ items: [] });
});

describe('a link', () => {
  it('hands out what passed its checks as an attachment under its own name, and that is on record', async () => {
    const { documentId } = await clean('served');
    const { body } = await ask('link', { as: 'owner', params: { documentId } });
    const answer = await fetch(`${body['url']}`);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    const disposition = answer.headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''/);
    expect(decodeURIComponent(disposition)).toContain('申报书 “终稿”.pdf');
    expect((await stage.deps.get(documents, { documentId }))?.version).toBe(3);
  });
  it('is given to everybody who asks at the same moment, each on record', async () => {
    const { documentId } = await clean('together');
    const asked = [1, 2, 3, 4].map(() => ask('link', { as: 'owner', params: { documentId } }));
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await stage.deps.get(documents, { documentId }))?.version).toBe(6);
  });
  it('is not given to what has not passed, nor to who may not see it', async () => {
    const ownerId = await draft('unchecked');
    const documentId = `${(await request(ownerId)).body['documentId']}`;
    const params = { documentId };
    expect(await ask('link', { as: 'owner', params })).toMatchObject({
      status: 409,
      body: { code: 'document.not-clean' },
    });
    for (const as of ['expert', 'officer', 'other'])
      expect(await ask('link', { as, params })).toMatchObject({ status: 404 });
  });
});

it('the documents of a record are listed for its owner, the clean ones for the staff, none for others', async () => {
  const { ownerId, documentId } = await clean('listed');
  const waiting = `${(await request(ownerId)).body['documentId']}`;
  await handIn(ownerId, [documentId]);
  const listed = async (as: string) => JSON.stringify((await ask('ofOwner', { as, params: { ownerId } })).body);
  expect(await listed('owner')).toContain(waiting);
  expect(await listed('officer')).toContain(documentId);
  expect(await listed('officer')).not.toContain(waiting);
  expect(await listed('other')).toBe('{"items":[]}');
  expect(await listed('owner')).not.toContain('objectKey');
});
