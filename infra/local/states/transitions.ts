import { randomBytes } from 'node:crypto';
import type { Meter } from '#infra/local/engine';
import type { Child, Move, Outcome } from './attempt.ts';
import type { Step } from './definition.ts';
import type { Branch, BranchPatch, Ending, Execution, Journal } from './journal.ts';

/** AWS ends an execution whose history grows beyond this. */
const LONGEST_HISTORY = 25_000;
const TOKEN_BYTES = 72;

/** The branches that have something to do after a transition, and those whose timers have changed. */
export type After = { readonly go: readonly number[]; readonly touched: readonly number[] };
const nothing: After = { go: [], touched: [] };

const idle = {
  dueAt: null,
  timeoutAt: null,
  heartbeatAt: null,
  heartbeatMs: null,
  token: null,
  arguments: null,
} as const satisfies BranchPatch;

export type Transitions = ReturnType<typeof createTransitions>;

/**
 * The transitions of executions, each one transaction of the journal. A branch that changed since it was read is left
 * alone: whoever settles an attempt first wins, be it the function, the token, or the time.
 */
export function createTransitions(world: World) {
  const { journal, meter, now } = world;
  return {
    /** Puts the root branch of a fresh execution on its first state; inside the caller's transaction. */
    begin: (execution: Execution, startAt: Step, input: string): number =>
      addBranch(world, { execution: execution.arn, parent: null, position: 0, item: null }, startAt, input, '{}', true),
    apply: (branch: Branch, step: Step, move: Move): After =>
      journal.transaction(() => {
        if (journal.historyLength(branch.execution) < LONGEST_HISTORY) return apply(world, branch, step, move);
        const cause = `The execution reached the maximum of ${LONGEST_HISTORY} history events.`;
        return end(world, branch.execution, { status: 'FAILED', output: null, error: 'States.Runtime', cause });
      }),
    settle: (branch: Branch, outcome: Outcome): After => journal.transaction(() => settle(world, branch, outcome)),
    /** The function of a token wait answered: from now on only the token counts, and the function is not called again. */
    submitted: (branch: Branch): After =>
      journal.transaction(() => {
        if (!journal.changeBranch(branch, { phase: 'token' })) return nothing;
        journal.record(branch.execution, now(), 'TaskSubmitted', lambda);
        return { go: [], touched: [branch.id] };
      }),
    /** The pause before a retry is over. */
    again: (branch: Branch): After =>
      journal.transaction(() => {
        if (!journal.changeBranch(branch, { ...idle, phase: 'ready' })) return nothing;
        meter.add('transitions', 1);
        return { go: [branch.id], touched: [branch.id] };
      }),
    end: (execution: string, ending: Ending): After => journal.transaction(() => end(world, execution, ending)),
  };
}

type World = {
  readonly journal: Journal;
  readonly meter: Meter;
  readonly now: () => number;
  /** The state of an execution's own definition. */
  readonly stepOf: (execution: string, state: string) => Step;
};
const lambda = { resourceType: 'lambda', resource: 'invoke' };

function apply(world: World, branch: Branch, step: Step, move: Move): After {
  switch (move.kind) {
    case 'next':
      return next(world, branch, step, move);
    case 'end':
      return finish(world, branch, step, move.output);
    case 'fail':
      return fail(world, branch, move.error, move.cause);
    case 'wait':
      return change(world, branch, { phase: 'waiting', dueAt: move.dueAt });
    case 'retry': {
      const retries = JSON.stringify(move.retries);
      return change(world, branch, { ...idle, phase: 'backoff', dueAt: move.dueAt, retries, outcome: null });
    }
    case 'call':
      return call(world, branch, step, move);
    case 'fork':
      return fork(world, branch, step, move);
    default:
      throw new Error('An unknown kind of move.', { cause: move satisfies never });
  }
}

function change({ journal }: World, branch: Branch, patch: BranchPatch): After {
  return journal.changeBranch(branch, patch) ? { go: [], touched: [branch.id] } : nothing;
}

function next(world: World, branch: Branch, step: Step, move: Extract<Move, { kind: 'next' }>): After {
  const { journal, now } = world;
  const input = JSON.stringify(move.output);
  const moved = journal.changeBranch(branch, {
    ...idle,
    phase: 'ready',
    state: move.state,
    input,
    variables: JSON.stringify(move.variables),
    enteredAt: now(),
    retries: '[]',
    outcome: null,
  });
  if (!moved) return nothing;
  recordExit(world, branch.execution, step, input);
  recordEntry(world, branch.execution, world.stepOf(branch.execution, move.state), input);
  return { go: [branch.id], touched: [branch.id] };
}

function recordEntry({ journal, meter, now }: World, execution: string, { name, spec }: Step, input: string): void {
  journal.record(execution, now(), `${spec.Type}StateEntered`, { name, input });
  meter.add('transitions', 1);
}

function recordExit({ journal, now }: World, execution: string, { name, spec }: Step, output: string): void {
  journal.record(execution, now(), `${spec.Type}StateExited`, { name, output });
}

function call(world: World, branch: Branch, step: Step, move: Extract<Move, { kind: 'call' }>): After {
  const { journal, now } = world;
  const { functionName, payload, token, timeoutAt, heartbeatMs } = move;
  const called = journal.changeBranch(branch, {
    phase: 'calling',
    arguments: JSON.stringify({ functionName, payload }),
    token,
    timeoutAt,
    heartbeatMs,
    heartbeatAt: heartbeatMs === null ? null : now() + heartbeatMs,
  });
  if (!called) return nothing;
  if (token !== null) journal.addToken(token, branch.execution, branch.id);
  const resource = 'Resource' in step.spec ? step.spec.Resource.split(':').at(-1) : undefined;
  journal.record(branch.execution, now(), 'TaskScheduled', {
    ...lambda,
    resource,
    parameters: JSON.stringify({ FunctionName: functionName, Payload: payload }),
  });
  journal.record(branch.execution, now(), 'TaskStarted', { ...lambda, resource });
  return { go: [branch.id], touched: [branch.id] };
}

function fork(world: World, branch: Branch, step: Step, move: Extract<Move, { kind: 'fork' }>): After {
  const { journal, now } = world;
  if (!journal.changeBranch(branch, { ...idle, phase: 'children' })) return nothing;
  const details = step.spec.Type === 'Map' ? { length: move.children.length } : {};
  journal.record(branch.execution, now(), `${step.spec.Type}StateStarted`, details);
  const open = journal.branch(branch.id);
  if (move.children.length === 0 && open) return settle(world, open, { ok: true, result: [] });
  const add = ({ flow, input, item }: Child, position: number) => {
    const begins = position < move.atOnce;
    const kept = item === undefined ? branch.item : JSON.stringify(item);
    const place = { execution: branch.execution, parent: branch.id, position, item: kept };
    const id = addBranch(
      world,
      place,
      world.stepOf(branch.execution, flow.startAt),
      JSON.stringify(input),
      branch.variables,
      begins,
    );
    return begins ? [id] : [];
  };
  return { go: move.children.flatMap(add), touched: [branch.id] };
}

function addBranch(
  world: World,
  place: Pick<Branch, 'execution' | 'parent' | 'position' | 'item'>,
  step: Step,
  input: string,
  variables: string,
  begins: boolean,
): number {
  const { id } = world.journal.addBranch({
    ...place,
    state: step.name,
    phase: begins ? 'ready' : 'queued',
    input,
    variables,
    enteredAt: world.now(),
  });
  if (begins) recordEntry(world, place.execution, step, input);
  return id;
}

function finish(world: World, branch: Branch, step: Step, output: unknown): After {
  const { journal } = world;
  const text = JSON.stringify(output);
  if (!journal.changeBranch(branch, { ...idle, phase: 'done', outcome: text })) return nothing;
  recordExit(world, branch.execution, step, text);
  if (branch.parent === null)
    return end(world, branch.execution, { status: 'SUCCEEDED', output: text, error: null, cause: null });
  return join(world, branch.parent, branch);
}

/** The next item of a Map begins when one is done; when all are, their outputs are the result of the parent. */
function join(world: World, parentId: number, done: Branch): After {
  const { journal, now } = world;
  const children = journal.childrenOf(parentId);
  const queued = children.find(({ phase }) => phase === 'queued');
  if (queued) {
    journal.changeBranch(queued, { phase: 'ready', enteredAt: now() });
    recordEntry(world, queued.execution, world.stepOf(queued.execution, queued.state), queued.input);
    return { go: [queued.id], touched: [done.id] };
  }
  const parent = journal.branch(parentId);
  if (!parent || children.some(({ phase }) => phase !== 'done')) return { go: [], touched: [done.id] };
  const result = children.map(({ outcome }): unknown => JSON.parse(outcome ?? 'null'));
  const settled = settle(world, parent, { ok: true, result });
  const gone = dropChildren(world, parentId);
  return { go: settled.go, touched: [...settled.touched, ...gone] };
}

function fail(world: World, branch: Branch, error: string | null, cause: string | null): After {
  const { journal } = world;
  if (branch.parent === null) return end(world, branch.execution, { status: 'FAILED', output: null, error, cause });
  const parent = journal.branch(branch.parent);
  if (!parent) return nothing;
  const settled = settle(world, parent, { ok: false, error: error ?? '', cause: cause ?? '' });
  // The siblings stop where they are, as on AWS; a function that is under way runs on, and nobody hears its answer.
  const gone = dropChildren(world, parent.id);
  return { go: settled.go, touched: [...settled.touched, ...gone] };
}

function dropChildren(world: World, parent: number): readonly number[] {
  return world.journal.childrenOf(parent).flatMap(({ id }) => {
    world.journal.dropBranch(id);
    return [id, ...dropChildren(world, id)];
  });
}

function settle(world: World, branch: Branch, outcome: Outcome): After {
  const { journal, now } = world;
  const patch = { dueAt: null, timeoutAt: null, heartbeatAt: null, outcome: JSON.stringify(outcome) };
  if (!journal.changeBranch(branch, { ...patch, phase: 'settled' })) return nothing;
  if (branch.phase === 'calling' || branch.phase === 'token') {
    const isTimeout = !outcome.ok && ['States.Timeout', 'States.HeartbeatTimeout'].includes(outcome.error);
    const failed = isTimeout ? 'TaskTimedOut' : 'TaskFailed';
    const details = outcome.ok
      ? { output: JSON.stringify(outcome.result) }
      : { error: outcome.error, cause: outcome.cause };
    journal.record(branch.execution, now(), outcome.ok ? 'TaskSucceeded' : failed, { ...lambda, ...details });
  }
  return { go: [branch.id], touched: [branch.id] };
}

const ENDED = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
  RUNNING: 'ExecutionStarted',
} as const;

function end({ journal, now }: World, arn: string, ending: Ending): After {
  if (!journal.endExecution(arn, ending, now())) return nothing;
  const { status, output, error, cause } = ending;
  const details = status === 'SUCCEEDED' ? { output } : { error, cause };
  journal.record(arn, now(), ENDED[status], details);
  const execution = journal.execution(arn);
  if (execution) journal.addNotice(execution);
  const touched = journal.branchesOf(arn).map(({ id }) => id);
  for (const id of touched) journal.dropBranch(id);
  return { go: [], touched };
}

/** Unguessable, and of a shape that tells a token that was mangled from one that is unknown. */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');
export const isToken = (text: string): boolean => /^[\w-]+$/.test(text) && text.length === (TOKEN_BYTES / 3) * 4;
