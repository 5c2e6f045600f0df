import * as z from 'zod/mini';
import type { Invocation } from '../engine.ts';
import type { Segment } from './checkpoints.ts';
import type { Mapping } from './event-source-mapping.ts';

/** Streams keep their records that long, so no retry lasts longer. */
const RETENTION_MS = 24 * 60 * 60 * 1000;

const Report = z.object({
  batchItemFailures: z.optional(z.nullable(z.array(z.object({ itemIdentifier: z.string() })))),
});

/** Index of the first record that failed, or the batch's length if all went well. */
export function failedFrom(mapping: Mapping, answer: Invocation, sequences: readonly string[]): number {
  if (!answer.ok) return 0;
  if (!mapping.reportsFailures || answer.payload === null || answer.payload === undefined) return sequences.length;
  const report = z.safeParse(Report, answer.payload);
  // An answer that cannot be understood counts as a failure of all, as on AWS.
  if (!report.success) return 0;
  const failures = report.data.batchItemFailures ?? [];
  return failures.reduce((first, { itemIdentifier }) => {
    const index = sequences.indexOf(itemIdentifier);
    return Math.min(first, Math.max(index, 0));
  }, sequences.length);
}

export type Verdict =
  | { readonly kind: 'retry'; readonly segments: readonly Segment[] }
  | { readonly kind: 'give up'; readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded' };

/** What becomes of records that failed: `left` of them, after `done` others of their batch went well. */
export function judge(mapping: Mapping, { left, done, retries, ageMs }: Failure): Verdict {
  if (ageMs > (mapping.maxAgeMs ?? RETENTION_MS)) return { kind: 'give up', condition: 'RecordAgeExceeded' };
  if (mapping.bisects && done === 0 && left > 1) {
    const half = Math.ceil(left / 2);
    const halves = [half, left - half].map((count) => ({ count, retries }));
    return { kind: 'retry', segments: halves };
  }
  if (retries >= mapping.maxRetries) return { kind: 'give up', condition: 'RetryAttemptsExhausted' };
  return { kind: 'retry', segments: [{ count: left, retries: retries + 1 }] };
}
type Failure = { readonly left: number; readonly done: number; readonly retries: number; readonly ageMs: number };
