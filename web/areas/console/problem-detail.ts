import * as z from 'zod/mini';
import type { Problem } from '../../client/problem.ts';
import { useFormat } from '../../words/format.ts';
import { useConsoleWords } from './console-nav.ts';

const Details = z.object({
  needed: z.optional(z.number()),
  score: z.optional(z.number()),
  requestedFen: z.optional(z.number()),
  leftFen: z.optional(z.number()),
  availableFen: z.optional(z.number()),
  closesAt: z.optional(z.string()),
  code: z.optional(z.string()),
});

/** The figures of a refusal, which its title leaves out: how many experts, how high the score, how much was asked. */
export function useProblemDetail(problem: Problem | undefined): string | undefined {
  const words = useConsoleWords().detail;
  const format = useFormat();
  const { data } = z.safeParse(Details, problem?.details);
  if (!problem || !data) return undefined;
  const { needed, score, requestedFen, leftFen, availableFen, closesAt, code } = data;
  const sentences: Readonly<Record<string, string | undefined>> = {
    'review.too-few': needed === undefined ? undefined : words.needed(needed),
    'decision.below-pass-line': score === undefined ? undefined : words.score(score),
    'decision.over-request': requestedFen === undefined ? undefined : words.requested(format.money(requestedFen)),
    'decision.over-budget': leftFen === undefined ? undefined : words.left(format.money(leftFen)),
    'call.over-balance': availableFen === undefined ? undefined : words.available(format.money(availableFen)),
    'call.deadline-passed': closesAt === undefined ? undefined : words.closes(format.dateTime(closesAt)),
    'serviceItem.unknown': code === undefined ? undefined : words.item(code),
  };
  return sentences[problem.code];
}
