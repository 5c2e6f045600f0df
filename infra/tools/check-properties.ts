import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types';
import type { Template } from './synthesise.ts';

let loaded: SpecDatabase | undefined;
const spec = () => {
  loaded ??= loadAwsServiceSpecSync();
  return loaded;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** What an intrinsic function gives is known only when it is deployed. */
const isIntrinsic = (value: unknown) =>
  isObject(value) && Object.keys(value).length === 1 && /^(Ref|Fn::\w+)$/.test(Object.keys(value)[0] ?? '');

/** Every property whose name or type CloudFormation does not know. Custom resources have no specification. */
export const checkProperties = ({ stack, Resources }: Template): readonly string[] =>
  Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
    if (Type.startsWith('Custom::') || Type === 'AWS::CDK::Metadata') return [];
    const [resource] = spec().lookup('resource', 'cloudFormationType', 'equals', Type);
    const problems = resource
      ? inObject(Properties, resource.properties, 'Properties')
      : ['Type: there is no such type of resource'];
    return problems.map((problem) => `${stack}, ${id} (${Type}), ${problem}.`);
  });

type Problems = readonly string[];
type Known = Readonly<Record<string, { readonly type: PropertyType; readonly required?: boolean }>>;

function inObject(value: Readonly<Record<string, unknown>>, known: Known, place: string): Problems {
  const missing = Object.entries(known).filter(
    ([name, { required }]) => required === true && value[name] === undefined,
  );
  return [
    ...missing.map(([name]) => `${place}.${name}: is missing`),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const property = known[name];
      return property
        ? inValue(inner, property.type, `${place}.${name}`)
        : [`${place}.${name}: there is no such property`];
    }),
  ];
}

const plain = {
  string: (value: unknown) => typeof value !== 'object',
  'date-time': (value: unknown) => typeof value === 'string',
  // CloudFormation takes numbers and truth values as text, too.
  number: (value: unknown) => typeof value !== 'object' && Number.isFinite(Number(value)),
  integer: (value: unknown) => typeof value !== 'object' && Number.isInteger(Number(value)),
  boolean: (value: unknown) => value === true || value === false || value === 'true' || value === 'false',
  null: (value: unknown) => value === null,
  json: (value: unknown) => typeof value === 'object' || typeof value === 'string',
  tag: isObject,
} as const satisfies Record<string, (value: unknown) => boolean>;

function inValue(value: unknown, type: PropertyType, place: string): Problems {
  if (isIntrinsic(value)) return [];
  switch (type.type) {
    case 'array':
      if (!Array.isArray(value)) return [`${place}: is no list`];
      return value.flatMap((item: unknown, at) => inValue(item, type.element, `${place}[${at}]`));
    case 'map':
      if (!isObject(value)) return [`${place}: is no map`];
      return Object.entries(value).flatMap(([key, item]) => inValue(item, type.element, `${place}.${key}`));
    case 'ref':
      if (!isObject(value)) return [`${place}: is no object`];
      return inObject(value, spec().get('typeDefinition', type.reference).properties, place);
    case 'union':
      return leastIn(type.types.map((each) => inValue(value, each, place)));
    default:
      return inPlain(value, type, place);
  }
}

/** Of the types that a union allows, the one that fits best. */
const leastIn = (outcomes: readonly Problems[]): Problems =>
  outcomes.toSorted((left, right) => left.length - right.length)[0] ?? [];

type Plain = Extract<PropertyType, { readonly type: keyof typeof plain }>;

function inPlain(value: unknown, type: Plain, place: string): Problems {
  if (!plain[type.type](value)) return [`${place}: is no ${type.type}, but ${JSON.stringify(value)}`];
  const isForeign = type.type === 'string' && type.allowedValues?.includes(String(value)) === false;
  return isForeign ? [`${place}: ${String(value)} is not one of ${type.allowedValues?.join(', ')}`] : [];
}
