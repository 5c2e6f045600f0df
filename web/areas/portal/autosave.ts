import type { Problem } from '../../client/problem.ts';

/** What the reader is told about the words just typed. */
export type SaveState<Content> =
  | { readonly kind: 'untouched' }
  | { readonly kind: 'typing' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly at: string }
  /** No answer: it is tried again until there is one. */
  | { readonly kind: 'lost'; readonly problem: Problem }
  /** A refusal that trying again does not change. */
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** Somebody else saved in the meantime: nothing is sent until one of the two was chosen. */
  | { readonly kind: 'stale'; readonly theirs: Theirs<Content> };

export type Theirs<Content> = { readonly content: Content; readonly version: number; readonly savedAt: string };

export type SaveOutcome<Content> =
  | { readonly kind: 'saved'; readonly version: number; readonly savedAt: string }
  | { readonly kind: 'stale'; readonly theirs: Theirs<Content> }
  | { readonly kind: 'lost'; readonly problem: Problem }
  | { readonly kind: 'refused'; readonly problem: Problem };

export type Attempt<Content> = { readonly content: Content; readonly version: number; readonly key: string };

export type SavePorts<Content> = {
  readonly send: (attempt: Attempt<Content>) => Promise<SaveOutcome<Content>>;
  readonly show: (state: SaveState<Content>) => void;
  /** The server has it; `isAll` when nothing was typed since. */
  readonly saved: (version: number, isAll: boolean) => void;
  readonly isSame: (a: Content, b: Content) => boolean;
  readonly newKey: () => string;
  /** Runs later, and gives the way to call it off. */
  readonly later: (run: () => void, ms: number) => () => void;
};

const debounceMs = 800;
const longestPauseMs = 60_000;

export type Autosave<Content> = {
  readonly change: (content: Content) => void;
  /** Sends at once what waits: on leaving, and when the network is back. */
  readonly flush: () => void;
  /** What waits is no longer worth sending as it is, such as a text that became too long. */
  readonly hold: () => void;
  readonly keepMine: () => void;
  readonly takeTheirs: () => void;
  /** The version that the next attempt builds upon. */
  readonly version: () => number;
  readonly leave: () => void;
  readonly resume: () => void;
};

/**
 * Saves one section while it is typed. One attempt at a time, each upon the version of the last, and an attempt whose
 * answer was lost is repeated with the same key until its fate is known: so nobody is ever overwritten, not even oneself.
 */
export function createAutosave<Content>(
  ports: SavePorts<Content>,
  start: { readonly version: number; readonly savedAt?: string | undefined },
): Autosave<Content> {
  let version = start.version;
  let state: SaveState<Content> = start.savedAt ? { kind: 'saved', at: start.savedAt } : { kind: 'untouched' };
  let wanted: { readonly content: Content } | undefined;
  let attempt: Attempt<Content> | undefined;
  let [running, away, failures] = [false, false, 0];
  let callOff = () => {};

  const show = (next: SaveState<Content>) => {
    state = next;
    ports.show(next);
  };
  const plan = (ms: number) => {
    callOff();
    callOff = ports.later(() => void run(), ms);
  };
  const pauseMs = () => Math.min(longestPauseMs, 3000 * 2 ** Math.min(failures - 1, 10));

  async function run() {
    callOff();
    if (running || state.kind === 'stale') return;
    if (!attempt && wanted) attempt = { content: wanted.content, version, key: ports.newKey() };
    if (!attempt) return;
    running = true;
    show({ kind: 'saving' });
    const outcome = await ports.send(attempt);
    running = false;
    settle(attempt, outcome);
  }

  function settle(sent: Attempt<Content>, outcome: SaveOutcome<Content>) {
    if (outcome.kind === 'lost') return tryAgain(outcome);
    failures = 0;
    attempt = undefined;
    if (outcome.kind === 'saved') return acknowledge(sent, outcome.version, outcome.savedAt);
    if (outcome.kind === 'refused') return wanted?.content === sent.content ? show(outcome) : plan(0);
    const { theirs } = outcome;
    // The answer to an earlier page may have been lost: what lies there is what was to be saved.
    if (ports.isSame(theirs.content, sent.content)) return acknowledge(sent, theirs.version, theirs.savedAt);
    show({ kind: 'stale', theirs });
  }

  function tryAgain(outcome: Extract<SaveOutcome<Content>, { kind: 'lost' }>) {
    failures += 1;
    show(outcome);
    if (!away) plan(pauseMs());
  }

  function acknowledge(sent: Attempt<Content>, savedVersion: number, at: string) {
    version = savedVersion;
    const isAll = wanted === undefined || wanted.content === sent.content;
    if (isAll) wanted = undefined;
    ports.saved(version, isAll);
    show(isAll ? { kind: 'saved', at } : { kind: 'typing' });
    if (!isAll) plan(away ? 0 : debounceMs);
  }

  return {
    change(content) {
      wanted = { content };
      if (running || state.kind === 'stale') return;
      if (state.kind !== 'lost') show({ kind: 'typing' });
      plan(state.kind === 'lost' ? pauseMs() : debounceMs);
    },
    flush: () => void run(),
    hold() {
      wanted = undefined;
      if (!attempt) callOff();
    },
    keepMine() {
      if (state.kind !== 'stale') return;
      version = state.theirs.version;
      show({ kind: 'typing' });
      void run();
    },
    takeTheirs() {
      if (state.kind !== 'stale') return;
      const { version: theirVersion, savedAt } = state.theirs;
      [version, wanted] = [theirVersion, undefined];
      ports.saved(version, true);
      show({ kind: 'saved', at: savedAt });
    },
    version: () => version,
    leave() {
      away = true;
      void run();
    },
    resume() {
      away = false;
      if (attempt || wanted) plan(debounceMs);
    },
  };
}
