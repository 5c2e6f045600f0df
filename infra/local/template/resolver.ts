import type { Place } from '../engine.ts';
import type { ResourceBody, StackTemplate } from './assembly.ts';
import { noValue, resolve, type Scope } from './intrinsics.ts';
import { nameFor } from './names.ts';
import { type ResourceType, resourceTypes, type Self } from './resource-types.ts';

/** The addresses that the template's own attributes stand for: the HTTP API and the door to the other services. */
export type Addresses = { readonly apiUrl: string; readonly doorUrl: string };
export type Facts = Pick<Place, 'stateDir' | 'region' | 'account' | 'partition'>;

type Known = {
  readonly id: string;
  readonly stack: StackTemplate;
  readonly logicalId: string;
  readonly body: ResourceBody;
  readonly type: ResourceType;
};

/** Nothing of the local run lives under AWS's own domains, and `.invalid` never resolves to a stranger. */
export const urlSuffix = 'local.invalid';

/** Runs `run`, and says of an error which part of the template it is about. */
export function about<Value>(what: string, run: () => Value): Value {
  try {
    return run();
  } catch (cause) {
    throw new Error(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

const typeOf = (name: string) => {
  const type = resourceTypes[name];
  if (!type) throw new Error(`the resource type ${name} is not supported by the local run`);
  return type;
};

/** Resolves references between the resources and stacks of one assembly. */
export class Resolver {
  readonly #stacks: readonly StackTemplate[];
  readonly #facts: Facts & Addresses;
  readonly #known = new Map<string, Known>();
  readonly #names = new Map<string, string>();
  readonly #underWay = new Set<string>();

  constructor(stacks: readonly StackTemplate[], facts: Facts & Addresses) {
    this.#stacks = stacks;
    this.#facts = facts;
    for (const stack of stacks)
      for (const [logicalId, body] of Object.entries(stack.body.Resources)) {
        const id = `${stack.name}.${logicalId}`;
        const type = about(`Stack ${stack.name}, ${logicalId}`, () => typeOf(body.Type));
        this.#known.set(id, { id, stack, logicalId, body, type });
      }
  }

  /** Every resource whose condition holds. */
  present(): readonly Known[] {
    return [...this.#known.values()].filter(
      ({ body, stack }) => body.Condition === undefined || this.resolve({ Condition: body.Condition }, stack) === true,
    );
  }

  resolve(value: unknown, stack: StackTemplate): unknown {
    return resolve(value, this.#scopeOf(stack));
  }

  refOf(resource: Known): string {
    return resource.type.ref(this.#selfOf(resource));
  }

  /** The name given by the template, or made up from the id; empty for a type without one. */
  nameOf(resource: Known): string {
    const { named } = resource.type;
    if (!named) return '';
    const earlier = this.#names.get(resource.id);
    if (earlier !== undefined) return earlier;
    const given = resource.body.Properties[named.property];
    const name = given === undefined ? this.#madeName(resource) : this.#propertyOf(resource, named.property);
    this.#names.set(resource.id, name);
    return name;
  }

  #madeName({ id, type, body }: Known): string {
    // A FIFO queue is told from others by the end of its name.
    const suffix = body.Properties['FifoQueue'] === true ? '.fifo' : '';
    const name = nameFor(id, (type.named?.maxLength ?? 64) - suffix.length) + suffix;
    return type.named?.lowerCase ? name.toLowerCase() : name;
  }

  #scopeOf(stack: StackTemplate): Scope {
    const pseudo = this.#pseudoParameters(stack.name);
    return {
      ref: (logicalId) => {
        if (logicalId in pseudo) return pseudo[logicalId];
        if (logicalId in stack.body.Parameters) return this.#parameter(stack, logicalId);
        return this.refOf(this.#lookUp(stack, logicalId));
      },
      attribute: (logicalId, name) => {
        const resource = this.#lookUp(stack, logicalId);
        const value = resource.type.attributes?.[name];
        if (!value) throw new Error(`the attribute ${name} of ${logicalId} (${resource.body.Type}) is not supported`);
        return value(this.#selfOf(resource));
      },
      condition: (name) => stack.body.Conditions[name],
      mapping: (map, first, second) => {
        const value = stack.body.Mappings[map]?.[first]?.[second];
        if (value === undefined) throw new Error(`the mapping ${map} has nothing at ${first}, ${second}`);
        return value;
      },
      imported: (name) => this.#imported(name),
    };
  }

  #pseudoParameters(stack: string): Readonly<Record<string, unknown>> {
    const { partition, region, account } = this.#facts;
    return {
      'AWS::Partition': partition,
      'AWS::Region': region,
      'AWS::AccountId': account,
      'AWS::URLSuffix': urlSuffix,
      'AWS::StackName': stack,
      'AWS::StackId': `arn:${partition}:cloudformation:${region}:${account}:stack/${stack}/local`,
      'AWS::NoValue': noValue,
    };
  }

  #parameter(stack: StackTemplate, name: string): string {
    const parameter = stack.body.Parameters[name];
    if (parameter?.Type !== 'String' || parameter.Default === undefined)
      throw new Error(`the parameter ${name} of type ${parameter?.Type} is not supported, or has no default`);
    return parameter.Default;
  }

  #imported(name: string): unknown {
    for (const stack of this.#stacks)
      for (const { Value, Export } of Object.values(stack.body.Outputs))
        if (Export && this.resolve(Export.Name, stack) === name)
          return this.#once(`the export ${name}`, () => this.resolve(Value, stack));
    throw new Error(`no stack exports ${name}`);
  }

  #lookUp(stack: StackTemplate, logicalId: string): Known {
    const found = this.#known.get(`${stack.name}.${logicalId}`);
    if (!found) throw new Error(`there is no resource or parameter ${logicalId}`);
    return found;
  }

  #selfOf(resource: Known): Self {
    const property = (key: string) => this.#propertyOf(resource, key);
    const optional = (key: string) => (resource.body.Properties[key] === undefined ? undefined : property(key));
    return { ...this.#facts, id: resource.id, name: this.nameOf(resource), property, optional };
  }

  #propertyOf({ id, stack, body }: Known, key: string): string {
    const value = this.#once(`${id}.${key}`, () => this.resolve(body.Properties[key], stack));
    if (typeof value !== 'string') throw new Error(`${id} has no text as ${key}`);
    return value;
  }

  /** Keeps a circle of references from ending in a stack overflow. */
  #once<Value>(what: string, run: () => Value): Value {
    if (this.#underWay.has(what)) throw new Error(`${what} refers to itself`);
    this.#underWay.add(what);
    try {
      return run();
    } finally {
      this.#underWay.delete(what);
    }
  }
}
