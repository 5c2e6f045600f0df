import type { FieldErrors } from '../../client/field-errors.ts';

/** More open lines than one would read one by one are said in one sentence. */
const mostNamed = 5;

type Words = {
  readonly left: (count: number) => string;
  readonly line: (score: string, text: string) => string;
};
type Sheet = {
  /** `marks` or `lines`: where the lines stand in the body. */
  readonly list: string;
  /** The field of a line that is words. */
  readonly text: string;
  readonly count: number;
};

/** What is wrong with a sheet, a line of it at a time: the fields themselves say the rest. */
export function summaryOf(errors: FieldErrors, { list, text, count }: Sheet, words: Words): FieldErrors {
  const own: [string, string][] = [];
  const others = Object.entries(errors).filter(([path]) => !path.startsWith(`${list}.`));
  for (let index = 0; index < count; index += 1) {
    const [score, reason] = [`${list}.${index}.score`, `${list}.${index}.${text}`];
    const [noScore, noReason] = [errors[score], errors[reason]];
    if (noScore && noReason) own.push([score, words.line(noScore, noReason)]);
    else if (noScore) own.push([score, noScore]);
    else if (noReason) own.push([reason, noReason]);
  }
  const [first] = own;
  if (first && own.length > mostNamed) return Object.fromEntries([[first[0], words.left(own.length)], ...others]);
  return Object.fromEntries([...own, ...others]);
}
