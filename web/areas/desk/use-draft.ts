import { useState } from 'react';
import * as z from 'zod/mini';

/** What was typed for each line of a sheet, by the id of the line; a score may still be missing. */
const SheetDraft = z.object({
  lines: z.record(z.string(), z.object({ score: z.optional(z.number()), text: z.string() })),
  opinion: z.string(),
});
export type SheetDraft = z.output<typeof SheetDraft>;
export type LineDraft = SheetDraft['lines'][string];

const emptyLine: LineDraft = { text: '' };
export const lineOf = (draft: SheetDraft, id: string): LineDraft => draft.lines[id] ?? emptyLine;

function remembered(key: string): SheetDraft | undefined {
  try {
    const text = localStorage.getItem(key);
    return text ? z.safeParse(SheetDraft, JSON.parse(text)).data : undefined;
  } catch {
    // Storage is forbidden, or what lies there is not ours: the sheet begins anew.
    return undefined;
  }
}

function isKept(key: string, draft: SheetDraft | undefined) {
  try {
    if (draft) localStorage.setItem(key, JSON.stringify(draft));
    else localStorage.removeItem(key);
    return true;
  } catch {
    return false;
  }
}

/**
 * Scores and words as they are typed, kept in this browser until they are submitted: a reviewer reads for hours, and the
 * platform must not hold half a score.
 */
export function useDraft(key: string, initial: SheetDraft) {
  const [draft, setDraft] = useState(() => remembered(key) ?? initial);
  const [kept, setKept] = useState(true);
  const change = (next: SheetDraft) => {
    setDraft(next);
    setKept(isKept(key, next));
  };
  return {
    draft,
    kept,
    setLine: (id: string, line: LineDraft) => change({ ...draft, lines: { ...draft.lines, [id]: line } }),
    setOpinion: (opinion: string) => change({ ...draft, opinion }),
    forget: () => isKept(key, undefined),
  };
}

/** Sums as the platform does it: to two decimals. */
export const sumOf = (scores: readonly (number | undefined)[]) =>
  Math.round(scores.reduce<number>((sum, score) => sum + (score ?? 0), 0) * 100) / 100;
