import * as z from 'zod/mini';
import type { Place, Resource } from '#infra/local/engine';
import { compilePattern } from '#infra/local/events/pattern';
import { problemsOf } from './problems.ts';

export type Queue = {
  readonly name: string;
  readonly arn: string;
  readonly visibilityMs: number;
  readonly retentionMs: number;
  readonly delayMs: number;
  readonly waitMs: number;
  readonly maxBytes: number;
  readonly redrive:
    | { readonly deadLetterName: string; readonly deadLetterArn: string; readonly maxReceiveCount: number }
    | undefined;
  /** The key that callers need as well, when it is one of the template's own. */
  readonly keyArn: string | undefined;
};

export type Mapping = {
  readonly id: string;
  readonly functionArn: string;
  readonly queue: Queue;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly concurrency: number;
  readonly reportsFailures: boolean;
  /** What no filter matches is deleted unseen, as Lambda does it. */
  readonly isWanted: (record: unknown) => boolean;
};

const RedrivePolicy = z.strictObject({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1000)),
});
const RedriveAllowPolicy = z.strictObject({
  redrivePermission: z.enum(['allowAll', 'denyAll', 'byQueue']),
  sourceQueueArns: z._default(z.array(z.string()), []),
});
const QueueProperties = z.strictObject({
  QueueName: z.string(),
  VisibilityTimeout: z._default(z.number().check(z.minimum(0), z.maximum(43_200)), 30),
  MessageRetentionPeriod: z._default(z.number().check(z.minimum(60), z.maximum(1_209_600)), 345_600),
  DelaySeconds: z._default(z.number().check(z.minimum(0), z.maximum(900)), 0),
  ReceiveMessageWaitTimeSeconds: z._default(z.number().check(z.minimum(0), z.maximum(20)), 0),
  MaximumMessageSize: z._default(z.number().check(z.minimum(1024), z.maximum(1_048_576)), 1_048_576),
  RedrivePolicy: z.optional(RedrivePolicy),
  RedriveAllowPolicy: z.optional(RedriveAllowPolicy),
  KmsMasterKeyId: z.optional(z.string()),
  KmsDataKeyReusePeriodSeconds: z.optional(z.number()),
  SqsManagedSseEnabled: z.optional(z.boolean()),
  Tags: z.optional(z.unknown()),
});

/** The queues of the template by name. A property that is not supported is an error that names the resource. */
export function queuesOf(place: Place, resources: readonly Resource[]): ReadonlyMap<string, Queue> {
  const parsed = resources.map((resource) => parseAs(resource, QueueProperties));
  const arnOf = (name: string) => `arn:${place.partition}:sqs:${place.region}:${place.account}:${name}`;
  const allows = new Map(parsed.map((properties) => [arnOf(properties.QueueName), properties.RedriveAllowPolicy]));
  const queues = parsed.map((properties): Queue => {
    const arn = arnOf(properties.QueueName);
    const redrive = properties.RedrivePolicy;
    if (redrive) refuseDeadLetter(arn, redrive.deadLetterTargetArn, allows);
    const keyArn = properties.KmsMasterKeyId;
    if (keyArn !== undefined && !keyArn.startsWith('arn:') && keyArn !== 'alias/aws/sqs') {
      throw new Error(`The queue ${properties.QueueName} names its key ${keyArn}; the local run needs the key's ARN.`);
    }
    return {
      name: properties.QueueName,
      arn,
      visibilityMs: properties.VisibilityTimeout * 1000,
      retentionMs: properties.MessageRetentionPeriod * 1000,
      delayMs: properties.DelaySeconds * 1000,
      waitMs: properties.ReceiveMessageWaitTimeSeconds * 1000,
      maxBytes: properties.MaximumMessageSize,
      redrive: redrive && {
        deadLetterName: nameIn(redrive.deadLetterTargetArn),
        deadLetterArn: redrive.deadLetterTargetArn,
        maxReceiveCount: redrive.maxReceiveCount,
      },
      keyArn: keyArn?.startsWith('arn:') ? keyArn : undefined,
    };
  });
  return new Map(queues.map((queue) => [queue.name, queue]));
}

/** The name of a queue from its ARN or its URL, which both end in it. */
export const nameIn = (arnOrUrl: string) =>
  arnOrUrl.slice(Math.max(arnOrUrl.lastIndexOf(':'), arnOrUrl.lastIndexOf('/')) + 1);

function refuseDeadLetter(
  source: string,
  target: string,
  allows: ReadonlyMap<string, z.output<typeof RedriveAllowPolicy> | undefined>,
) {
  if (!allows.has(target)) throw new Error(`The dead-letter queue ${target} of ${source} is not in the template.`);
  const allow = allows.get(target);
  const isAllowed =
    !allow ||
    allow.redrivePermission === 'allowAll' ||
    (allow.redrivePermission === 'byQueue' && allow.sourceQueueArns.includes(source));
  if (!isAllowed) throw new Error(`The RedriveAllowPolicy of ${target} does not let ${source} use it.`);
}

const MappingProperties = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z._default(z.boolean(), true),
  BatchSize: z._default(z.number().check(z.minimum(1), z.maximum(10_000)), 10),
  MaximumBatchingWindowInSeconds: z._default(z.number().check(z.minimum(0), z.maximum(300)), 0),
  FunctionResponseTypes: z._default(z.array(z.literal('ReportBatchItemFailures')), []),
  FilterCriteria: z.optional(z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) })),
  ScalingConfig: z.optional(z.strictObject({ MaximumConcurrency: z.number().check(z.minimum(2), z.maximum(1000)) })),
  Tags: z.optional(z.unknown()),
});

/** Lambda starts with five pollers for a standard queue. */
const DEFAULT_CONCURRENCY = 5;

/** The event source mappings of queues that are enabled. */
export function mappingsOf(
  place: Place,
  queues: ReadonlyMap<string, Queue>,
  resources: readonly Resource[],
): readonly Mapping[] {
  return resources.flatMap((resource): Mapping[] => {
    const properties = parseAs(resource, MappingProperties);
    if (!properties.Enabled) return [];
    const queue = [...queues.values()].find(({ arn }) => arn === properties.EventSourceArn);
    if (!queue)
      throw new Error(`${resource.id} reads ${properties.EventSourceArn}, which is no queue of the template.`);
    if (properties.BatchSize > 10 && properties.MaximumBatchingWindowInSeconds === 0) {
      throw new Error(`${resource.id}: a BatchSize over 10 needs a MaximumBatchingWindowInSeconds of at least 1.`);
    }
    const filters = properties.FilterCriteria?.Filters.map(({ Pattern }) => compilePattern(JSON.parse(Pattern)));
    return [
      {
        id: resource.id,
        functionArn: functionArnOf(place, properties.FunctionName),
        queue,
        batchSize: properties.BatchSize,
        windowMs: properties.MaximumBatchingWindowInSeconds * 1000,
        concurrency: properties.ScalingConfig?.MaximumConcurrency ?? DEFAULT_CONCURRENCY,
        reportsFailures: properties.FunctionResponseTypes.length > 0,
        isWanted: (record) => !filters || filters.some((matches) => matches(record)),
      },
    ];
  });
}

const functionArnOf = ({ partition, region, account }: Place, name: string) =>
  name.startsWith('arn:') ? name : `arn:${partition}:lambda:${region}:${account}:function:${name}`;

/** The properties of a resource by a strict schema, or an error that names the resource and each wrong property. */
export function parseAs<Schema extends z.ZodMiniType>(resource: Resource, schema: Schema): z.output<Schema> {
  const result = z.safeParse(schema, resource.properties);
  if (result.success) return result.data;
  throw new Error(`${resource.type} ${resource.id}: ${problemsOf(result.error)}.`);
}
