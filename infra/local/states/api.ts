import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { AwsFault, type Place } from '#infra/local/engine';
import { LARGEST_PAYLOAD_BYTES, type Outcome } from './attempt.ts';
import type { Branch, Execution, Journal } from './journal.ts';
import type { Machine } from './machines.ts';
import { type Input, jsonIn } from './requests.ts';
import type { Runner } from './runner.ts';
import { isToken } from './transitions.ts';

export type Api = {
  readonly place: Place;
  readonly journal: Journal;
  readonly runner: Runner;
  readonly machines: ReadonlyMap<string, Machine>;
};

const DAY_MS = 86_400_000;
/** For so long AWS keeps the name of an execution that is over. */
const NAME_KEPT_MS = 90 * DAY_MS;
/** AWS ends an execution that is older, whatever its own timeout says. */
const LONGEST_RUN_MS = 365 * DAY_MS;
/** Whitespace, brackets, wildcards, special and control characters are what AWS forbids. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what a name must not contain.
const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]{1,80}$/;
const DEFAULT_PAGE = 100;

const seconds = (ms: number) => ms / 1_000;

export function startExecution(api: Api, given: Input<'StartExecution'>) {
  const machine = machineOf(api, given.stateMachineArn);
  const name = given.name ?? randomUUID();
  if (!NAME.test(name)) throw new AwsFault('InvalidName', `Invalid Name: '${name}'`);
  const input = given.input ?? '{}';
  if (jsonIn(input) === undefined)
    throw new AwsFault('InvalidExecutionInput', 'Invalid State Machine Execution Input: no JSON');
  const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
  const running = sameOrFree(api, arn, input);
  const execution = running ?? begin(api, machine, { arn, name, input });
  return { executionArn: execution.arn, startDate: seconds(execution.startedAt) };
}

/** The running execution of that name and input; undefined if the name is free. */
function sameOrFree({ journal, place }: Api, arn: string, input: string): Execution | undefined {
  const known = journal.execution(arn);
  if (!known) return undefined;
  if (known.status === 'RUNNING' && known.input === input) return known;
  if (known.stoppedAt !== null && known.stoppedAt + NAME_KEPT_MS <= place.clock.now()) return undefined;
  throw new AwsFault('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
}

function begin(
  { journal, place, runner }: Api,
  machine: Machine,
  { arn, name, input }: Pick<Execution, 'arn' | 'name' | 'input'>,
): Execution {
  const startedAt = place.clock.now();
  const { flow, step, timeoutSeconds } = machine.definition;
  const own = timeoutSeconds === undefined ? LONGEST_RUN_MS : timeoutSeconds * 1_000;
  const { execution, branch } = journal.transaction(() => {
    journal.forgetExecution(arn);
    journal.keepDefinition(machine.hash, machine.text);
    const added = journal.addExecution({
      arn,
      machine: machine.arn,
      machineName: machine.name,
      name,
      definition: machine.hash,
      role: machine.role,
      input,
      startedAt,
      deadlineAt: startedAt + Math.min(own, LONGEST_RUN_MS),
    });
    journal.record(arn, startedAt, 'ExecutionStarted', { input, roleArn: machine.role });
    journal.addNotice(added);
    return { execution: added, branch: runner.begin(added, step(flow.startAt), input) };
  });
  runner.launch(execution, branch);
  return execution;
}

export function describeExecution(api: Api, { executionArn, includedData }: Input<'DescribeExecution'>) {
  const execution = executionOf(api, executionArn);
  const { input, output, error, cause } = execution;
  const data = {
    input,
    inputDetails: { included: true },
    ...(output === null ? {} : { output, outputDetails: { included: true } }),
    ...(error === null ? {} : { error }),
    ...(cause === null ? {} : { cause }),
  };
  return { ...summaryOf(execution), ...(includedData === 'METADATA_ONLY' ? {} : data), redriveCount: 0 };
}

const summaryOf = (execution: Execution) => ({
  executionArn: execution.arn,
  stateMachineArn: execution.machine,
  name: execution.name,
  status: execution.status,
  startDate: seconds(execution.startedAt),
  ...(execution.stoppedAt === null ? {} : { stopDate: seconds(execution.stoppedAt) }),
});

export function listExecutions(api: Api, given: Input<'ListExecutions'>) {
  const machine = machineOf(api, given.stateMachineArn);
  const limit = given.maxResults || DEFAULT_PAGE;
  const before = given.nextToken === undefined ? Number.MAX_SAFE_INTEGER : positionIn(given.nextToken);
  const found = api.journal.executionsOf(machine.arn, given.statusFilter, before, limit + 1);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const more = found.length > limit && last ? { nextToken: tokenAt(last.row) } : {};
  return { executions: page.map(summaryOf), ...more };
}

export function getExecutionHistory(api: Api, given: Input<'GetExecutionHistory'>) {
  const { arn } = executionOf(api, given.executionArn);
  const limit = given.maxResults || DEFAULT_PAGE;
  const from = given.nextToken === undefined ? 0 : positionIn(given.nextToken);
  const kept = api.journal.history(arn);
  const ordered = given.reverseOrder ? kept.toReversed() : kept;
  const events = ordered.slice(from, from + limit).map(({ id, at, type, details }) => ({
    id,
    previousEventId: id - 1,
    timestamp: seconds(at),
    type,
    [detailsName(type)]: shown(details, given.includeExecutionData ?? true),
  }));
  return { events, ...(ordered.length > from + limit ? { nextToken: tokenAt(from + limit) } : {}) };
}

/** All states share two fields on AWS; every other event has one of its own name. */
function detailsName(type: string): string {
  const shared = /State(Entered|Exited)$/.exec(type);
  return shared ? `state${shared[1]}EventDetails` : `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

const Details = z.record(z.string(), z.unknown());
const DATA = new Set(['input', 'output', 'parameters', 'cause', 'error']);

function shown(details: string, withData: boolean) {
  const fields = Object.entries(Details.parse(JSON.parse(details)));
  return Object.fromEntries(fields.filter(([field, value]) => value !== null && (withData || !DATA.has(field))));
}

export function stopExecution(api: Api, { executionArn, error, cause }: Input<'StopExecution'>) {
  const { arn, stoppedAt } = executionOf(api, executionArn);
  if (stoppedAt !== null) return { stopDate: seconds(stoppedAt) };
  api.runner.finish(arn, { status: 'ABORTED', output: null, error: error ?? null, cause: cause ?? null });
  return { stopDate: seconds(executionOf(api, arn).stoppedAt ?? api.place.clock.now()) };
}

export function sendTaskSuccess(api: Api, { taskToken, output }: Input<'SendTaskSuccess'>) {
  if (Buffer.byteLength(output) > LARGEST_PAYLOAD_BYTES)
    throw new AwsFault('ValidationException', `The output has more than ${LARGEST_PAYLOAD_BYTES} bytes.`);
  const result = jsonIn(output);
  if (result === undefined) throw new AwsFault('InvalidOutput', 'Invalid Output: no JSON');
  return answerToken(api, taskToken, { ok: true, result });
}

export function sendTaskFailure(api: Api, { taskToken, error, cause }: Input<'SendTaskFailure'>) {
  return answerToken(api, taskToken, { ok: false, error: error ?? '', cause: cause ?? '' });
}

export function sendTaskHeartbeat(api: Api, { taskToken }: Input<'SendTaskHeartbeat'>) {
  const branch = waitingFor(api, taskToken);
  if (branch.heartbeatMs !== null) api.runner.beat(branch, api.place.clock.now() + branch.heartbeatMs);
  return {};
}

function answerToken(api: Api, token: string, outcome: Outcome) {
  api.runner.settle(waitingFor(api, token), outcome);
  return {};
}

/** The branch that waits for this token. The call of its function need not be over. */
function waitingFor({ journal, place }: Api, token: string): Branch {
  if (!isToken(token)) throw new AwsFault('InvalidToken', 'Invalid Token');
  const id = journal.branchOfToken(token);
  if (id === undefined) throw new AwsFault('TaskDoesNotExist', 'Task does not exist');
  const branch = journal.branch(id);
  const isOpen = branch?.token === token && (branch.phase === 'calling' || branch.phase === 'token');
  const until = Math.min(
    branch?.timeoutAt ?? Number.POSITIVE_INFINITY,
    branch?.heartbeatAt ?? Number.POSITIVE_INFINITY,
  );
  if (!branch || !isOpen || until <= place.clock.now())
    throw new AwsFault('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  return branch;
}

function machineOf({ machines }: Api, arn: string): Machine {
  const machine = machines.get(arn);
  if (machine) return machine;
  if (!/^arn:[^:]+:states:[^:]*:[^:]*:stateMachine:/.test(arn))
    throw new AwsFault('InvalidArn', `Invalid Arn: '${arn}'`);
  throw new AwsFault('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

function executionOf({ journal }: Api, arn: string): Execution {
  const execution = journal.execution(arn);
  if (execution) return execution;
  if (!/^arn:[^:]+:states:[^:]*:[^:]*:execution:/.test(arn)) throw new AwsFault('InvalidArn', `Invalid Arn: '${arn}'`);
  throw new AwsFault('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

const tokenAt = (position: number) => Buffer.from(String(position)).toString('base64url');

function positionIn(token: string): number {
  const position = Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(position)) throw new AwsFault('InvalidToken', 'Invalid Token');
  return position;
}
