import type * as z from 'zod/mini';

/** What does not fit, field by field: zod/mini's own messages do not say it. */
export function problemsOf(error: z.core.$ZodError): readonly (readonly [field: string, problem: string])[] {
  return error.issues.flatMap((issue) => {
    const at = issue.path.map(String);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => [[...at, key].join('.'), 'is not supported'] as const);
    return [[at.join('.'), wordsOf(issue)] as const];
  });
}

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union' && issue.errors.length > 0)
    return [...new Set(issue.errors.flat().map(wordsOf))].join(', or ');
  if (issue.code === 'invalid_type') return `is missing or is no ${issue.expected}`;
  if (issue.code === 'invalid_value' && issue.message === 'Invalid input')
    return `is not ${issue.values.map(String).join(' or ')}`;
  if (issue.code === 'too_small') return `is less than ${issue.minimum}`;
  if (issue.code === 'too_big') return `is more than ${issue.maximum}`;
  return issue.message;
}
