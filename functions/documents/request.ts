import type { Bucket } from '#functions/adapters/bucket';
import { created } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { drafts } from '#functions/adapters/drafts';
import type { Lister } from '#functions/adapters/lister';
import { newId } from '#functions/adapters/new-id';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { documentsRoutes } from '#shared/contracts/routes/documents';
import { DocumentId } from '#shared/kernel/ids';
import { later } from '#shared/kernel/instant';
import { fail } from '#shared/kernel/result';
import { documents } from '#shared/table/aggregates';
import { ownerOf } from './owner.ts';

type Request = Action<typeof documentsRoutes.request, Reader & Committer & Lister & Bucket>;

const validMs = 10 * 60_000;
const most = 20;

/** The key is ours, and so are the conditions of the form: a browser can upload this file and no other. */
export const request: Request = async ({ params: _, body, authority, once, now }, deps) => {
  const owner = await ownerOf(authority, body.ownerId, deps);
  if (!owner.ok) return owner;
  const { organisationId, unchanged } = owner.value;
  const files = await drafts(deps).documentsOf(body.ownerId);
  if (files.filter(({ phase }) => phase !== 'refused').length >= most) return fail({ code: 'document.too-many' });

  const documentId = DocumentId.parse(newId('document', now));
  const expiresAt = later(now, validMs);
  const { ownerId, kind, name, mediaType, sha256, bytes } = body;
  const by = { by: authority.actor.personId, at: now };
  const facts = {
    documentId,
    ownerId,
    organisationId,
    uploaderId: authority.actor.personId,
    kind,
    name,
    mediaType,
    sha256,
  };
  const event = { type: 'DocumentRequested', v: 1, ...facts, expiresAt, ...by } as const;
  const form = await deps.form({ key: `quarantine/${documentId}`, mediaType, bytes, sha256, now, validMs });
  return deps.commit({
    changes: [created(documents, event), [unchanged]],
    once,
    reply: { documentId, ...form, expiresAt },
  });
};
