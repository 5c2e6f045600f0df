import {
  allSteps,
  type CatcherSpec,
  type Definition,
  type Flow,
  type RetrierSpec,
  readDefinition,
  type StateSpec,
  type Step,
  type TaskSpec,
  type WaitSpec,
} from './definition.ts';
import { expressionIn, expressionProblem } from './expressions.ts';

const LAMBDA = /^arn:[a-z0-9-]+:states:::lambda:invoke(?:\.waitForTaskToken)?$/;
const VARIABLE = /^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u;
const TOKEN = '$states.context.Task.Token';

type Say = (state: string | undefined, field: string, problem: string) => void;

/** Everything about a definition that AWS or this engine would refuse or that would fail at run time, each naming machine, state and field. */
export function checkMachine(name: string, definition: unknown): readonly string[] {
  return read(name, definition).problems;
}

/** The definition ready to run; throws all its problems at once. */
export function compileMachine(name: string, definition: unknown): Definition {
  const { compiled, problems } = read(name, definition);
  if (!compiled || problems.length > 0) throw new Error(problems.join('\n'));
  return compiled;
}

function read(name: string, definition: unknown) {
  const problems: string[] = [];
  const say: Say = (state, field, problem) =>
    problems.push(`State machine ${name}${state === undefined ? '' : `, state ${state}`}, ${field}: ${problem}.`);
  const compiled = readDefinition(definition, say);
  // What could not be read would show up a second time as missing or unreachable.
  if (compiled && problems.length === 0) checkFlows(compiled.flow, say);
  return { compiled, problems };
}

function checkFlows(flow: Flow, say: Say): void {
  const seen = new Set<string>();
  for (const { name } of allSteps(flow)) {
    if (seen.has(name)) say(name, 'name', 'another state of this machine has the same name');
    seen.add(name);
  }
  checkFlow(flow, new Set(), say);
}

function checkFlow(flow: Flow, outer: ReadonlySet<string>, say: Say): void {
  const steps = new Map(flow.steps.map((step) => [step.name, step]));
  if (!steps.has(flow.startAt)) say(undefined, 'StartAt', `there is no state ${flow.startAt}`);
  const assigned = new Set([...outer, ...flow.steps.flatMap(({ spec }) => assignedBy(spec))]);
  for (const step of flow.steps) {
    for (const [field, target] of targetsOf(step.spec))
      if (!steps.has(target)) say(step.name, field, `there is no state ${target} beside it`);
    checkStep(step, say);
    checkVariables(step, outer, say);
    for (const inner of step.flows) checkFlow(inner, assigned, say);
  }
  for (const name of unreachable(flow, steps)) say(name, 'name', 'no path leads to this state');
}

function checkVariables({ name, spec }: Step, outer: ReadonlySet<string>, say: Say): void {
  for (const variable of assignedBy(spec)) {
    if (outer.has(variable)) say(name, `Assign.${variable}`, 'an outer flow assigns a variable of this name');
    if (!VARIABLE.test(variable) || variable === 'states') say(name, `Assign.${variable}`, 'is no variable name');
  }
}

function unreachable(flow: Flow, steps: ReadonlyMap<string, Step>): readonly string[] {
  const reached = new Set<string>();
  const open = [flow.startAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const step = steps.get(name);
    if (!step || reached.has(name)) continue;
    reached.add(name);
    open.push(...targetsOf(step.spec).map(([, target]) => target));
  }
  return [...steps.keys()].filter((name) => !reached.has(name));
}

const catchersOf = (spec: StateSpec): readonly CatcherSpec[] => ('Catch' in spec && spec.Catch) || [];
const retriersOf = (spec: StateSpec): readonly RetrierSpec[] => ('Retry' in spec && spec.Retry) || [];

function targetsOf(spec: StateSpec): readonly (readonly [field: string, target: string])[] {
  const next = 'Next' in spec && spec.Next !== undefined ? [['Next', spec.Next] as const] : [];
  const caught = catchersOf(spec).map(({ Next }, at) => [`Catch[${at}].Next`, Next] as const);
  if (spec.Type !== 'Choice') return [...next, ...caught];
  const chosen = spec.Choices.map(({ Next }, at) => [`Choices[${at}].Next`, Next] as const);
  return spec.Default === undefined ? chosen : [...chosen, ['Default', spec.Default]];
}

function assignedBy(spec: StateSpec): readonly string[] {
  const own = 'Assign' in spec ? [spec.Assign] : [];
  const rules = spec.Type === 'Choice' ? spec.Choices.map(({ Assign }) => Assign) : [];
  const names = [...own, ...rules, ...catchersOf(spec).map(({ Assign }) => Assign)].flatMap((assign) =>
    Object.keys(assign ?? {}),
  );
  return [...new Set(names)];
}

function checkStep({ name, spec }: Step, say: Say): void {
  for (const [field, text] of stringsOf(spec)) {
    const problem = expressionProblem(text);
    if (problem) say(name, field, problem);
  }
  if ('End' in spec || 'Next' in spec || needsOnward(spec)) {
    const ways = [targetOf(spec), endOf(spec)].filter((way) => way !== undefined).length;
    if (ways !== 1) say(name, 'Next', 'exactly one of Next and End is needed');
  }
  if (spec.Type === 'Task') checkTask(name, spec, say);
  if (spec.Type === 'Wait') checkWait(name, spec, say);
  if (spec.Type === 'Choice' && spec.Default === undefined) say(name, 'Default', 'a Choice needs a Default');
  checkErrors(name, 'Retry', retriersOf(spec), say);
  checkErrors(name, 'Catch', catchersOf(spec), say);
}

const needsOnward = ({ Type }: StateSpec) => ['Task', 'Pass', 'Wait', 'Parallel', 'Map'].includes(Type);
const targetOf = (spec: StateSpec) => ('Next' in spec ? spec.Next : undefined);
const endOf = (spec: StateSpec) => ('End' in spec ? spec.End : undefined);

/** Every string that may be an expression; the states of inner flows are checked as states of their own. */
function stringsOf(spec: StateSpec): readonly (readonly [field: string, text: string])[] {
  const found: (readonly [string, string])[] = [];
  const walk = (value: unknown, field: string): void => {
    if (typeof value === 'string') found.push([field, value]);
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) walk(inner, field ? `${field}.${key}` : key);
  };
  const { Comment: _, ...rest } = spec;
  for (const [field, value] of Object.entries(rest))
    if (field !== 'Branches' && field !== 'ItemProcessor') walk(value, field);
  return found;
}

function checkTask(name: string, spec: TaskSpec, say: Say): void {
  if (!LAMBDA.test(spec.Resource)) say(name, 'Resource', `${spec.Resource} is not supported`);
  const sendsToken = stringsOf(spec).some(
    ([field, text]) => field.startsWith('Arguments.Payload') && (expressionIn(text) ?? '').includes(TOKEN),
  );
  const waits = spec.Resource.endsWith('.waitForTaskToken');
  if (waits && !sendsToken) say(name, 'Arguments.Payload', `a token wait has to hand over ${TOKEN}`);
  if (!waits && sendsToken) say(name, 'Arguments.Payload', 'there is a token only with .waitForTaskToken');
  if (spec.Arguments.FunctionName.trim() === '') say(name, 'Arguments.FunctionName', 'is empty');
  if (spec.TimeoutSeconds === undefined) say(name, 'TimeoutSeconds', 'every task needs a timeout');
  checkHeartbeat(name, spec, waits, say);
}

function checkHeartbeat(name: string, spec: TaskSpec, waits: boolean, say: Say): void {
  const { HeartbeatSeconds: heartbeat, TimeoutSeconds: timeout } = spec;
  if (heartbeat === undefined) return;
  if (!waits) say(name, 'HeartbeatSeconds', 'only a token wait can send heartbeats');
  if (typeof heartbeat === 'number' && typeof timeout === 'number' && heartbeat >= timeout)
    say(name, 'HeartbeatSeconds', 'has to be shorter than TimeoutSeconds');
}

function checkWait(name: string, { Seconds, Timestamp }: WaitSpec, say: Say): void {
  if ((Seconds === undefined) === (Timestamp === undefined))
    say(name, 'Seconds', 'exactly one of Seconds and Timestamp is needed');
  if (Timestamp !== undefined && expressionIn(Timestamp) === undefined && !isTimestamp(Timestamp))
    say(name, 'Timestamp', `${Timestamp} is no instant such as 2027-01-31T08:00:00Z`);
}

/** RFC 3339 with upper-case T and Z, as the States Language asks for. */
export function isTimestamp(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) && Number.isFinite(new Date(text).getTime())
  );
}

function checkErrors(
  name: string,
  field: 'Retry' | 'Catch',
  rules: readonly { readonly ErrorEquals: readonly string[] }[],
  say: Say,
): void {
  rules.forEach(({ ErrorEquals }, at) => {
    const isAll = ErrorEquals.includes('States.ALL');
    const place = `${field}[${at}].ErrorEquals`;
    if (isAll && ErrorEquals.length > 1) say(name, place, 'States.ALL has to stand alone');
    if (isAll && at < rules.length - 1) say(name, place, 'States.ALL has to come last');
  });
}
