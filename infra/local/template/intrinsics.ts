/** What the intrinsic functions of one stack are resolved against. */
export type Scope = {
  readonly ref: (logicalId: string) => unknown;
  readonly attribute: (logicalId: string, name: string) => unknown;
  /** The condition's expression, or undefined when the stack has none of that name. */
  readonly condition: (name: string) => unknown;
  readonly mapping: (map: string, first: string, second: string) => unknown;
  readonly imported: (name: string) => unknown;
};

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/** Stands for AWS::NoValue: whatever holds it is left out. */
export const noValue = Symbol('AWS::NoValue');

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const list = (value: unknown, name: string): readonly unknown[] => {
  if (!Array.isArray(value)) throw new Error(`${name} needs a list, not ${JSON.stringify(value)}`);
  return value;
};
const text = (value: unknown, name: string) => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${name} needs a text, not ${JSON.stringify(value)}`);
};
const resolvedList = (value: unknown, name: string, scope: Scope) => list(resolve(value, scope), name);

const holds = (expression: unknown, scope: Scope): boolean => {
  const value = resolve(expression, scope);
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new Error(`A condition gives true or false, not ${JSON.stringify(value)}`);
};

const named = (argument: unknown, scope: Scope) => {
  const name = text(argument, 'Condition');
  const expression = scope.condition(name);
  if (expression === undefined) throw new Error(`There is no condition ${name}`);
  return holds(expression, scope);
};

const getAtt = (argument: unknown, scope: Scope) => {
  const [logicalId, ...rest] = typeof argument === 'string' ? argument.split('.') : list(argument, 'Fn::GetAtt');
  const name = rest.map((part) => text(resolve(part, scope), 'Fn::GetAtt')).join('.');
  return scope.attribute(text(logicalId, 'Fn::GetAtt'), name);
};

const substitute: Intrinsic = (argument, scope) => {
  const [template, given = {}] = Array.isArray(argument) ? argument : [argument];
  const values = resolve(given, scope);
  return text(template, 'Fn::Sub').replaceAll(/\$\{(!?)([^}]+)\}/g, (_all, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (isRecord(values) && name in values) return text(values[name], 'Fn::Sub');
    return text(name.includes('.') ? getAtt(name, scope) : scope.ref(name), `Fn::Sub \${${name}}`);
  });
};

const choose: Intrinsic = (argument, scope) => {
  const [condition, whenTrue, whenFalse] = list(argument, 'Fn::If');
  return resolve(named(condition, scope) ? whenTrue : whenFalse, scope);
};

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => scope.ref(text(argument, 'Ref')),
  Condition: named,
  'Fn::GetAtt': getAtt,
  'Fn::Sub': substitute,
  'Fn::If': choose,
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument, 'Fn::Join');
    return resolvedList(parts, 'Fn::Join', scope)
      .map((part) => text(part, 'Fn::Join'))
      .join(text(separator, 'Fn::Join'));
  },
  'Fn::Select': (argument, scope) => {
    const [index, from] = list(argument, 'Fn::Select');
    const values = resolvedList(from, 'Fn::Select', scope);
    const value = values[Number(resolve(index, scope))];
    if (value === undefined) throw new Error(`Fn::Select has no value ${String(index)} in ${JSON.stringify(values)}`);
    return value;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, source] = list(argument, 'Fn::Split');
    return text(resolve(source, scope), 'Fn::Split').split(text(separator, 'Fn::Split'));
  },
  'Fn::ImportValue': (argument, scope) => scope.imported(text(resolve(argument, scope), 'Fn::ImportValue')),
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second, ...more] = resolvedList(argument, 'Fn::FindInMap', scope);
    if (more.length > 0) throw new Error('Fn::FindInMap is supported without a default value only');
    return scope.mapping(text(map, 'Fn::FindInMap'), text(first, 'Fn::FindInMap'), text(second, 'Fn::FindInMap'));
  },
  'Fn::Base64': (argument, scope) => Buffer.from(text(resolve(argument, scope), 'Fn::Base64')).toString('base64'),
  'Fn::Equals': (argument, scope) => {
    const [left, right] = resolvedList(argument, 'Fn::Equals', scope);
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::Not': (argument, scope) => !holds(list(argument, 'Fn::Not')[0], scope),
  'Fn::And': (argument, scope) => list(argument, 'Fn::And').every((part) => holds(part, scope)),
  'Fn::Or': (argument, scope) => list(argument, 'Fn::Or').some((part) => holds(part, scope)),
};

/** `Condition` is an intrinsic only in a condition; in a policy statement it is an ordinary property. */
const intrinsicOf = (value: Readonly<Record<string, unknown>>) => {
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0) return undefined;
  if (name === 'Condition' && typeof value[name] !== 'string') return undefined;
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::') ? name : undefined;
};

/** Resolves every intrinsic function inside `value`. Throws for one that it does not know. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== noValue);
  if (!isRecord(value)) return value;
  const name = intrinsicOf(value);
  if (name === undefined) {
    const entries = Object.entries(value).map(([key, item]) => [key, resolve(item, scope)] as const);
    return Object.fromEntries(entries.filter(([, item]) => item !== noValue));
  }
  const intrinsic = intrinsics[name];
  if (!intrinsic) throw new Error(`The intrinsic function ${name} is not supported by the local run`);
  return intrinsic(value[name], scope);
}
