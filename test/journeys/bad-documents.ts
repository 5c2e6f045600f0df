import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { proposalOf } from '#infra/sample/round';
import { first, post, project, type Stage } from './stage.ts';

const minuteMs = 60_000;
const as = first?.account ?? '';
const Form = z.object({ documentId: z.string(), url: z.string(), fields: z.record(z.string(), z.string()) });
const Seen = z.object({ phase: z.string(), reason: z.optional(z.string()) });
const pdf = (text: string) => Buffer.from(`%PDF-1.7\n${text}\n%%EOF\n`);

/** Uploads that the bucket, or the check after it, has to refuse. Afterwards one sound proposal is there, and nothing else. */
export function documentCases(stage: () => Stage) {
  const ask = (file: Buffer, more: object = {}) => ({
    ...({ method: 'POST', path: '/documents', as } as const),
    body: {
      ...{ ownerId: stage().applicationIds.first, kind: 'proposal', name: '申报书.pdf', mediaType: 'application/pdf' },
      ...{ bytes: file.length, sha256: createHash('sha256').update(file).digest('hex'), ...more },
    },
  });
  const formFor = async (file: Buffer) => {
    const { text } = await stage().say(ask(file));
    return z.parse(Form, JSON.parse(text));
  };
  const look = async (documentId: string) => {
    const { text } = await stage().say({ method: 'GET', path: `/documents/${documentId}`, as });
    return z.parse(Seen, JSON.parse(text));
  };
  const judged = async (documentId: string) => {
    for (let tries = 0; tries < 200; tries += 1) {
      await stage().stack.clock.quiet();
      const seen = await look(documentId);
      if (seen.phase !== 'awaitingUpload') return seen;
      await pause(25);
    }
    throw new Error(`${documentId} was never judged`);
  };
  const waiting = { phase: 'awaitingUpload' };

  it.each([
    ['is another kind of file', Buffer.from('MZ\x90\x00 this program cannot be run in DOS mode'), 'notWhatItSays'],
    ['is a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'notWhatItSays'],
    ['breaks off in the middle', Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog'), 'notWhatItSays'],
    [
      'is the test file of virus scanners',
      pdf('X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-' + 'ANTIVIRUS-TEST-FILE!$H+H*'),
      'malware',
    ],
  ])('refuses a PDF that %s, and never hands it out', async (_, file, reason) => {
    const { documentId, url, fields } = await formFor(file);
    expect((await post(url, fields, file)).status).toBeLessThan(300);
    expect(await judged(documentId)).toEqual({ phase: 'refused', reason });
    const link = { method: 'POST', path: `/documents/${documentId}/links`, as } as const;
    expect(await stage().refusal(link)).toMatchObject({ status: 409, code: 'document.not-clean' });
  });

  it('refuses to plan an upload of more than 20 MB, of another type, or without a checksum', async () => {
    const file = pdf('sound');
    for (const more of [{ bytes: 20 * 1024 * 1024 + 1 }, { mediaType: 'text/html' }, { sha256: 'none' }])
      expect(await stage().refusal(ask(file, more))).toMatchObject({ status: 400, code: 'request.invalid' });
  });

  it('takes with a form the one file that it was made for: no longer one, no other, to no other place', async () => {
    const file = pdf('the one that was promised');
    const { documentId, url, fields } = await formFor(file);
    const other = pdf('not the one that was promise');
    const otherSum = createHash('sha256').update(other).digest('base64');
    expect(other.length).toBe(file.length + 3);
    const longer = await post(url, fields, Buffer.concat([file, file]));
    expect(longer).toEqual({ status: 400, code: 'EntityTooLarge' });
    const changed = Buffer.from(file).fill('x', 10, 20);
    expect((await post(url, fields, changed)).status).toBe(400);
    const withSum = { ...fields, 'x-amz-checksum-sha256': otherSum };
    expect(await post(url, withSum, changed)).toEqual({ status: 403, code: 'AccessDenied' });
    const elsewhere = { ...fields, key: `documents/${createHash('sha256').update(file).digest('hex')}` };
    expect(await post(url, elsewhere, file)).toEqual({ status: 403, code: 'AccessDenied' });
    const asPage = { ...fields, 'Content-Type': 'text/html' };
    expect(await post(url, asPage, file)).toEqual({ status: 403, code: 'AccessDenied' });
    const { 'X-Amz-Signature': signature = '', ...unsigned } = fields;
    const forged = { ...unsigned, 'X-Amz-Signature': signature.replace(/^./, (sign) => (sign === '0' ? '1' : '0')) };
    expect((await post(url, forged, file)).status).toBe(403);
    await stage().stack.clock.quiet();
    expect(await look(documentId)).toEqual(waiting);
  });

  it('lets a form run out after ten minutes, and refuses the document when nothing ever arrived', async () => {
    const file = pdf('too late');
    const { documentId, url, fields } = await formFor(file);
    await stage().stack.clock.move(11 * minuteMs);
    expect(await post(url, fields, file)).toEqual({ status: 403, code: 'AccessDenied' });
    expect(await look(documentId)).toEqual(waiting);
    await stage().stack.clock.move(2 * 24 * 60 * minuteMs);
    expect(await judged(documentId)).toEqual({ phase: 'refused', reason: 'neverArrived' });
  });

  it('keeps to the first version that was judged, whatever is uploaded with its form afterwards', async () => {
    const file = await proposalOf(project, first?.name ?? '');
    const { documentId, url, fields } = await formFor(file);
    expect((await post(url, fields, file)).status).toBeLessThan(300);
    expect(await judged(documentId)).toEqual({ phase: 'clean' });
    const before = await stage().say({ method: 'GET', path: `/documents/${documentId}`, as });
    expect((await post(url, fields, file)).status).toBeLessThan(300);
    await stage().stack.clock.quiet();
    expect(await stage().say({ method: 'GET', path: `/documents/${documentId}`, as })).toEqual(before);
  });
}
