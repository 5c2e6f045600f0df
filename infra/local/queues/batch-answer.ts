import * as z from 'zod/mini';

const Answer = z.object({
  batchItemFailures: z.optional(z.nullable(z.array(z.object({ itemIdentifier: z.string().check(z.minLength(1)) })))),
});

/**
 * The messages of a batch that have to come again, as Lambda reads the answer of a function that reports failures:
 * no answer, an empty one or an empty list is a success; an answer that cannot be read, or that names a message
 * which is not in the batch, fails the whole batch.
 */
export function failedIn(answer: unknown, messageIds: readonly string[]): readonly string[] {
  if (answer === null || answer === undefined) return [];
  const read = z.safeParse(Answer, answer);
  if (!read.success) return messageIds;
  const failed = (read.data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return failed.every((id) => messageIds.includes(id)) ? failed : messageIds;
}
