import * as z from 'zod/mini';
import type { Route } from '#shared/contracts/route';
import { useCoreWords } from '../words/core.ts';
import { numberOf } from '../words/format.ts';
import { moneyOf } from '../words/money.ts';
import { type Issue, issuesOf, type Problem, type ProblemCode } from './problem.ts';

/** Path of the field in the body, without `body.` -> words for the reader. */
export type FieldErrors = Readonly<Record<string, string>>;

/** Refusals that are about one field: the code of the refusal -> the path of the field. */
export type Places = Partial<Readonly<Record<ProblemCode, string>>>;

type IssueWords = ReturnType<typeof useCoreWords>['issues'];

type Kind = Exclude<keyof IssueWords, 'allowed'>;
const isKind = (code: string, words: IssueWords): code is Kind => code in words && code !== 'allowed';
const fieldOf = (path: string) => path.replace(/^body\.?/, '');

/** What would be right reads better than that something is wrong. */
function wordsFor({ path, code, allowed }: Issue, words: IssueWords) {
  if (!allowed) return words[isKind(code, words) ? code : 'other'];
  if (allowed.of === 'integer') return words.allowed.integer;
  const ofMoney = allowed.of === 'number' && path.endsWith('Fen');
  const say = words.allowed[allowed.of][allowed.is];
  return say(ofMoney ? moneyOf(allowed.bound) : numberOf(allowed.bound));
}

/** The first issue of each field: one thing at a time. */
export function fieldErrorsOf(issues: readonly Issue[], words: IssueWords): FieldErrors {
  const found = new Map<string, string>();
  for (const issue of issues)
    if (!found.has(fieldOf(issue.path))) found.set(fieldOf(issue.path), wordsFor(issue, words));
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

const Bounded = z.enum(['number', 'string', 'array']);
const originOf = (origin: string) => Bounded.safeParse(origin === 'int' ? 'number' : origin).data;

function allowedBy(issue: z.core.$ZodIssue): Issue['allowed'] {
  if (issue.code === 'invalid_type') return issue.expected === 'int' ? { of: 'integer' } : undefined;
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return undefined;
  const of = originOf(issue.origin);
  if (!of || issue.inclusive === false) return undefined;
  return issue.code === 'too_small'
    ? { of, is: 'least', bound: Number(issue.minimum) }
    : { of, is: 'most', bound: Number(issue.maximum) };
}

/** What a schema finds in a value, as the server would say it, and what it would take instead. */
export function issuesOfError(error: z.core.$ZodError, value: unknown, beginning: readonly string[] = []): Issue[] {
  return error.issues.map((issue) => {
    const code = kindOf(issue.code, at(value, issue.path));
    const allowed = code === 'missing' ? undefined : allowedBy(issue);
    return { path: ['body', ...beginning, ...issue.path].join('.'), code, ...(allowed && { allowed }) };
  });
}

/** The issues that the server would find in a body, found before it is sent. */
export function issuesIn(route: Route, body: unknown): readonly Issue[] {
  const { error } = z.safeParse(route.body, body);
  return error ? issuesOfError(error, body) : [];
}

/** Turns a refusal into words at fields: by the paths in its details, or by `places` when the refusal is about one field. */
export function useFieldErrors(problem: Problem | undefined, places: Places = {}): FieldErrors {
  const words = useCoreWords().issues;
  if (!problem) return {};
  const place = places[problem.code];
  return place === undefined ? fieldErrorsOf(issuesOf(problem), words) : { [place]: problem.title };
}
