import * as z from 'zod/mini';
import type { Place, Resource } from '../engine.ts';
import { compilePattern, type Matches } from '../events/pattern.ts';
import { inEnglish } from './in-english.ts';

/** Which records of a table's stream go to which function, and what happens when it fails. */
export type Mapping = {
  readonly id: string;
  readonly table: string;
  readonly streamArn: string;
  readonly functionArn: string;
  readonly batchSize: number;
  readonly fromStart: boolean;
  readonly matches: Matches;
  readonly reportsFailures: boolean;
  readonly bisects: boolean;
  /** Retries after the first attempt. */
  readonly maxRetries: number;
  /** Absent: as long as a stream keeps its records. */
  readonly maxAgeMs: number | undefined;
  readonly failureQueueArn: string | undefined;
};

/** Properties that change what a mapping costs or shows, but not what it does: the local run delivers at once, one batch at a time. */
const skippable = {
  MaximumBatchingWindowInSeconds: z.optional(z.unknown()),
  ParallelizationFactor: z.optional(z.unknown()),
  MetricsConfig: z.optional(z.unknown()),
  Tags: z.optional(z.unknown()),
};

const Properties = z.strictObject({
  ...skippable,
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z._default(z.number().check(z.minimum(1), z.maximum(10_000)), 100),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']),
  Enabled: z._default(z.boolean(), true),
  FilterCriteria: z.optional(z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) })),
  FunctionResponseTypes: z._default(z.array(z.literal('ReportBatchItemFailures')), []),
  BisectBatchOnFunctionError: z._default(z.boolean(), false),
  MaximumRetryAttempts: z._default(z.number(), -1),
  MaximumRecordAgeInSeconds: z._default(z.number(), -1),
  DestinationConfig: z.optional(
    z.strictObject({
      OnFailure: z.optional(
        z.strictObject({ Destination: z.string().check(z.regex(/^arn:[\w-]+:sqs:/, 'only a queue')) }),
      ),
    }),
  ),
});

const tableOf = (arn: unknown) =>
  typeof arn === 'string' ? /:dynamodb:.*:table\/([^/]+)\/stream\//.exec(arn)?.[1] : undefined;

/** The mappings of a template that read a table's stream; those of queues are for another engine. Throws for what is not supported. */
export function streamMappings(resources: readonly Resource[], place: Place): readonly Mapping[] {
  return resources
    .filter(
      ({ type, properties }) => type === 'AWS::Lambda::EventSourceMapping' && tableOf(properties['EventSourceArn']),
    )
    .flatMap((resource) => mappingOf(resource, place));
}

function mappingOf({ id, properties }: Resource, place: Place): readonly Mapping[] {
  const parsed = z.safeParse(Properties, properties, inEnglish);
  if (!parsed.success) {
    throw new Error(`The local run cannot read the stream as ${id} says: ${z.prettifyError(parsed.error)}`, {
      cause: parsed.error,
    });
  }
  const given = parsed.data;
  if (!given.Enabled) return [];
  const limit = (value: number) => (value < 0 ? Number.POSITIVE_INFINITY : value);
  return [
    {
      id,
      table: tableOf(given.EventSourceArn) ?? '',
      streamArn: given.EventSourceArn,
      functionArn: functionArn(given.FunctionName, place),
      batchSize: given.BatchSize,
      fromStart: given.StartingPosition === 'TRIM_HORIZON',
      matches: filterOf(given.FilterCriteria?.Filters.map(({ Pattern }) => Pattern) ?? []),
      reportsFailures: given.FunctionResponseTypes.length > 0,
      bisects: given.BisectBatchOnFunctionError,
      maxRetries: limit(given.MaximumRetryAttempts),
      maxAgeMs: given.MaximumRecordAgeInSeconds < 0 ? undefined : given.MaximumRecordAgeInSeconds * 1000,
      failureQueueArn: given.DestinationConfig?.OnFailure?.Destination,
    },
  ];
}

const functionArn = (nameOrArn: string, { partition, region, account }: Place) =>
  nameOrArn.startsWith('arn:') ? nameOrArn : `arn:${partition}:lambda:${region}:${account}:function:${nameOrArn}`;

function filterOf(patterns: readonly string[]): Matches {
  if (patterns.length === 0) return () => true;
  const some = patterns.map((pattern) => {
    const parsed: unknown = JSON.parse(pattern);
    refuseNumbers(parsed, 'pattern');
    return compilePattern(parsed);
  });
  return (record) => some.some((matches) => matches(record));
}

/** Numbers of an item are strings in its stream record, so such a filter matches nothing on AWS either. */
function refuseNumbers(pattern: unknown, path: string) {
  if (typeof pattern !== 'object' || pattern === null) return;
  for (const [name, part] of Object.entries(pattern)) {
    const isOnNumber = name === 'N' && Array.isArray(part);
    if (isOnNumber && part.some((matcher: unknown) => typeof matcher === 'number' || isNumeric(matcher))) {
      throw new Error(
        `The filter ${path}.N compares numbers; stream records hold them as strings, it would never match.`,
      );
    }
    refuseNumbers(part, `${path}.${name}`);
  }
}
const isNumeric = (matcher: unknown) => typeof matcher === 'object' && matcher !== null && 'numeric' in matcher;
