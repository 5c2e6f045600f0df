import * as z from 'zod/mini';

/** The condition keys of a call, each with its values. */
export type Context = Readonly<Record<string, readonly string[]>>;

/** One statement of a policy, compiled. */
export type Statement = {
  readonly effect: 'Allow' | 'Deny';
  readonly matches: (action: string, resource: string, context: Context) => boolean;
  /** Only policies of resources name principals: the services, and whether the statement speaks of everyone. */
  readonly services: readonly string[];
  readonly everyone: boolean;
};

type Holds = (context: Context) => boolean;

/** IAM takes one of a thing without its list. */
const list = <Item extends z.ZodMiniType>(item: Item) =>
  z.pipe(
    z.transform((value: unknown) => [value].flat()),
    z.array(item),
  );
const Texts = z.pipe(
  list(z.union([z.string(), z.boolean(), z.number()])),
  z.transform((values) => values.map(String)),
);
// Strict: NotAction, NotResource and NotPrincipal would turn the meaning of a statement round, and are not supported.
const StatementBody = z.strictObject({
  Sid: z.optional(z.string()),
  Effect: z.enum(['Allow', 'Deny']),
  Action: Texts,
  Resource: Texts,
  Principal: z.optional(
    z.union([
      z.literal('*'),
      z.strictObject({ Service: z.optional(Texts), AWS: z.optional(Texts), CanonicalUser: z.optional(Texts) }),
    ]),
  ),
  Condition: z._default(z.record(z.string(), z.record(z.string(), Texts)), {}),
});
const Document = z.strictObject({
  Version: z.optional(z.literal(['2012-10-17', '2008-10-17'])),
  Id: z.optional(z.string()),
  Statement: list(StatementBody),
});

/** What is wrong, with the place and the names that a message of zod/mini leaves out. */
export const problemsOf = ({ issues }: z.core.$ZodError): string =>
  issues
    .map((issue) => {
      const place = issue.path.join('.') || 'it';
      if (issue.code === 'unrecognized_keys') return `${place} holds ${issue.keys.join(', ')}, which is not supported`;
      return `${place} is not supported as it is (${issue.code})`;
    })
    .join('; ');

/** Compiles a policy document. Throws for what the local run does not know; `where` says in which policy. */
export function statementsOf(document: unknown, where: string): readonly Statement[] {
  const parsed = Document.safeParse(document);
  if (!parsed.success) throw new Error(`${where}: ${problemsOf(parsed.error)}.`);
  return parsed.data.Statement.map((body) => {
    try {
      return compiled(body);
    } catch (cause) {
      throw new Error(`${where}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  });
}

function compiled({ Effect, Action, Resource, Principal, Condition }: z.output<typeof StatementBody>): Statement {
  const actions = Action.map(actionPattern);
  const resources = Resource.map((text) => pattern(text));
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => condition(operator, key, values)),
  );
  const principals = typeof Principal === 'object' ? Principal : {};
  return {
    effect: Effect,
    matches: (action, resource, context) =>
      actions.some((one) => one.test(action)) &&
      resources.some((one) => one.test(resource)) &&
      conditions.every((holds) => holds(context)),
    services: principals.Service ?? [],
    everyone: Principal === '*' || principals.AWS?.includes('*') === true,
  };
}

function actionPattern(text: string): RegExp {
  if (text !== '*' && !/^[\w-]+:[\w*?]+$/.test(text)) throw new Error(`${text} is no action such as service:Action.`);
  return pattern(text, 'i');
}

/** `*` is any text and `?` any one sign; both also stand for separators. */
function pattern(text: string, flags = ''): RegExp {
  if (text.includes('$' + '{')) throw new Error(`The policy variable in ${text} is not supported by the local run.`);
  const escaped = text.replace(/[.+^$(){}|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, `s${flags}`);
}

/** Does the value of a call equal one of the policy's? */
type Comparison = (wanted: readonly string[]) => (given: string) => boolean;

const equal: Comparison = (wanted) => (given) => wanted.includes(given);
const like: Comparison = (wanted) => {
  const patterns = wanted.map((text) => pattern(text));
  return (given) => patterns.some((one) => one.test(given));
};
const bool: Comparison = (wanted) => (given) => wanted.some((text) => text.toLowerCase() === given.toLowerCase());

const comparisons: ReadonlyMap<string, { readonly compare: Comparison; readonly negated: boolean }> = new Map(
  Object.entries({
    StringEquals: { compare: equal, negated: false },
    StringNotEquals: { compare: equal, negated: true },
    StringLike: { compare: like, negated: false },
    StringNotLike: { compare: like, negated: true },
    ArnEquals: { compare: like, negated: false },
    ArnLike: { compare: like, negated: false },
    Bool: { compare: bool, negated: false },
  }),
);

function condition(operator: string, key: string, wanted: readonly string[]): Holds {
  const valuesOf = (context: Context) =>
    // The names of condition keys do not distinguish case.
    Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1] ?? [];
  if (operator === 'Null') return (context) => wanted.includes(String(valuesOf(context).length === 0));

  const [, over, name = ''] = /^(?:(ForAllValues|ForAnyValue):)?(\w+)$/.exec(operator) ?? [];
  const comparison = comparisons.get(name);
  if (comparison === undefined)
    throw new Error(`The condition operator ${operator} is not supported by the local run.`);
  const equals = comparison.compare(wanted);
  const fits = (given: string) => equals(given) !== comparison.negated;
  if (over === 'ForAllValues') return (context) => valuesOf(context).every(fits);
  if (over === 'ForAnyValue') return (context) => valuesOf(context).some(fits);
  return (context) => fitsOne(valuesOf(context), fits, comparison.negated, key);
}

/** A missing key fits only what says "not". */
function fitsOne(values: readonly string[], fits: (given: string) => boolean, negated: boolean, key: string): boolean {
  const [only, ...more] = values;
  if (more.length > 0)
    throw new Error(`The condition on ${key} meets several values: it needs ForAllValues or ForAnyValue.`);
  return only === undefined ? negated : fits(only);
}
