import * as z from 'zod/mini';
import { isTimestamp } from './check.ts';
import type { CatcherSpec, ChoiceSpec, Flow, MapSpec, RetrierSpec, Step, TaskSpec, WaitSpec } from './definition.ts';
import { type Bindings, type Expressions, StateError } from './expressions.ts';

/** What is known when a state begins or ends: `$states` without its result, and the variables. */
export type Scope = {
  readonly input: unknown;
  readonly context: Readonly<Record<string, unknown>>;
  readonly variables: Bindings;
  readonly retries: readonly number[];
  /** Epoch milliseconds of the run's clock. */
  readonly now: number;
  readonly fill: Expressions['fill'];
  /** For a task that waits for it; each attempt has its own. */
  readonly token: string | null;
};

type Failure = { readonly ok: false; readonly error: string; readonly cause: string };
export type Outcome = { readonly ok: true; readonly result: unknown } | Failure;

export type Child = { readonly flow: Flow; readonly input: unknown; readonly item?: unknown };

/** What a branch does next; the runner writes it into the journal in one transaction. */
export type Move =
  | { readonly kind: 'next'; readonly state: string; readonly output: unknown; readonly variables: Bindings }
  | { readonly kind: 'end'; readonly output: unknown }
  | { readonly kind: 'fail'; readonly error: string | null; readonly cause: string | null }
  | { readonly kind: 'wait'; readonly dueAt: number }
  | { readonly kind: 'retry'; readonly dueAt: number; readonly retries: readonly number[] }
  | { readonly kind: 'fork'; readonly children: readonly Child[]; readonly atOnce: number }
  | {
      readonly kind: 'call';
      readonly functionName: string;
      readonly payload: unknown;
      readonly token: string | null;
      readonly timeoutAt: number | null;
      readonly heartbeatMs: number | null;
    };

/** AWS refuses anything larger between states: 256 KiB of JSON in UTF-8. */
export const LARGEST_PAYLOAD_BYTES = 262_144;
/** No Retry and no Catch sees these. */
const TERMINAL = new Set(['States.DataLimitExceeded', 'States.Runtime']);
const SECOND = 1_000;

type Seen = { readonly result: unknown } | { readonly errorOutput: unknown } | Readonly<Record<string, never>>;

const bindingsOf = ({ input, context, variables }: Scope, seen: Seen = {}): Bindings => ({
  ...variables,
  states: { input, context, ...seen },
});

/** A result of the wrong type, which AWS reports as it does an expression that fails. */
const wrongType = (field: string, wanted: string) =>
  new StateError('States.QueryEvaluationError', `The value of the field '${field}' is not ${wanted}.`);

/** Begins an attempt. No side effects, so that one that is repeated after a kill decides the same. */
export async function enter(step: Step, scope: Scope): Promise<Move> {
  try {
    return await begin(step, scope);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return leave(step, scope, { ok: false, error: error.error, cause: error.message });
  }
}

async function begin(step: Step, scope: Scope): Promise<Move> {
  const { spec } = step;
  switch (spec.Type) {
    case 'Pass':
      return leave(step, scope, { ok: true, result: scope.input });
    case 'Succeed':
      return { kind: 'end', output: await outputOf(spec, 'Output', scope, {}, scope.input) };
    case 'Fail': {
      const error = await textOf(spec.Error, 'Error', scope);
      return { kind: 'fail', error, cause: await textOf(spec.Cause, 'Cause', scope) };
    }
    case 'Choice':
      return choose(spec, scope);
    case 'Wait':
      return { kind: 'wait', dueAt: await dueAtOf(spec, scope) };
    case 'Task':
      return call(spec, scope);
    case 'Parallel': {
      const given = spec.Arguments ?? '{% $states.input %}';
      const input = sized(await scope.fill(given, 'Arguments', bindingsOf(scope)));
      return { kind: 'fork', children: step.flows.map((flow) => ({ flow, input })), atOnce: step.flows.length };
    }
    case 'Map':
      return spread(spec, step.flows[0], scope);
    default:
      throw new Error(`The state ${step.name} has an unknown type.`, { cause: spec satisfies never });
  }
}

/** Ends an attempt: on to the next state, into a retry, to a catcher, or the branch fails. */
export async function leave(step: Step, scope: Scope, outcome: Outcome): Promise<Move> {
  if (!outcome.ok) return recover(step, scope, outcome);
  try {
    return await succeed(step, scope, outcome.result);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return recover(step, scope, { ok: false, error: error.error, cause: error.message });
  }
}

async function succeed({ name, spec }: Step, scope: Scope, result: unknown): Promise<Move> {
  if (!('End' in spec || 'Next' in spec)) throw new Error(`The state ${name} has nowhere to go.`);
  const hasResult = spec.Type !== 'Pass' && spec.Type !== 'Wait';
  return onward(spec, spec.Next, '', scope, hasResult ? { result: sized(result) } : {}, result);
}

async function onward(
  shaped: { readonly Output?: unknown; readonly Assign?: Bindings | undefined },
  next: string | undefined,
  place: string,
  scope: Scope,
  seen: Seen,
  otherwise: unknown,
): Promise<Move> {
  const [output, assigned] = await Promise.all([
    outputOf(shaped, `${place}Output`, scope, seen, otherwise),
    scope.fill(shaped.Assign ?? {}, `${place}Assign`, bindingsOf(scope, seen)),
  ]);
  if (next === undefined) return { kind: 'end', output };
  return { kind: 'next', state: next, output, variables: { ...scope.variables, ...Fields.parse(sized(assigned)) } };
}

const outputOf = async (
  shaped: { readonly Output?: unknown },
  field: string,
  scope: Scope,
  seen: Seen,
  otherwise: unknown,
) => sized(shaped.Output === undefined ? otherwise : await scope.fill(shaped.Output, field, bindingsOf(scope, seen)));

async function recover(step: Step, scope: Scope, failure: Failure): Promise<Move> {
  const { spec } = step;
  const again = 'Retry' in spec && spec.Retry ? retry(spec.Retry, scope, failure.error) : undefined;
  if (again) return again;
  const catchers = ('Catch' in spec && spec.Catch) || [];
  const at = catchers.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure.error));
  const caught = catchers[at];
  return caught ? handle(caught, `Catch[${at}]/`, scope, failure) : { kind: 'fail', ...pick(failure) };
}

async function handle(caught: CatcherSpec, place: string, scope: Scope, failure: Failure): Promise<Move> {
  const errorOutput = { Error: failure.error, Cause: failure.cause };
  try {
    return await onward(caught, caught.Next, place, scope, { errorOutput }, errorOutput);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return { kind: 'fail', error: error.error, cause: error.message };
  }
}

async function choose(spec: ChoiceSpec, scope: Scope): Promise<Move> {
  for (const [at, rule] of spec.Choices.entries()) {
    const field = `Choices[${at}]/Condition`;
    const holds = await scope.fill(rule.Condition, field, bindingsOf(scope));
    if (typeof holds !== 'boolean') throw wrongType(field, 'true or false');
    if (holds) return onward(rule, rule.Next, `Choices[${at}]/`, scope, {}, scope.input);
  }
  if (spec.Default === undefined) throw new StateError('States.NoChoiceMatched', 'No rule of the Choice matched.');
  return onward(spec, spec.Default, '', scope, {}, scope.input);
}

async function call(spec: TaskSpec, scope: Scope): Promise<Move> {
  const given = await scope.fill(spec.Arguments, 'Arguments', bindingsOf(scope));
  const { FunctionName, Payload } = Arguments.parse(sized(given));
  if (typeof FunctionName !== 'string') throw wrongType('Arguments/FunctionName', 'a string');
  const timeout = await secondsOf(spec.TimeoutSeconds, 'TimeoutSeconds', scope);
  const heartbeat = await secondsOf(spec.HeartbeatSeconds, 'HeartbeatSeconds', scope);
  return {
    kind: 'call',
    functionName: FunctionName,
    payload: Payload ?? {},
    token: scope.token,
    timeoutAt: timeout === null ? null : scope.now + timeout * SECOND,
    heartbeatMs: heartbeat === null ? null : heartbeat * SECOND,
  };
}

async function spread(spec: MapSpec, flow: Flow | undefined, scope: Scope): Promise<Move> {
  if (!flow) throw new Error('The Map has no item processor.');
  const items = spec.Items === undefined ? scope.input : await scope.fill(spec.Items, 'Items', bindingsOf(scope));
  if (!Array.isArray(items)) throw wrongType('Items', 'an array');
  const most = await scope.fill(spec.MaxConcurrency ?? 0, 'MaxConcurrency', bindingsOf(scope));
  if (!isCount(most)) throw wrongType('MaxConcurrency', 'a whole number of at least 0');
  const children = items.map(async (value: unknown, index) => {
    const item = { Index: index, Value: value };
    const context = { ...scope.context, Map: { Item: item } };
    const input =
      spec.ItemSelector === undefined
        ? value
        : await scope.fill(spec.ItemSelector, 'ItemSelector', bindingsOf({ ...scope, context }));
    return { flow, input: sized(input), item };
  });
  return { kind: 'fork', children: await Promise.all(children), atOnce: most === 0 ? items.length : most };
}

async function secondsOf(given: number | string | undefined, field: string, scope: Scope) {
  if (given === undefined) return null;
  const seconds = await scope.fill(given, field, bindingsOf(scope));
  if (!isCount(seconds) || seconds > 99_999_999) throw wrongType(field, 'a whole number of seconds');
  return seconds;
}

async function dueAtOf(spec: WaitSpec, scope: Scope): Promise<number> {
  const seconds = await secondsOf(spec.Seconds, 'Seconds', scope);
  if (seconds !== null) return scope.now + seconds * SECOND;
  const timestamp = await scope.fill(spec.Timestamp, 'Timestamp', bindingsOf(scope));
  if (typeof timestamp !== 'string' || !isTimestamp(timestamp)) throw wrongType('Timestamp', 'an RFC 3339 instant');
  return new Date(timestamp).getTime();
}

async function textOf(given: string | undefined, field: string, scope: Scope): Promise<string | null> {
  if (given === undefined) return null;
  const text = await scope.fill(given, field, bindingsOf(scope));
  if (typeof text !== 'string') throw wrongType(field, 'a string');
  return text;
}

const Fields = z.record(z.string(), z.unknown());
const Arguments = z.object({ FunctionName: z.unknown(), Payload: z.optional(z.unknown()) });
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const pick = ({ error, cause }: Failure) => ({ error, cause });

function sized(value: unknown): unknown {
  if (Buffer.byteLength(JSON.stringify(value) ?? '') > LARGEST_PAYLOAD_BYTES)
    throw new StateError('States.DataLimitExceeded', `The state has data of more than ${LARGEST_PAYLOAD_BYTES} bytes.`);
  return value;
}

function matches(names: readonly string[], error: string): boolean {
  if (TERMINAL.has(error)) return false;
  return names.some(
    (name) =>
      name === error ||
      name === 'States.ALL' ||
      (name === 'States.TaskFailed' && error !== 'States.Timeout') ||
      (name === 'States.Timeout' && error === 'States.HeartbeatTimeout'),
  );
}

/** The first rule that matches counts for itself; when it is used up the catchers have their turn. */
function retry(rules: readonly RetrierSpec[], scope: Scope, error: string): Move | undefined {
  const at = rules.findIndex(({ ErrorEquals }) => matches(ErrorEquals, error));
  const rule = rules[at];
  if (!rule) return undefined;
  const used = scope.retries[at] ?? 0;
  if (used >= (rule.MaxAttempts ?? 3)) return undefined;
  const grown = (rule.IntervalSeconds ?? 1) * (rule.BackoffRate ?? 2) ** used;
  const pause = Math.min(grown, rule.MaxDelaySeconds ?? Number.POSITIVE_INFINITY, 99_999_999);
  const delay = rule.JitterStrategy === 'FULL' ? Math.random() * pause : pause;
  const retries = rules.map((_, index) => (scope.retries[index] ?? 0) + (index === at ? 1 : 0));
  return { kind: 'retry', dueAt: scope.now + Math.round(delay * SECOND), retries };
}
