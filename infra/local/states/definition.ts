import * as z from 'zod/mini';
import { problemsOf } from './problems.ts';

/** The fields of the Amazon States Language that this engine runs; anything else is refused by name. */

const Text = z.string();
const Count = z.int().check(z.minimum(0));
const Json = z.unknown();
/** A number of its own, or a JSONata expression that gives one. */
const Expression = z.string().check(z.regex(/^\{%[\s\S]*%\}$/, 'is neither a number nor a {% %} expression'));
const Seconds = z.union([z.int().check(z.minimum(1), z.maximum(99_999_999)), Expression]);
const Assign = z.record(z.string(), Json);
const every = { Comment: z.optional(Text), QueryLanguage: z.optional(z.literal('JSONata')) };
const onward = { Next: z.optional(Text), End: z.optional(z.literal(true)) };
const shaped = { Output: z.optional(Json), Assign: z.optional(Assign) };

const Retrier = z.strictObject({
  ErrorEquals: z.array(Text).check(z.minLength(1)),
  IntervalSeconds: z.optional(z.int().check(z.minimum(1), z.maximum(99_999_999))),
  MaxAttempts: z.optional(z.int().check(z.minimum(0), z.maximum(99_999_999))),
  BackoffRate: z.optional(z.number().check(z.minimum(1))),
  MaxDelaySeconds: z.optional(z.int().check(z.minimum(1), z.maximum(31_622_400))),
  JitterStrategy: z.optional(z.enum(['FULL', 'NONE'])),
  Comment: z.optional(Text),
});
const Catcher = z.strictObject({
  ErrorEquals: z.array(Text).check(z.minLength(1)),
  Next: Text,
  Comment: z.optional(Text),
  ...shaped,
});
const guarded = { Retry: z.optional(z.array(Retrier)), Catch: z.optional(z.array(Catcher)) };

const LambdaArguments = z.strictObject({ FunctionName: Text, Payload: z.optional(Json) });

const states = {
  Task: z.strictObject({
    Type: z.literal('Task'),
    Resource: Text,
    Arguments: LambdaArguments,
    TimeoutSeconds: z.optional(Seconds),
    HeartbeatSeconds: z.optional(Seconds),
    ...every,
    ...onward,
    ...shaped,
    ...guarded,
  }),
  Pass: z.strictObject({ Type: z.literal('Pass'), ...every, ...onward, ...shaped }),
  Wait: z.strictObject({
    Type: z.literal('Wait'),
    Seconds: z.optional(z.union([Count.check(z.maximum(99_999_999)), Expression])),
    Timestamp: z.optional(Text),
    ...every,
    ...onward,
    ...shaped,
  }),
  Choice: z.strictObject({
    Type: z.literal('Choice'),
    Choices: z
      .array(z.strictObject({ Condition: Expression, Next: Text, Comment: z.optional(Text), ...shaped }))
      .check(z.minLength(1)),
    Default: z.optional(Text),
    ...every,
    ...shaped,
  }),
  Succeed: z.strictObject({ Type: z.literal('Succeed'), Output: z.optional(Json), ...every }),
  Fail: z.strictObject({ Type: z.literal('Fail'), Error: z.optional(Text), Cause: z.optional(Text), ...every }),
  Parallel: z.strictObject({
    Type: z.literal('Parallel'),
    Branches: z.array(z.unknown()).check(z.minLength(1)),
    Arguments: z.optional(Json),
    ...every,
    ...onward,
    ...shaped,
    ...guarded,
  }),
  Map: z.strictObject({
    Type: z.literal('Map'),
    ItemProcessor: z.unknown(),
    Items: z.optional(z.union([z.array(Json), Expression])),
    ItemSelector: z.optional(Json),
    MaxConcurrency: z.optional(z.union([Count, Expression])),
    ...every,
    ...onward,
    ...shaped,
    ...guarded,
  }),
} as const;

type Spec<Type extends keyof typeof states> = z.infer<(typeof states)[Type]>;
export type TaskSpec = Spec<'Task'>;
export type ChoiceSpec = Spec<'Choice'>;
export type WaitSpec = Spec<'Wait'>;
export type MapSpec = Spec<'Map'>;
type ParallelSpec = Spec<'Parallel'>;
export type StateSpec =
  | TaskSpec
  | ChoiceSpec
  | WaitSpec
  | MapSpec
  | ParallelSpec
  | Spec<'Pass'>
  | Spec<'Succeed'>
  | Spec<'Fail'>;
export type RetrierSpec = z.infer<typeof Retrier>;
export type CatcherSpec = z.infer<typeof Catcher>;

const flow = { StartAt: Text, States: z.record(z.string(), z.unknown()), Comment: z.optional(Text) };
const flowSchemas = {
  machine: z.strictObject({
    ...flow,
    QueryLanguage: z.literal('JSONata', 'is not JSONata, the only query language that is supported'),
    Version: z.optional(z.literal('1.0')),
    TimeoutSeconds: z.optional(z.int().check(z.minimum(1), z.maximum(99_999_999))),
  }),
  branch: z.strictObject({ ...flow, QueryLanguage: z.optional(z.literal('JSONata')) }),
  processor: z.strictObject({
    ...flow,
    QueryLanguage: z.optional(z.literal('JSONata')),
    ProcessorConfig: z.optional(z.strictObject({ Mode: z.literal('INLINE', 'only INLINE is supported') })),
  }),
} as const;

/** A state with its name, and the flows inside it: the branches of a Parallel, the one processor of a Map. */
export type Step = { readonly name: string; readonly spec: StateSpec; readonly flows: readonly Flow[] };
export type Flow = { readonly startAt: string; readonly steps: readonly Step[] };

/** A definition ready to run. State names are unique over all its flows, so a name alone finds its state. */
export type Definition = {
  readonly flow: Flow;
  readonly timeoutSeconds: number | undefined;
  readonly step: (name: string) => Step;
};

type Say = (state: string | undefined, field: string, problem: string) => void;

/** Reads a definition and says what does not fit; the flow holds those states that could be read. */
export function readDefinition(definition: unknown, say: Say): Definition | undefined {
  const machine = flowSchemas.machine.safeParse(definition);
  if (!machine.success) {
    sayIssues(machine.error, undefined, say);
    return undefined;
  }
  const flow = readFlow(machine.data, say);
  const steps = new Map(allSteps(flow).map((step) => [step.name, step]));
  return {
    flow,
    timeoutSeconds: machine.data.TimeoutSeconds,
    step: (name) => {
      const found = steps.get(name);
      if (!found) throw new Error(`The definition has no state ${name}.`);
      return found;
    },
  };
}

export function allSteps(flow: Flow): readonly Step[] {
  return flow.steps.flatMap((step) => [step, ...step.flows.flatMap(allSteps)]);
}

type RawFlow = { readonly StartAt: string; readonly States: Readonly<Record<string, unknown>> };

function readFlow(raw: RawFlow, say: Say): Flow {
  const steps = Object.entries(raw.States).flatMap(([name, state]) => {
    const step = readStep(name, state, say);
    return step ? [step] : [];
  });
  return { startAt: raw.StartAt, steps };
}

const Typed = z.looseObject({ Type: z.string() });
const knownType = z.enum(['Task', 'Pass', 'Wait', 'Choice', 'Succeed', 'Fail', 'Parallel', 'Map']);

function readStep(name: string, state: unknown, say: Say): Step | undefined {
  const typed = Typed.safeParse(state);
  if (!typed.success) return sayIssues(typed.error, name, say);
  const type = knownType.safeParse(typed.data.Type);
  if (!type.success) {
    say(name, 'Type', `the state type ${typed.data.Type} is not supported`);
    return undefined;
  }
  const parsed = states[type.data].safeParse(state);
  if (!parsed.success) return sayIssues(parsed.error, name, say);
  return { name, spec: parsed.data, flows: readInnerFlows(name, parsed.data, say) };
}

function readInnerFlows(name: string, spec: StateSpec, say: Say): readonly Flow[] {
  const read = (raw: unknown, schema: typeof flowSchemas.branch | typeof flowSchemas.processor, field: string) => {
    const parsed = schema.safeParse(raw);
    if (parsed.success) return [readFlow(parsed.data, say)];
    sayIssues(parsed.error, name, say, field);
    return [];
  };
  if (spec.Type === 'Parallel')
    return spec.Branches.flatMap((raw, at) => read(raw, flowSchemas.branch, `Branches[${at}]`));
  if (spec.Type === 'Map') return read(spec.ItemProcessor, flowSchemas.processor, 'ItemProcessor');
  return [];
}

function sayIssues(error: z.core.$ZodError, state: string | undefined, say: Say, inside = ''): undefined {
  for (const [field, problem] of problemsOf(error))
    say(state, [inside, field].filter(Boolean).join('.') || 'definition', problem);
}
