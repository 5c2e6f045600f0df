/** Whether a value of an event (undefined: it has none there) is what the pattern asks for. */
export type Matches = (value: unknown) => boolean;

/**
 * Compiles an event pattern of EventBridge (also the filter of an event source mapping). A matcher that is not
 * supported is an error here, at start, and never a rule that silently matches nothing.
 */
export function compilePattern(pattern: unknown, path = 'pattern'): Matches {
  if (!isObject(pattern) || Object.keys(pattern).length === 0)
    throw unsupported(path, 'an object that is not empty', pattern);
  const parts = Object.entries(pattern).map(([key, part]): Matches => {
    if (key === '$or') return compileOr(part, `${path}.$or`);
    const matches = compilePart(part, `${path}.${key}`);
    return (value) => matches(isObject(value) ? value[key] : undefined);
  });
  return (value) => parts.every((matches) => matches(value));
}

function compileOr(patterns: unknown, path: string): Matches {
  if (!Array.isArray(patterns) || patterns.length < 2)
    throw unsupported(path, 'a list of two patterns or more', patterns);
  const some = patterns.map((pattern: unknown) => compilePattern(pattern, path));
  return (value) => some.some((matches) => matches(value));
}

/** A list holds matchers of a leaf, an object a pattern of what lies deeper. */
function compilePart(part: unknown, path: string): Matches {
  if (!Array.isArray(part)) {
    const nested = compilePattern(part, path);
    return (value) => (Array.isArray(value) ? value.some((one) => nested(one)) : nested(value));
  }
  if (part.length === 0) throw unsupported(path, 'a list that is not empty', part);
  const some = part.map((matcher: unknown) => compileMatcher(matcher, path));
  return (value) => some.some((matches) => matches(value));
}

function compileMatcher(matcher: unknown, path: string): Matches {
  if (isExact(matcher)) return anyLeaf((leaf) => leaf === matcher);
  const [entry, ...others] = isObject(matcher) ? Object.entries(matcher) : [];
  if (!entry || others.length > 0) throw unsupported(path, 'a matcher', matcher);
  const [name, operand] = entry;
  if (name === 'exists') return compileExists(operand, path);
  if (name === 'anything-but') {
    const isExcluded = compileExcluded(operand, path);
    return anyLeaf((leaf) => !isExcluded(leaf));
  }
  if (name === 'numeric') return anyLeaf(compileNumeric(operand, path));
  return anyLeaf(compileText(name, operand, path));
}

function compileExists(operand: unknown, path: string): Matches {
  if (typeof operand !== 'boolean') throw unsupported(path, 'true or false for exists', operand);
  return (value) => leavesOf(value).length > 0 === operand;
}

function compileExcluded(operand: unknown, path: string): Matches {
  if (isObject(operand)) {
    const [entry, ...others] = Object.entries(operand);
    if (!entry || others.length > 0) throw unsupported(path, 'one matcher in anything-but', operand);
    return compileText(entry[0], entry[1], path);
  }
  const excluded: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (excluded.length === 0 || !excluded.every((one) => typeof one === 'string' || typeof one === 'number')) {
    throw unsupported(path, 'strings or numbers in anything-but', operand);
  }
  const values = new Set<unknown>(excluded);
  return (leaf) => values.has(leaf);
}

const texts = {
  prefix: (text: string) => (value: string) => value.startsWith(text),
  suffix: (text: string) => (value: string) => value.endsWith(text),
  'equals-ignore-case': (text: string) => (value: string) => value.toLowerCase() === text.toLowerCase(),
  wildcard: (text: string) => {
    const whole = wildcard(text);
    return (value: string) => whole.test(value);
  },
};
const textMatchers = new Map(Object.entries(texts));

/** One text or, as anything-but allows it, a list of them. */
function compileText(name: string, operand: unknown, path: string): Matches {
  const make = textMatchers.get(name);
  const all: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  const some = all.flatMap((text) => (make && typeof text === 'string' ? [make(text)] : []));
  if (some.length === 0 || some.length < all.length) throw unsupported(path, 'a matcher', { [name]: operand });
  return (leaf) => typeof leaf === 'string' && some.some((matches) => matches(leaf));
}

function wildcard(text: string): RegExp {
  if (text.includes('**')) throw new Error(`The wildcard ${text} has two stars in a row, which EventBridge refuses.`);
  const source = text.replaceAll(/\\([\\*])|(\*)|([.+?^${}()|[\]\\])/g, (_all, escaped, star, special) => {
    if (star) return '.*';
    return `\\${escaped ?? special}`;
  });
  return new RegExp(`^${source}$`, 's');
}

const comparisons = {
  '=': (value: number, bound: number) => value === bound,
  '<': (value: number, bound: number) => value < bound,
  '<=': (value: number, bound: number) => value <= bound,
  '>': (value: number, bound: number) => value > bound,
  '>=': (value: number, bound: number) => value >= bound,
};
const comparisonsByName = new Map(Object.entries(comparisons));

function compileNumeric(operand: unknown, path: string): Matches {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    throw unsupported(path, 'one or two comparisons for numeric', operand);
  }
  const tests: Matches[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const compare = comparisonsByName.get(String(operand[index]));
    const bound: unknown = operand[index + 1];
    if (!compare || typeof bound !== 'number') throw unsupported(path, 'a comparison with a number', operand);
    tests.push((leaf) => typeof leaf === 'number' && compare(leaf, bound));
  }
  return (leaf) => tests.every((test) => test(leaf));
}

const anyLeaf =
  (matches: Matches): Matches =>
  (value) =>
    leavesOf(value).some((leaf) => matches(leaf));

/** EventBridge looks at leaves: a list stands for each of its members, an object is none. */
function leavesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => leavesOf(one));
  return value === undefined || isObject(value) ? [] : [value];
}

const isExact = (value: unknown) =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const unsupported = (path: string, wanted: string, found: unknown) =>
  new Error(`The event ${path} needs ${wanted}; the local run does not support ${JSON.stringify(found)}.`);
