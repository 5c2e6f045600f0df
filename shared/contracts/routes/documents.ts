import * as z from 'zod/mini';
import { none, noParams, type Routes } from '#shared/contracts/route';
import { DocumentKind, MediaType, maxBytes, Owner, RefusalReason } from '#shared/domain/document';
import { DocumentId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { Sha256, Text } from '#shared/kernel/text';

const params = z.strictObject({ documentId: DocumentId });

export const DocumentView = z.strictObject({
  documentId: DocumentId,
  ownerId: Owner,
  kind: DocumentKind,
  name: z.string(),
  mediaType: MediaType,
  sha256: Sha256,
  phase: z.enum(['awaitingUpload', 'clean', 'refused']),
  bytes: z.optional(z.int()),
  reason: z.optional(RefusalReason),
  expiresAt: Instant,
});

export const documentsRoutes = {
  /**
   * Asks for a form to upload straight to the bucket with: key, type, size cap and SHA-256 (hex; the form carries it in
   * base64) are fixed by its signed policy, for ten minutes.
   */
  request: {
    ...none,
    method: 'POST',
    path: '/documents',
    access: { action: 'application.edit' },
    params: noParams,
    body: z.strictObject({
      ownerId: Owner,
      kind: DocumentKind,
      name: Text(200),
      mediaType: MediaType,
      bytes: z.int().check(z.gte(1), z.lte(maxBytes)),
      sha256: Sha256,
    }),
    reply: z.strictObject({
      documentId: DocumentId,
      url: z.string(),
      fields: z.record(z.string(), z.string()),
      expiresAt: Instant,
    }),
    rejections: ['document.too-many'],
  },
  read: {
    ...none,
    method: 'GET',
    path: '/documents/{documentId}',
    access: { action: 'document.read' },
    params,
    reply: DocumentView,
  },
  /** A link for five minutes, always as an attachment; handing it out is on record. */
  link: {
    ...none,
    method: 'POST',
    path: '/documents/{documentId}/links',
    access: { action: 'document.read' },
    params,
    reply: z.strictObject({ url: z.string(), expiresAt: Instant }),
    rejections: ['document.not-clean'],
  },
  ofOwner: {
    ...none,
    method: 'GET',
    path: '/owners/{ownerId}/documents',
    access: { action: 'document.read' },
    params: z.strictObject({ ownerId: Owner }),
    reply: z.strictObject({ items: z.array(DocumentView) }),
  },
} as const satisfies Routes;
