import type * as z from 'zod/mini';

/** What is wrong with an input, in words: zod/mini brings none of its own. */
export const problemsOf = ({ issues }: z.core.$ZodError): string =>
  issues
    .map((issue) => {
      const place = issue.path.length > 0 ? issue.path.join('.') : 'the whole';
      if (issue.code === 'unrecognized_keys') return `${issue.keys.join(', ')} in ${place} is not supported`;
      if (issue.code === 'invalid_type') return `${place} has to be given as ${issue.expected}`;
      if (issue.code === 'invalid_value') return `${place} has to be one of ${issue.values.map(String).join(', ')}`;
      if (issue.code === 'too_big') return `${place} is over ${issue.maximum}`;
      if (issue.code === 'too_small') return `${place} is under ${issue.minimum}`;
      return `${place} is not valid (${issue.code})`;
    })
    .join('; ');
