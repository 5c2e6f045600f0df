import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import { byStream } from '#functions/adapters/streams';
import { refuseDocument } from '#shared/domain/document';
import { workflow } from '#shared/domain/event';
import { type Instant, later } from '#shared/kernel/instant';
import { documents } from '#shared/table/aggregates';

/** An upload that came in at the last moment may still be on its way through the queue. */
const graceMs = 3_600_000;

/** A form that ran out without a file: the document is refused, so that it does not wait for ever. */
export async function giveUpOn(stream: string, at: Instant, { get, commit }: Pick<Reader, 'get'> & Committer) {
  const stored = await get(byStream(documents), stream);
  if (!stored || later(stored.state.expiresAt, graceMs) > at) return;
  const event = refuseDocument(stored.state, { by: workflow, at, reason: 'neverArrived' });
  if (!event.ok) return;
  // Stale means that the file was judged at this very moment after all.
  await commit({ changes: [changed(documents, stored, event.value)], once: undefined, reply: {} });
}
