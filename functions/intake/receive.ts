import * as z from 'zod/mini';
import type { Bucket } from '#functions/adapters/bucket';
import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import { acceptDocument, maxBytes, refuseDocument } from '#shared/domain/document';
import { workflow } from '#shared/domain/event';
import { DocumentId } from '#shared/kernel/ids';
import type { Instant } from '#shared/kernel/instant';
import { documents } from '#shared/table/aggregates';
import { inspect } from './inspect.ts';
import type { MalwareScan } from './malware.ts';

/** What S3 tells the bus about a new object, as a queue hands it on. */
export const ObjectCreated = z.object({
  detail: z.object({ object: z.object({ key: z.string(), 'version-id': z.string() }) }),
});

type Deps = Pick<Reader, 'get'> &
  Committer &
  Pick<Bucket, 'readVersion' | 'copyVersion'> & { readonly scan: MalwareScan; readonly now: () => Instant };

/** Keys in quarantine are ours: `quarantine/<documentId>`, with or without something after it. */
const quarantined = /^quarantine\/(document-[0-9a-z]{1,26})(?:\/|$)/;

/**
 * Judges the one version that has arrived, copies it to where documents are served from, and only then says that it is
 * clean. A second delivery, or a later upload to the same key, finds the document judged and changes nothing.
 */
export async function receive({ detail: { object } }: z.output<typeof ObjectCreated>, deps: Deps) {
  const { key, 'version-id': versionId } = object;
  const found = quarantined.exec(key)?.[1];
  if (found === undefined) return;
  const documentId = DocumentId.parse(found);
  const stored = await deps.get(documents, { documentId });
  if (stored?.state.phase !== 'awaitingUpload') return;

  const judged = await inspect(stored.state, await deps.readVersion({ key, versionId }, maxBytes), deps.scan);
  const by = { by: workflow, at: deps.now() };
  const objectKey = `documents/${stored.state.sha256}`;
  if (judged.ok) await deps.copyVersion({ key, versionId }, objectKey);
  const event = judged.ok
    ? acceptDocument(stored.state, { ...by, bytes: judged.value.bytes, objectKey, sourceVersion: versionId })
    : refuseDocument(stored.state, { ...by, reason: judged.error.code });
  if (!event.ok) return;
  const committed = await deps.commit({
    changes: [changed(documents, stored, event.value)],
    once: undefined,
    reply: {},
  });
  // Whoever was first has judged the same bytes; on the next try this delivery sees it.
  if (!committed.ok) throw new Error(`${documentId} was judged by another delivery at the same moment`);
}
