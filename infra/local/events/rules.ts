import * as z from 'zod/mini';
import { AwsFault, type Place, type Resource } from '#infra/local/engine';
import type { ResourcePolicies } from '#infra/local/permissions';
import { parseAs } from '#infra/local/queues/template';
import { type Destination, isFunction, isQueue } from './deliveries.ts';
import { compilePattern, type Matches } from './pattern.ts';
import { compileInput, inputProperties, type MakeInput } from './target-input.ts';

export const retryProperties = {
  RetryPolicy: z.optional(
    z.strictObject({
      MaximumRetryAttempts: z.optional(z.int().check(z.minimum(0), z.maximum(185))),
      MaximumEventAgeInSeconds: z.optional(z.int().check(z.minimum(60), z.maximum(86_400))),
    }),
  ),
  DeadLetterConfig: z.optional(z.strictObject({ Arn: z.optional(z.string()) })),
};
const RetryProperties = z.object(retryProperties);

const Bus = z.strictObject({
  Name: z.string(),
  Description: z.optional(z.string()),
  Tags: z.optional(z.unknown()),
});
const Target = z.strictObject({ Id: z.string(), Arn: z.string(), ...inputProperties, ...retryProperties });
const Rule = z.strictObject({
  Name: z.string(),
  Description: z.optional(z.string()),
  EventBusName: z._default(z.string(), 'default'),
  EventPattern: z.optional(z.unknown()),
  ScheduleExpression: z.optional(z.string()),
  State: z._default(z.enum(['ENABLED', 'DISABLED']), 'ENABLED'),
  Targets: z._default(z.array(Target), []),
  Tags: z.optional(z.unknown()),
});

export type Rule = {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  /** Absent for a rule that only has a schedule. */
  readonly matches: Matches | undefined;
  readonly scheduleExpression: string | undefined;
  readonly targets: readonly { readonly destination: Destination; readonly makeInput: MakeInput }[];
};

/** The names of the buses, AWS's own among them. */
export const busesOf = (resources: readonly Resource[]): ReadonlySet<string> =>
  new Set(['default', ...resources.map((resource) => parseAs(resource, Bus).Name)]);

export const busArn = ({ partition, region, account }: Place, busName: string) =>
  `arn:${partition}:events:${region}:${account}:event-bus/${busName}`;

/** A bus by its name or its ARN. */
export const busNameIn = (nameOrArn: string) => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);

/** The rules that are enabled. A pattern, target or property that is not supported is an error that names the rule. */
export function rulesOf(
  place: Place,
  resources: readonly Resource[],
  mayService: ResourcePolicies['mayService'],
): readonly Rule[] {
  return resources.flatMap((resource): Rule[] => {
    const properties = parseAs(resource, Rule);
    if (properties.State === 'DISABLED') return [];
    try {
      return [ruleOf(place, properties, mayService)];
    } catch (cause) {
      throw new Error(`${resource.id}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  });
}

function ruleOf(place: Place, properties: z.output<typeof Rule>, mayService: ResourcePolicies['mayService']): Rule {
  const { Name: name, EventPattern, ScheduleExpression: scheduleExpression } = properties;
  const busName = busNameIn(properties.EventBusName);
  const arn = ruleArn(place, busName, name);
  if (EventPattern === undefined && scheduleExpression === undefined)
    throw new Error('A rule has a pattern or a schedule.');
  const permit = (action: string, resourceArn: string) => {
    if (mayService('events', action, resourceArn, arn)) return;
    throw new AwsFault('NO_PERMISSIONS', `The policy of ${resourceArn} does not let ${arn} do ${action}.`);
  };
  const targets = properties.Targets.map((target) => ({
    destination: {
      key: `${busName}/${name}/${target.Id}`,
      arn: supported(target.Arn),
      origin: { attribute: 'RULE_ARN' as const, arn },
      permit,
      ...retriesOf(target),
    },
    makeInput: compileInput(target),
  }));
  const matches = EventPattern === undefined ? undefined : compilePattern(EventPattern);
  return { name, arn, busName, matches, scheduleExpression, targets };
}

/** A rule of the default bus has no bus in its ARN. */
const ruleArn = ({ partition, region, account }: Place, busName: string, name: string) =>
  `arn:${partition}:events:${region}:${account}:rule/${busName === 'default' ? '' : `${busName}/`}${name}`;

/** A queue or a function of ours; any other target is not supported. */
export function supported(targetArn: string): string {
  if (isFunction(targetArn) || (isQueue(targetArn) && !targetArn.endsWith('.fifo'))) return targetArn;
  throw new Error(`The local run does not support the target ${targetArn}; it knows functions and standard queues.`);
}

/** What a target does not say is AWS's own default: 185 retries in 24 hours. */
export const retriesOf = ({ RetryPolicy, DeadLetterConfig }: z.output<typeof RetryProperties>) => ({
  retries: RetryPolicy?.MaximumRetryAttempts ?? 185,
  maxAgeMs: (RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400) * 1000,
  deadLetterArn: DeadLetterConfig?.Arn,
});
