import * as z from 'zod/mini';
import { type AwsCall, AwsFault } from '#infra/local/engine';
import { problemsOf } from './problems.ts';

/** What each operation takes; a parameter that is not in here is not supported. */
const Arn = z.string().check(z.minLength(1), z.maxLength(256));
const Page = {
  maxResults: z.optional(z.int().check(z.minimum(0), z.maximum(1_000))),
  nextToken: z.optional(z.string()),
};

const requests = {
  StartExecution: z.strictObject({
    stateMachineArn: Arn,
    name: z.optional(z.string()),
    input: z.optional(z.string()),
    traceHeader: z.optional(z.string()),
  }),
  DescribeExecution: z.strictObject({
    executionArn: Arn,
    includedData: z.optional(z.enum(['ALL_DATA', 'METADATA_ONLY'])),
  }),
  ListExecutions: z.strictObject({
    stateMachineArn: Arn,
    statusFilter: z.optional(z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'])),
    ...Page,
  }),
  GetExecutionHistory: z.strictObject({
    executionArn: Arn,
    reverseOrder: z.optional(z.boolean()),
    includeExecutionData: z.optional(z.boolean()),
    ...Page,
  }),
  StopExecution: z.strictObject({
    executionArn: Arn,
    error: z.optional(z.string().check(z.maxLength(256))),
    cause: z.optional(z.string().check(z.maxLength(32_768))),
  }),
  SendTaskSuccess: z.strictObject({ taskToken: z.string(), output: z.string() }),
  SendTaskFailure: z.strictObject({
    taskToken: z.string(),
    error: z.optional(z.string().check(z.maxLength(256))),
    cause: z.optional(z.string().check(z.maxLength(32_768))),
  }),
  SendTaskHeartbeat: z.strictObject({ taskToken: z.string() }),
} as const;

export type Operation = keyof typeof requests;
export type Input<Name extends Operation> = z.infer<(typeof requests)[Name]>;

const Operations = z.enum([
  'StartExecution',
  'DescribeExecution',
  'ListExecutions',
  'GetExecutionHistory',
  'StopExecution',
  'SendTaskSuccess',
  'SendTaskFailure',
  'SendTaskHeartbeat',
]);

/** The operation's name without the target's prefix. */
export function operationOf({ operation }: AwsCall): Operation {
  const parsed = Operations.safeParse(operation.split('.').at(-1));
  if (!parsed.success)
    throw new AwsFault('UnknownOperationException', `The operation ${operation} of Step Functions is not supported.`);
  return parsed.data;
}

export function inputOf<Name extends Operation>(name: Name, call: AwsCall): Input<Name>;
export function inputOf(name: Operation, call: AwsCall): unknown {
  const body = jsonIn(call.body.toString('utf8') || '{}');
  if (body === undefined) throw new AwsFault('SerializationException', 'The body of the call is no JSON.');
  const parsed = requests[name].safeParse(body);
  if (parsed.success) return parsed.data;
  const what = problemsOf(parsed.error).map(([field, problem]) => `${field} ${problem}`);
  throw new AwsFault('ValidationException', `${name}: ${what.join(', ')}`);
}

/** Undefined for a text that is no JSON. */
export function jsonIn(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
