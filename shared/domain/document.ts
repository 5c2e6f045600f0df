import * as z from 'zod/mini';
import { ApplicationId, AwardId, DocumentId, OrganisationId, PersonId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { ok } from '#shared/kernel/result';
import { Sha256, Text } from '#shared/kernel/text';
import { type Command, event } from './event.ts';
import { guard } from './life-cycle.ts';

export const DocumentKind = z.enum(['proposal', 'attachment', 'report']);
/** What a document may be: its declared type has to be what its first bytes show. */
export const MediaType = z.enum(['application/pdf', 'image/png', 'image/jpeg']);
export type MediaType = z.output<typeof MediaType>;
/** 20 MiB. A cap that the upload form itself enforces. */
export const maxBytes = 20 * 1024 * 1024;

/** What a document belongs to. */
export const Owner = z.union([ApplicationId, AwardId]);

const facts = {
  documentId: DocumentId,
  ownerId: Owner,
  organisationId: OrganisationId,
  uploaderId: PersonId,
  kind: DocumentKind,
  name: Text(200),
  mediaType: MediaType,
  /** Promised by the browser, demanded by the upload form, and counted again from the bytes. */
  sha256: Sha256,
};
export const RefusalReason = z.enum(['notWhatItSays', 'tooLarge', 'checksum', 'malware', 'neverArrived']);

/** A file on its way from quarantine to the documents. Nothing that failed is ever served. */
export const Document = z.strictObject({
  ...facts,
  phase: z.enum(['awaitingUpload', 'clean', 'refused']),
  expiresAt: Instant,
  bytes: z.optional(z.int()),
  /** Where the clean copy lies: documents/<sha256>. */
  objectKey: z.optional(z.string()),
  reason: z.optional(RefusalReason),
});
export type Document = z.output<typeof Document>;

export const DocumentRequested = event('DocumentRequested', { ...facts, expiresAt: Instant });
export const DocumentAccepted = event('DocumentAccepted', {
  bytes: z.int(),
  objectKey: z.string(),
  sourceVersion: z.string(),
});
export const DocumentRefused = event('DocumentRefused', { reason: RefusalReason });
export const DocumentDownloaded = event('DocumentDownloaded', {});
export const DocumentEvent = z.discriminatedUnion('type', [
  DocumentRequested,
  DocumentAccepted,
  DocumentRefused,
  DocumentDownloaded,
]);
export type DocumentEvent = z.output<typeof DocumentEvent>;

type Accept = Command & { readonly bytes: number; readonly objectKey: string; readonly sourceVersion: string };

/** The first version that arrived is judged; a later upload to the same key changes nothing. */
export function acceptDocument(document: Document, command: Accept) {
  const allowed = guard('document', document.phase, 'accept');
  return allowed.ok ? ok({ type: 'DocumentAccepted', v: 1, ...command }) : allowed;
}

export function refuseDocument(
  document: Document,
  command: Command & { readonly reason: z.output<typeof RefusalReason> },
) {
  const allowed = guard('document', document.phase, 'refuse');
  return allowed.ok ? ok({ type: 'DocumentRefused', v: 1, ...command }) : allowed;
}

export function downloadDocument(document: Document, command: Command) {
  const allowed = guard('document', document.phase, 'download');
  return allowed.ok ? ok({ type: 'DocumentDownloaded', v: 1, ...command }) : allowed;
}

const starts = (bytes: Uint8Array, ...expected: readonly number[]) =>
  expected.every((byte, index) => bytes[index] === byte);

/** What the first bytes of a file show it to be. */
export function sniff(bytes: Uint8Array): MediaType | undefined {
  if (starts(bytes, 0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf';
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  return starts(bytes, 0xff, 0xd8, 0xff) ? 'image/jpeg' : undefined;
}

export function evolveDocument(document: Document | undefined, event: DocumentEvent): Document {
  if (event.type === 'DocumentRequested') {
    const { type, v, by, at, ...rest } = event;
    return { ...rest, phase: 'awaitingUpload' };
  }
  if (!document) throw new Error(`${event.type} needs a document`);
  switch (event.type) {
    case 'DocumentAccepted':
      return { ...document, phase: 'clean', bytes: event.bytes, objectKey: event.objectKey };
    case 'DocumentRefused':
      return { ...document, phase: 'refused', reason: event.reason };
    case 'DocumentDownloaded':
      return document;
  }
}
