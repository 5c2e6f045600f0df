import type { Bucket } from '#functions/adapters/bucket';
import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { documentView, drafts } from '#functions/adapters/drafts';
import type { Lister } from '#functions/adapters/lister';
import type { Reader } from '#functions/adapters/reader';
import { standings } from '#functions/adapters/standing';
import type { Action } from '#functions/runtime/action';
import type { documentsRoutes } from '#shared/contracts/routes/documents';
import { downloadDocument } from '#shared/domain/document';
import { may } from '#shared/domain/policy';
import { later } from '#shared/kernel/instant';
import { fail, ok } from '#shared/kernel/result';
import { documents } from '#shared/table/aggregates';

type Routes = typeof documentsRoutes;

export const read: Action<Routes['read'], Reader> = async ({ params, authority }, deps) => {
  const document = await deps.load(authority, documents, params, standings(deps).aroundDocument);
  return document.ok ? ok(documentView(document.value.state)) : document;
};

export const ofOwner: Action<Routes['ofOwner'], Reader & Lister> = async ({ params, authority }, deps) => {
  const { actor } = authority;
  const [files, around] = await Promise.all([
    drafts(deps).documentsOf(params.ownerId),
    standings(deps).aroundDocumentsOf(actor, params.ownerId),
  ]);
  const seen = files.filter((document) => may(actor, 'document.read', { ...document, ...around(document) }));
  return ok({ items: seen.map(documentView) });
};

const validMs = 5 * 60_000;

/** Nothing that has not passed its checks is ever served, and each handing out is on record before the link is given. */
export const link: Action<Routes['link'], Reader & Committer & Bucket> = async (request, deps) => {
  const { params, authority, once, now } = request;
  const document = await deps.load(authority, documents, params, standings(deps).aroundDocument);
  if (!document.ok) return document;
  const { state } = document.value;
  const event = downloadDocument(state, { by: authority.actor.personId, at: now });
  if (!event.ok || state.objectKey === undefined) return fail({ code: 'document.not-clean' });
  const { objectKey, name, mediaType } = state;
  const url = await deps.link({ key: objectKey, name, mediaType, now, validMs });
  return deps.commit({
    changes: [changed(documents, document.value, event.value)],
    once,
    reply: { url, expiresAt: later(now, validMs) },
  });
};
