import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Place, Resource } from '#infra/local/engine';
import { compileMachine } from './check.ts';
import type { Definition } from './definition.ts';
import { problemsOf } from './problems.ts';

/** A state machine of the template, its definition checked. */
export type Machine = {
  readonly arn: string;
  readonly name: string;
  readonly role: string;
  readonly hash: string;
  /** JSON; an execution keeps the text that it was started with, as on AWS. */
  readonly text: string;
  readonly definition: Definition;
};

const Value = z.union([z.string(), z.number(), z.boolean()]);
/** Logging, tracing, tags and encryption change nothing in what a machine does; every other property is refused. */
const Properties = z.strictObject({
  StateMachineName: z.optional(z.string()),
  StateMachineType: z.optional(z.literal('STANDARD', 'only STANDARD is supported')),
  DefinitionString: z.optional(z.union([z.string(), z.record(z.string(), z.unknown())])),
  Definition: z.optional(z.record(z.string(), z.unknown())),
  DefinitionSubstitutions: z.optional(z.record(z.string(), Value)),
  RoleArn: z.string(),
  LoggingConfiguration: z.optional(z.unknown()),
  TracingConfiguration: z.optional(z.unknown()),
  EncryptionConfiguration: z.optional(z.unknown()),
  Tags: z.optional(z.unknown()),
});

/** The name of a machine: the template's, or else one made of the logical id. */
function machineNameOf({ id, properties }: Resource): string {
  return z.optional(z.string()).parse(properties['StateMachineName']) ?? id.replaceAll('.', '-');
}

/** What Ref of the machine resolves to. */
export function machineArnOf({ partition, region, account }: Place, resource: Resource): string {
  return `arn:${partition}:states:${region}:${account}:stateMachine:${machineNameOf(resource)}`;
}

/** Reads a resource of the template; throws everything that is wrong with it. */
export function readMachine(place: Place, resource: Resource): Machine {
  const name = machineNameOf(resource);
  const parsed = Properties.safeParse(resource.properties);
  if (!parsed.success) {
    const problems = problemsOf(parsed.error).map(([field, what]) => `State machine ${name}, ${field}: ${what}.`);
    throw new Error(problems.join('\n'));
  }
  const definition = definitionOf(name, parsed.data);
  const text = JSON.stringify(definition);
  return {
    arn: machineArnOf(place, resource),
    name,
    role: parsed.data.RoleArn,
    hash: createHash('sha256').update(text).digest('hex'),
    text,
    definition: compileMachine(name, definition),
  };
}

function definitionOf(name: string, properties: z.infer<typeof Properties>): unknown {
  const { DefinitionString: string, Definition: object, DefinitionSubstitutions: substitutions = {} } = properties;
  if ((string === undefined) === (object === undefined))
    throw new Error(`State machine ${name}: exactly one of DefinitionString and Definition is needed.`);
  const given = object ?? string;
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  const filled = text.replaceAll(/\$\{([A-Za-z0-9_]+)\}/g, (whole, key: string) => {
    const value = substitutions[key];
    if (value === undefined) throw new Error(`State machine ${name}: nothing is substituted for ${whole}.`);
    // The definition is JSON text, and a value stands inside one of its strings.
    return JSON.stringify(String(value)).slice(1, -1);
  });
  try {
    const definition: unknown = JSON.parse(filled);
    return definition;
  } catch (cause) {
    throw new Error(`State machine ${name}, DefinitionString: is no JSON.`, { cause });
  }
}
