import { useEffect, useRef, useState } from 'react';
import type * as z from 'zod/mini';
import { documentsRoutes } from '#shared/contracts/routes/documents';
import { type DocumentKind, MediaType, maxBytes } from '#shared/domain/document';
import type { ApplicationId, AwardId } from '#shared/kernel/ids';
import type { Reply } from '../../client/api.ts';
import { call } from '../../client/call.ts';
import { sendFile, sha256Of } from '../../client/upload.ts';
import type { UploadState } from '../../design/file-upload.tsx';
import { now } from '../../words/clock.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useApplicationWords } from './words.ts';

export type DocumentView = Reply<typeof documentsRoutes.read>;
type Owner = z.output<typeof ApplicationId> | z.output<typeof AwardId>;
export const mediaTypes = MediaType.options;
export { maxBytes };

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asked often at first and then ever less: a small file is checked within a second or two. */
const pauseMs = (round: number) => Math.min(800 + round * 400, 5000);

/** Follows a document until it has passed its checks or was refused; a lost connection only delays the answer. */
async function settled(documentId: string, isGone: () => boolean): Promise<DocumentView | undefined> {
  for (let round = 0; !isGone(); round++) {
    const result = await call(documentsRoutes.read, { params: { documentId } });
    if (result.ok && result.value.phase !== 'awaitingUpload') return result.value;
    // The form has ended and a grace for the check has passed: what has not come by now will not come.
    if (result.ok && Date.parse(now()) > Date.parse(result.value.expiresAt) + 120_000) return result.value;
    if (!result.ok && result.problem.status === 404) return undefined;
    await wait(pauseMs(round));
  }
  return undefined;
}

/** One file on its way: hash, form, bucket, check. `onSettled` hears of each end, good or bad. */
export function useUpload(
  ownerId: Owner,
  kind: z.output<typeof DocumentKind>,
  existing: DocumentView | undefined,
  onSettled: (document: DocumentView) => void,
) {
  const words = useApplicationWords().upload;
  const reasons = useDomainWords().documentRefusal;
  const stateOf = (document: DocumentView): UploadState => {
    const fileName = document.name;
    if (document.phase === 'clean')
      return { kind: 'done', fileName, ...(document.bytes ? { bytes: document.bytes } : {}) };
    if (document.phase === 'awaitingUpload' && document.expiresAt > now()) return { kind: 'checking', fileName };
    return { kind: 'refused', fileName, why: document.reason ? reasons[document.reason] : reasons.neverArrived };
  };
  const [moving, setMoving] = useState<UploadState>();
  const [last, setLast] = useState(existing);
  const [failed, setFailed] = useState<File>();
  const running = useRef(new AbortController());
  const isMounted = useRef(true);

  const follow = async (documentId: string) => {
    const signal = running.current.signal;
    const document = await settled(documentId, () => signal.aborted || !isMounted.current);
    if (!document || signal.aborted) return;
    setMoving(undefined);
    setLast(document);
    onSettled(document);
  };
  const started = useRef(false);
  useEffect(() => {
    isMounted.current = true;
    if (existing?.phase === 'awaitingUpload' && !started.current) {
      started.current = true;
      void follow(existing.documentId);
    }
    return () => {
      isMounted.current = false;
    };
  });

  const fail = (file: File, why: string) => {
    setFailed(file);
    setMoving({ kind: 'refused', fileName: file.name, why });
  };
  const send = async (file: File) => {
    running.current.abort();
    running.current = new AbortController();
    const { signal } = running.current;
    const fileName = file.name;
    setFailed(undefined);
    setMoving({ kind: 'uploading', fileName, percent: 0 });
    const mediaType = mediaTypes.find((type) => type === file.type);
    if (!mediaType) return fail(file, reasons.notWhatItSays);
    const body = { ownerId, kind, name: fileName, mediaType, bytes: file.size, sha256: await sha256Of(file) };
    const form = await call(documentsRoutes.request, { body });
    if (signal.aborted) return;
    if (!form.ok) return fail(file, form.problem.title);
    const onPercent = (percent: number) => setMoving({ kind: 'uploading', fileName, percent });
    const outcome = await sendFile(form.value, file, { onPercent, signal });
    if (outcome === 'cancelled') return setMoving(undefined);
    const failures = { lost: words.lost, refused: words.refused };
    if (outcome !== 'sent') return fail(file, failures[outcome]);
    setMoving({ kind: 'checking', fileName });
    await follow(form.value.documentId);
  };
  const shown: UploadState = moving ?? (last ? stateOf(last) : { kind: 'empty' });
  return {
    state: shown,
    document: last,
    pick: (file: File) => void send(file),
    cancel: () => {
      running.current.abort();
      setMoving(undefined);
    },
    /** Sends the same file once more, when it was not the file that was at fault. */
    ...(failed ? { again: () => void send(failed) } : {}),
  };
}
