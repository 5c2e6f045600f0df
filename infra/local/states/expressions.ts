import { createHash, randomUUID } from 'node:crypto';
import jsonata from 'jsonata';
import * as z from 'zod/mini';

/** An error inside an execution, by AWS's name for it; Retry and Catch see these, everything else is a bug. */
export class StateError extends Error {
  readonly error: string;
  constructor(error: string, cause: string, options?: ErrorOptions) {
    super(cause, options);
    this.error = error;
  }
}

const WHOLE = /^\{%([\s\S]*)%\}$/;
/** An expression that never ends would hold up the whole run. */
const EVALUATION_LIMIT_MS = 10_000;
/** AWS refuses larger ranges and partitions. */
const LONGEST_RANGE = 1_000;

/** What an expression sees besides `$states`: the workflow's variables, by name without the dollar sign. */
export type Bindings = Readonly<Record<string, unknown>>;

export type Expressions = {
  /** Every `{% %}` string in a JSON value, at any depth, replaced by what it gives. */
  readonly fill: (value: unknown, field: string, bindings: Bindings) => Promise<unknown>;
};

/** The text between `{%` and `%}`, or undefined for a plain string. */
export function expressionIn(text: string): string | undefined {
  return WHOLE.exec(text)?.[1];
}

/** Why an expression cannot run on AWS, or undefined. */
export function expressionProblem(text: string): string | undefined {
  const source = expressionIn(text);
  if (source === undefined) return /^\{%|%\}$/.test(text) ? 'has only one of {% and %}' : undefined;
  try {
    jsonata(source);
  } catch (error) {
    return `is no JSONata: ${messageOf(error)}`;
  }
  return /\$eval\s*\(/.test(source) ? 'calls $eval, which AWS leaves out of JSONata' : undefined;
}

/** JSONata as Step Functions extends it, with `$now` and `$millis` of the run's clock. */
export function createExpressions(now: () => number): Expressions {
  const compiled = new Map<string, jsonata.Expression>();

  const compile = (source: string) => {
    const known = compiled.get(source);
    if (known) return known;
    const expression = jsonata(source, { timeout: EVALUATION_LIMIT_MS });
    addFunctions(expression, now);
    compiled.set(source, expression);
    return expression;
  };

  const evaluate = async (source: string, field: string, bindings: Bindings) => {
    const failed = (why: string, cause?: unknown) =>
      new StateError(
        'States.QueryEvaluationError',
        `The JSONata expression '${source.trim()}' specified for the field '${field}' ${why}`,
        { cause },
      );
    let result: unknown;
    try {
      result = await compile(source).evaluate(undefined, { ...bindings });
    } catch (error) {
      throw failed(`threw an error during evaluation. ${messageOf(error)}`, error);
    }
    if (result === undefined) throw failed('returned nothing (undefined).');
    try {
      return plain(result);
    } catch (error) {
      throw failed('returned an unsupported result type.', error);
    }
  };

  const fill = async (value: unknown, field: string, bindings: Bindings): Promise<unknown> => {
    if (typeof value === 'string') {
      const source = expressionIn(value);
      return source === undefined ? value : evaluate(source, field, bindings);
    }
    if (Array.isArray(value))
      return Promise.all(value.map((item: unknown, at) => fill(item, `${field}[${at}]`, bindings)));
    if (typeof value !== 'object' || value === null) return value;
    const filled = Object.entries(value).map(
      async ([key, inner]: [string, unknown]) => [key, await fill(inner, `${field}/${key}`, bindings)] as const,
    );
    return Object.fromEntries(await Promise.all(filled));
  };

  return { fill };
}

const Callable = z.union([
  z.object({ _jsonata_function: z.literal(true) }),
  z.object({ _jsonata_lambda: z.literal(true) }),
]);

/** JSONata marks the arrays that it makes; what the journal keeps and the next state sees is plain JSON. */
function plain(result: unknown): unknown {
  const text = JSON.stringify(result, (_, value: unknown) => {
    const isEndless = typeof value === 'number' && !Number.isFinite(value);
    if (isEndless || typeof value === 'function' || Callable.safeParse(value).success)
      throw new Error('Neither a function nor an infinite number is JSON.');
    return value;
  });
  return JSON.parse(text);
}

const Thrown = z.object({ message: z.string() });
const messageOf = (error: unknown): string => Thrown.safeParse(error).data?.message ?? String(error);

function addFunctions(expression: jsonata.Expression, now: () => number): void {
  const format = jsonata('$fromMillis(millis, picture ? picture : undefined, zone ? zone : undefined)');
  expression.registerFunction('millis', () => now(), '<:n>');
  expression.registerFunction(
    'now',
    async (picture?: string, zone?: string): Promise<unknown> => format.evaluate({ millis: now(), picture, zone }),
    '<s?s?:s>',
  );
  expression.registerFunction('eval', () => {
    throw new Error('$eval is not available in Step Functions: use $parse.');
  });
  expression.registerFunction('partition', partition, '<an:a>');
  expression.registerFunction('range', range, '<nnn:a<n>>');
  expression.registerFunction('hash', hash, '<ss?:s>');
  expression.registerFunction('random', random, '<n?:n>');
  expression.registerFunction('uuid', () => randomUUID(), '<:s>');
  expression.registerFunction('parse', (text: string): unknown => JSON.parse(text), '<s:x>');
}

function partition(items: readonly unknown[], size: number): unknown[][] {
  const width = Math.trunc(size);
  if (width < 1) throw new Error('$partition needs a positive chunk size.');
  const count = Math.ceil(items.length / width);
  return Array.from({ length: count }, (_, at) => items.slice(at * width, (at + 1) * width));
}

/** From the first to the last number, the last one included, as AWS does. */
function range(first: number, last: number, step: number): number[] {
  if (step === 0) throw new Error('$range needs a step other than 0.');
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > LONGEST_RANGE) throw new Error(`$range gives at most ${LONGEST_RANGE} numbers.`);
  return Array.from({ length: count }, (_, at) => first + at * step);
}

const Algorithm = z.enum(['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']);

function hash(text: string, algorithm: string): string {
  const name = Algorithm.parse(algorithm).replace('-', '').toLowerCase();
  return createHash(name).update(text).digest('hex');
}

/** With a seed the same number each time, from 0 up to but not 1 (mulberry32). */
function random(seed?: number): number {
  if (seed === undefined) return Math.random();
  const start = (Math.trunc(seed) + 0x6d2b79f5) | 0;
  const once = Math.imul(start ^ (start >>> 15), start | 1);
  const twice = once ^ (once + Math.imul(once ^ (once >>> 7), once | 61));
  return ((twice ^ (twice >>> 14)) >>> 0) / 2 ** 32;
}
