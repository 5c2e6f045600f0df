import * as z from 'zod/mini';
import type { Route } from '#shared/contracts/route';
import { useCoreWords } from '../words/core.ts';
import { type Issue, issuesOf, type Problem, type ProblemCode } from './problem.ts';

/** Path of the field in the body, without `body.` -> words for the reader. */
export type FieldErrors = Readonly<Record<string, string>>;

/** Refusals that are about one field: the code of the refusal -> the path of the field. */
export type Places = Partial<Readonly<Record<ProblemCode, string>>>;

type IssueWords = ReturnType<typeof useCoreWords>['issues'];

const isKind = (code: string, words: IssueWords): code is keyof IssueWords => code in words;
const wordsFor = (code: string, words: IssueWords) => words[isKind(code, words) ? code : 'other'];
const fieldOf = (path: string) => path.replace(/^body\.?/, '');

/** The first issue of each field: one thing at a time. */
export function fieldErrorsOf(issues: readonly Issue[], words: IssueWords): FieldErrors {
  const found = new Map<string, string>();
  for (const { path, code } of issues) if (!found.has(fieldOf(path))) found.set(fieldOf(path), wordsFor(code, words));
  return Object.fromEntries(found);
}

/** What is missing reads better than "wrong type". */
const kindOf = (code: string, input: unknown) => (input === undefined || input === '' ? 'missing' : code);

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (part, key) => (typeof part === 'object' && part !== null ? Reflect.get(part, key) : undefined),
    value,
  );
}

/** The issues that the server would find in a body, found before it is sent. */
export function issuesIn(route: Route, body: unknown): readonly Issue[] {
  const { error } = z.safeParse(route.body, body);
  return (error?.issues ?? []).map(({ path, code }) => ({
    path: ['body', ...path].join('.'),
    code: kindOf(code, at(body, path)),
  }));
}

/** Turns a refusal into words at fields: by the paths in its details, or by `places` when the refusal is about one field. */
export function useFieldErrors(problem: Problem | undefined, places: Places = {}): FieldErrors {
  const words = useCoreWords().issues;
  if (!problem) return {};
  const place = places[problem.code];
  return place === undefined ? fieldErrorsOf(issuesOf(problem), words) : { [place]: problem.title };
}
