import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bucket } from '#functions/adapters/bucket';
import { type Document, DocumentRequested, maxBytes } from '#shared/domain/document';
import { DocumentId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { documents } from '#shared/table/aggregates';
import { type Backstage, batchOf, openBackstage, system } from './backstage.ts';

let stage: Backstage;
let intake: (batch: unknown) => Promise<{ readonly batchItemFailures: readonly unknown[] }>;
let s3: S3Client;
let count = 0;
beforeAll(async () => {
  stage = await openBackstage();
  ({ handler: intake } = await import('#functions/intake/handler'));
  s3 = new S3Client();
});
afterAll(() => stage.close());

const pdf = (text: string) => Buffer.from(`%PDF-1.7\n${text}\n%%EOF\n`);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** A document that was asked for, with the hash of what its browser means to send. */
async function requested(promised: Buffer, mediaType: Document['mediaType'] = 'application/pdf') {
  count += 1;
  const documentId = DocumentId.parse(`document-${count}`);
  const event = DocumentRequested.parse({
    ...{ type: 'DocumentRequested', v: 1, documentId, ownerId: 'application-1', organisationId: 'organisation-1' },
    ...{ uploaderId: 'person-1', kind: 'proposal', name: '申报书.pdf', mediaType, sha256: sha256(promised) },
    ...{ expiresAt: '2026-01-05T02:10:00.000Z', ...system },
  });
  await stage.live(documents, { documentId }, event);
  return documentId;
}

/** Puts bytes under the key of the document, past the form, and tells the function of them as S3 does. */
async function arrived(documentId: DocumentId, bytes: Buffer) {
  const earlier = stage.announced.length;
  await s3.send(new PutObjectCommand({ Bucket: 'documents', Key: `quarantine/${documentId}`, Body: bytes }));
  const message = stage.announced[earlier];
  expect(await intake(batchOf(message))).toEqual({ batchItemFailures: [] });
  return message;
}
const stateOf = async (documentId: DocumentId) => (await stage.deps.get(documents, { documentId }))?.state;

test('a whole PDF with the promised hash is copied to where documents are served from', async () => {
  const bytes = pdf('安心到家');
  const documentId = await requested(bytes);
  await arrived(documentId, bytes);
  const objectKey = `documents/${sha256(bytes)}`;
  expect(await stateOf(documentId)).toMatchObject({ phase: 'clean', bytes: bytes.length, objectKey });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'documents', Key: objectKey }));
  expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
});

// In two halves, so that no scanner takes this file for it.
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE!$H+H*'].join('');
const refusals = {
  'a PDF that is none': ['notWhatItSays', Buffer.from('<html>not a PDF</html>')],
  'a PDF that breaks off': ['notWhatItSays', Buffer.from('%PDF-1.7\n1 0 obj')],
  'a file with a virus': ['malware', pdf(eicar)],
  'a file above the cap': ['tooLarge', Buffer.concat([Buffer.alloc(maxBytes), pdf('')])],
} as const;
test.each(Object.entries(refusals))('%s is refused, and nothing of it is served', async (_, [reason, bytes]) => {
  const documentId = await requested(bytes);
  await arrived(documentId, bytes);
  expect(await stateOf(documentId)).toMatchObject({ phase: 'refused', reason });
  const served = s3.send(new GetObjectCommand({ Bucket: 'documents', Key: `documents/${sha256(bytes)}` }));
  await expect(served).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('bytes that are not the promised ones are refused', async () => {
  const documentId = await requested(pdf('one'));
  await arrived(documentId, pdf('two'));
  expect(await stateOf(documentId)).toMatchObject({ phase: 'refused', reason: 'checksum' });
});

test('a second upload after the check changes nothing, nor does the same message again', async () => {
  const bytes = pdf('first');
  const documentId = await requested(bytes);
  const message = await arrived(documentId, bytes);
  const judged = await stage.deps.get(documents, { documentId });
  await arrived(documentId, pdf('second'));
  expect(await intake(batchOf(message, message))).toEqual({ batchItemFailures: [] });
  expect(await stage.deps.get(documents, { documentId })).toEqual(judged);
});

test('it is the announced version that is judged, not what lies there by then', async () => {
  const bytes = pdf('announced');
  const documentId = await requested(bytes);
  const Key = `quarantine/${documentId}`;
  const earlier = stage.announced.length;
  await s3.send(new PutObjectCommand({ Bucket: 'documents', Key, Body: bytes }));
  await s3.send(new PutObjectCommand({ Bucket: 'documents', Key, Body: pdf('swapped') }));
  await intake(batchOf(stage.announced[earlier]));
  const { objectKey = '' } = (await stateOf(documentId)) ?? {};
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'documents', Key: objectKey }));
  expect(await Body?.transformToString()).toContain('announced');
});

test('a foreign key, or a document that nobody asked for, is left alone', async () => {
  await arrived(DocumentId.parse('document-unknown'), pdf('x'));
  const object = { key: 'documents/abc', 'version-id': 'v' };
  expect(await intake(batchOf({ detail: { object } }))).toEqual({ batchItemFailures: [] });
});

const now = () => Instant.parse(new Date().toISOString());
async function sendForm(given: Buffer, sent: Buffer, type = 'application/pdf', most = given.length) {
  const limits = { mediaType: 'application/pdf', bytes: most, sha256: sha256(given), now: now(), validMs: 600_000 };
  const { url, fields } = await bucket('documents').form({ key: 'quarantine/document-form', ...limits });
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, 'Content-Type': type })) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(sent)]));
  return (await fetch(url, { method: 'POST', body: form })).status;
}

test('the form lets through the promised file and no other', async () => {
  expect(await sendForm(pdf('a'), pdf('a'))).toBe(204);
  expect(await sendForm(pdf('a'), pdf('b'))).toBe(400);
  expect(await sendForm(pdf('a'), pdf('a'), 'text/html')).toBe(403);
  expect(await sendForm(pdf('a'), pdf('a'), 'application/pdf', 5)).toBe(400);
});

test('a link hands the file out as an attachment with its own name, for its time only', async () => {
  const { link } = bucket('documents');
  await s3.send(new PutObjectCommand({ Bucket: 'documents', Key: 'documents/one', Body: pdf('一') }));
  const file = { key: 'documents/one', name: '申报书 "终".pdf', mediaType: 'application/pdf', validMs: 300_000 };
  const answer = await fetch(await link({ ...file, now: now() }));
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  const name = `attachment; filename="___ ___.pdf"; filename*=UTF-8''${encodeURIComponent('申报书 "终".pdf')}`;
  expect(answer.headers.get('content-disposition')).toBe(name);
  expect(await answer.text()).toContain('一');
  const old = Instant.parse(new Date(Date.now() - 301_000).toISOString());
  expect((await fetch(await link({ ...file, now: old }))).status).toBe(403);
});
