import { createHash } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorised } from '#functions/adapters/changes';
import { documentsRoutes } from '#shared/contracts/routes/documents';
import { Application, ApplicationDrafted } from '#shared/domain/application';
import { DocumentRequested, maxBytes } from '#shared/domain/document';
import type { Role } from '#shared/domain/person';
import { ApplicationId, DocumentId, OrganisationId, PersonId } from '#shared/kernel/ids';
import { applications, documents, people } from '#shared/table/aggregates';
import { type Backstage, openBackstage, system } from './backstage.ts';
import { caller } from './scene.ts';

let stage: Backstage;
let ask: ReturnType<typeof caller<typeof documentsRoutes>>;
const organisationId = OrganisationId.parse('organisation-1');
beforeAll(async () => {
  stage = await openBackstage();
  ask = caller(documentsRoutes, (await import('#functions/documents/handler')).handler);
  await member('owner', ['applicant'], organisationId);
  await member('other', ['applicant'], OrganisationId.parse('organisation-2'));
  for (const role of ['officer', 'expert', 'cashier'] as const) await member(role, [role]);
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
    ...{ organisationName: '浦江社工服务社', title: '安心到家', contactId: 'person-owner' },
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
  const documentId = DocumentId.parse(`${(await request(ownerId)).body['documentId']}`);
  const Key = `documents/${sha256}`;
  await new S3Client().send(new PutObjectCommand({ Bucket: 'documents', Key, Body: bytes }));
  const accepted = { type: 'DocumentAccepted', v: 1, bytes: bytes.length, objectKey: Key, sourceVersion: '1' } as const;
  await stage.live(documents, { documentId }, { ...accepted, ...system });
  return { ownerId, documentId };
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
    const by = { ...system, by: PersonId.parse('person-owner') };
    const facts = { title: '安心到家', requestedFen: 1, receiptNumber: 'SB-1', contentHash: sha256 };
    const { event } = applications;
    await stage.live(
      applications,
      { applicationId: ownerId },
      event.parse({ type: 'ApplicationSubmitted', v: 1, ...facts, ...by }),
    );
    expect(Application.parse((await stage.deps.get(applications, { applicationId: ownerId }))?.state).phase).toBe(
      'submitted',
    );
    expect(await request(ownerId)).toMatchObject({ status: 409, body: { code: 'record.wrong-phase' } });
  });
});

describe('a link', () => {
  it('hands out what passed its checks as an attachment under its own name, and that is on record', async () => {
    const { documentId } = await clean('served');
    const { body } = await ask('link', { as: 'expert', params: { documentId } });
    const answer = await fetch(`${body['url']}`);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    const disposition = answer.headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''/);
    expect(decodeURIComponent(disposition)).toContain('申报书 “终稿”.pdf');
    expect((await stage.deps.get(documents, { documentId }))?.version).toBe(3);
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
    const served = await clean('hidden');
    for (const as of ['other', 'cashier'])
      expect(await ask('link', { as, params: { documentId: served.documentId } })).toMatchObject({ status: 404 });
  });
});

it('the documents of a record are listed for its owner, the clean ones for the staff, and none for others', async () => {
  const { ownerId, documentId } = await clean('listed');
  const waiting = `${(await request(ownerId)).body['documentId']}`;
  const listed = async (as: string) => JSON.stringify((await ask('ofOwner', { as, params: { ownerId } })).body);
  expect(await listed('owner')).toContain(waiting);
  expect(await listed('officer')).toContain(documentId);
  expect(await listed('officer')).not.toContain(waiting);
  expect(await listed('other')).toBe('{"items":[]}');
  expect(await listed('owner')).not.toContain('objectKey');
});
