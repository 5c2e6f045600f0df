import { createHash } from 'node:crypto';
import type * as z from 'zod/mini';
import { type Document, maxBytes, type RefusalReason, sniff } from '#shared/domain/document';
import { fail, ok } from '#shared/kernel/result';
import type { MalwareScan } from './malware.ts';

type Reason = z.output<typeof RefusalReason>;
const refuse = (code: Reason) => fail({ code });

/** A PDF ends with its mark; readers allow for some bytes after it (ISO 32000-1, annex H, implementation note 18). */
const lastBytes = 1024;
const isWhole = (bytes: Buffer) => bytes.subarray(-lastBytes).includes('%%EOF');

/** Is this what was promised, is it what it says it is, is it whole, is it harmless? */
export async function inspect(document: Document, bytes: Buffer | 'tooLarge', scan: MalwareScan) {
  if (bytes === 'tooLarge' || bytes.length > maxBytes) return refuse('tooLarge');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== document.sha256) return refuse('checksum');
  const found = sniff(bytes);
  if (found !== document.mediaType) return refuse('notWhatItSays');
  if (found === 'application/pdf' && !isWhole(bytes)) return refuse('notWhatItSays');
  return (await scan(bytes)) === 'clean' ? ok({ sha256, bytes: bytes.length }) : refuse('malware');
}
