import * as z from 'zod/mini';
import type { Authorize, Clock, Invoke, Meter, Place, Publish } from '#infra/local/engine';
import { enter, leave, type Move, type Outcome, type Scope } from './attempt.ts';
import { compileMachine } from './check.ts';
import type { Definition, Step } from './definition.ts';
import { createExpressions } from './expressions.ts';
import type { Branch, Ending, Execution, Journal } from './journal.ts';
import { tellNotices } from './notices.ts';
import { callFunction } from './tasks.ts';
import { type After, createTransitions, newToken, type Transitions } from './transitions.ts';

export type RunnerOptions = {
  readonly place: Place;
  readonly journal: Journal;
  readonly invoke: Invoke;
  readonly authorize: Authorize;
  readonly roleIdOf: (roleArn: string) => string;
  readonly publish: Publish | undefined;
  readonly meter: Meter;
};

export type Runner = ReturnType<typeof createRunner>;

const Outcomes = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({ ok: z.literal(false), error: z.string(), cause: z.string() }),
]);
const Fields = z.record(z.string(), z.unknown());
const Counts = z.array(z.number());
const parse = (text: string): unknown => JSON.parse(text);

/** Drives the branches of all executions. What it has to remember is in the journal alone, so that it can be killed at any moment. */
export function createRunner(options: RunnerOptions) {
  const { journal, publish } = options;
  const { clock } = options.place;
  const { fill } = createExpressions(clock.now);
  const stepOf = createSteps(journal);
  const transitions = createTransitions({ journal, meter: options.meter, now: clock.now, stepOf });
  let running = false;

  /** Sets the timers of what changed, tells the bus what ended, and goes on with what can go on. */
  const follow = ({ go, touched }: After) => {
    for (const id of touched) setTimer(id);
    tell();
    for (const id of go) resumeBranch(id);
  };

  const tell = () => tellNotices(journal, publish, ({ arn }) => clock.clear(deadlineKey(arn)));
  const resumeBranch = (id: number) => {
    const arn = journal.branch(id)?.execution ?? '';
    const failed = (error: unknown) => {
      if (running) follow(transitions.end(arn, faultOf(arn, error)));
    };
    clock.work(() => advance(id)).catch(failed);
  };

  const setTimer = (id: number) => {
    const due = dueOf(journal.branch(id));
    if (due === undefined) clock.clear(timerKey(id));
    else clock.set(timerKey(id), due, () => fire(id));
  };

  const fire = (id: number) => {
    const branch = running ? journal.branch(id) : undefined;
    if (branch) follow(onTimer(transitions, branch, clock.now()));
  };

  const advance = async (id: number): Promise<void> => {
    const branch = running ? journal.branch(id) : undefined;
    if (!branch) return;
    if (branch.phase === 'calling') return call(branch);
    if (branch.phase !== 'ready' && branch.phase !== 'settled') return;
    const step = stepOf(branch.execution, branch.state);
    const move = await decide(executionOf(journal, branch.execution), branch, step, { now: clock.now(), fill });
    if (running) follow(transitions.apply(branch, step, move));
  };

  const call = async (branch: Branch): Promise<void> => {
    const outcome = await outcomeOf(options, branch);
    if (!running) return;
    if (outcome.ok && branch.token !== null) follow(transitions.submitted(branch));
    else follow(transitions.settle(branch, outcome));
  };

  const finish = (arn: string, ending: Ending) => follow(transitions.end(arn, ending));

  const watch = ({ arn, deadlineAt }: Execution) =>
    clock.set(deadlineKey(arn), deadlineAt, () => (running ? finish(arn, OVER) : undefined));

  return {
    begin: transitions.begin,
    launch: (execution: Execution, branch: number) => {
      watch(execution);
      follow({ go: [branch], touched: [] });
    },
    settle: (branch: Branch, outcome: Outcome) => follow(transitions.settle(branch, outcome)),
    beat: (branch: Branch, until: number) => {
      journal.beat(branch.id, until);
      setTimer(branch.id);
    },
    finish,
    /** Before this, what is started or sent is kept in the journal and not yet acted upon, so that no call is made twice. */
    resume: () => {
      if (running) return;
      running = true;
      tell();
      for (const execution of journal.runningExecutions()) {
        watch(execution);
        const branches = journal.branchesOf(execution.arn).map(({ id }) => id);
        follow({ go: branches, touched: branches });
      }
    },
    stop: () => {
      running = false;
      clearTimers(clock, journal);
    },
  };
}

function decide(execution: Execution, branch: Branch, step: Step, world: Pick<Scope, 'now' | 'fill'>): Promise<Move> {
  const scope = { ...scopeOf(execution, branch, step), ...world };
  if (branch.phase === 'ready') return enter(step, scope);
  return leave(step, scope, Outcomes.parse(parse(branch.outcome ?? 'null')));
}

/** A call whose time was over when the process came back is not made again. */
async function outcomeOf(options: RunnerOptions, branch: Branch): Promise<Outcome> {
  const late = overdue(branch, options.place.clock.now());
  return late ?? callFunction(options, executionOf(options.journal, branch.execution), branch);
}

function dueOf(branch: Branch | undefined): number | undefined {
  const due = [branch?.dueAt, branch?.timeoutAt, branch?.heartbeatAt].filter((at) => typeof at === 'number');
  return due.length === 0 ? undefined : Math.min(...due);
}

function onTimer(transitions: Transitions, branch: Branch, now: number): After {
  const timeout = overdue(branch, now);
  if (timeout) return transitions.settle(branch, timeout);
  const isDue = branch.dueAt !== null && branch.dueAt <= now;
  if (isDue && branch.phase === 'waiting') return transitions.settle(branch, { ok: true, result: parse(branch.input) });
  if (isDue && branch.phase === 'backoff') return transitions.again(branch);
  return { go: [], touched: [branch.id] };
}

function clearTimers(clock: Clock, journal: Journal): void {
  for (const { arn } of journal.runningExecutions()) {
    clock.clear(deadlineKey(arn));
    for (const { id } of journal.branchesOf(arn)) clock.clear(timerKey(id));
  }
}

/** A fault of the engine itself: nothing that a Retry or a Catch should see. */
function faultOf(arn: string, error: unknown): Ending {
  console.error(new Error(`The execution ${arn} met a fault of the engine.`, { cause: error }));
  const cause = error instanceof Error ? error.message : String(error);
  return { status: 'FAILED', output: null, error: 'States.Runtime', cause };
}

const OVER: Ending = { status: 'TIMED_OUT', output: null, error: 'States.Timeout', cause: null };
const timerKey = (branch: number) => `states/branch/${branch}`;
const deadlineKey = (execution: string) => `states/deadline/${execution}`;

/** Executions run on the definition that they were started with, whatever the template says by now. */
function createSteps(journal: Journal) {
  const definitions = new Map<string, Definition>();
  return (arn: string, state: string): Step => {
    const { definition: hash, machineName } = executionOf(journal, arn);
    const known = definitions.get(hash) ?? compileMachine(machineName, parse(journal.definition(hash)));
    definitions.set(hash, known);
    return known.step(state);
  };
}

function executionOf(journal: Journal, arn: string): Execution {
  const execution = journal.execution(arn);
  if (!execution) throw new Error(`The journal has no execution ${arn}.`);
  return execution;
}

function overdue({ timeoutAt, heartbeatAt }: Branch, now: number): Outcome | undefined {
  const error = (name: string, cause: string) => ({ ok: false, error: name, cause }) as const;
  if (timeoutAt !== null && timeoutAt <= now)
    return error('States.Timeout', 'The task ran longer than TimeoutSeconds.');
  if (heartbeatAt !== null && heartbeatAt <= now)
    return error('States.HeartbeatTimeout', 'No heartbeat came within HeartbeatSeconds.');
  return undefined;
}

function scopeOf(execution: Execution, branch: Branch, { name, spec }: Step): Omit<Scope, 'now' | 'fill'> {
  const retries = Counts.parse(parse(branch.retries));
  const waits = spec.Type === 'Task' && spec.Resource.endsWith('.waitForTaskToken');
  const token = waits ? (branch.token ?? newToken()) : null;
  const context = {
    Execution: {
      Id: execution.arn,
      Input: parse(execution.input),
      Name: execution.name,
      RoleArn: execution.role,
      StartTime: new Date(execution.startedAt).toISOString(),
      RedriveCount: 0,
    },
    State: {
      Name: name,
      EnteredTime: new Date(branch.enteredAt).toISOString(),
      RetryCount: retries.reduce((sum, count) => sum + count, 0),
    },
    StateMachine: { Id: execution.machine, Name: execution.machineName },
    ...(token === null ? {} : { Task: { Token: token } }),
    ...(branch.item === null ? {} : { Map: { Item: parse(branch.item) } }),
  };
  return { input: parse(branch.input), context, variables: Fields.parse(parse(branch.variables)), retries, token };
}
