import * as z from 'zod/mini';
import { openStore } from '#infra/local/store';

type Store = ReturnType<typeof openStore>;
type Value = string | number | null;

/**
 * Where a branch of an execution stands. `ready`: its state is about to begin an attempt; `calling`: the function is being
 * called; `token`: called, and waiting for the token to come back; `settled`: the attempt's outcome is known and kept.
 */
const phases = ['ready', 'calling', 'token', 'waiting', 'backoff', 'children', 'queued', 'settled', 'done'] as const;

const Count = z.number();
const Branch = z.object({
  id: Count,
  execution: z.string(),
  parent: z.nullable(Count),
  position: Count,
  state: z.string(),
  phase: z.enum(phases),
  version: Count,
  input: z.string(),
  variables: z.string(),
  enteredAt: Count,
  /** How often each rule of Retry was used since the state was entered. */
  retries: z.string(),
  dueAt: z.nullable(Count),
  timeoutAt: z.nullable(Count),
  heartbeatAt: z.nullable(Count),
  heartbeatMs: z.nullable(Count),
  token: z.nullable(z.string()),
  arguments: z.nullable(z.string()),
  outcome: z.nullable(z.string()),
  item: z.nullable(z.string()),
});
export type Branch = z.infer<typeof Branch>;
export type BranchPatch = Partial<Omit<Branch, 'id' | 'execution' | 'parent' | 'position' | 'version' | 'item'>>;
type NewBranch = Pick<
  Branch,
  'execution' | 'parent' | 'position' | 'state' | 'phase' | 'input' | 'variables' | 'enteredAt' | 'item'
>;

export const Execution = z.object({
  arn: z.string(),
  row: Count,
  machine: z.string(),
  machineName: z.string(),
  name: z.string(),
  definition: z.string(),
  role: z.string(),
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
  input: z.string(),
  output: z.nullable(z.string()),
  error: z.nullable(z.string()),
  cause: z.nullable(z.string()),
  startedAt: Count,
  stoppedAt: z.nullable(Count),
  deadlineAt: Count,
});
export type Execution = z.infer<typeof Execution>;
export type Ending = Pick<Execution, 'status' | 'output' | 'error' | 'cause'>;

const HistoryEvent = z.object({ id: Count, at: Count, type: z.string(), details: z.string() });
const Notice = z.object({ id: Count, event: z.string() });
const Counted = z.object({ count: Count });

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS definitions (hash TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS executions (
    row INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, machine TEXT NOT NULL, machineName TEXT NOT NULL,
    name TEXT NOT NULL, definition TEXT NOT NULL REFERENCES definitions, role TEXT NOT NULL, status TEXT NOT NULL,
    input TEXT NOT NULL, output TEXT, error TEXT, cause TEXT,
    startedAt INTEGER NOT NULL, stoppedAt INTEGER, deadlineAt INTEGER NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS executionsByMachine ON executions (machine, row);
  CREATE TABLE IF NOT EXISTS branches (
    id INTEGER PRIMARY KEY AUTOINCREMENT, execution TEXT NOT NULL REFERENCES executions (arn),
    parent INTEGER, position INTEGER NOT NULL, state TEXT NOT NULL, phase TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 0,
    input TEXT NOT NULL, variables TEXT NOT NULL, enteredAt INTEGER NOT NULL, retries TEXT NOT NULL DEFAULT '[]',
    dueAt INTEGER, timeoutAt INTEGER, heartbeatAt INTEGER, heartbeatMs INTEGER,
    token TEXT, arguments TEXT, outcome TEXT, item TEXT) STRICT;
  CREATE INDEX IF NOT EXISTS branchesByExecution ON branches (execution);
  CREATE INDEX IF NOT EXISTS branchesByParent ON branches (parent, position);
  CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, execution TEXT NOT NULL, branch INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS history (
    execution TEXT NOT NULL, id INTEGER NOT NULL, at INTEGER NOT NULL, type TEXT NOT NULL, details TEXT NOT NULL,
    PRIMARY KEY (execution, id)) STRICT;
  CREATE TABLE IF NOT EXISTS notices (id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL) STRICT;
`;

export type Journal = ReturnType<typeof openJournal>;

/** What every execution did and has still to do; a transition is one transaction, so a killed process goes on from the last one. */
export function openJournal(stateDir: string) {
  const store = openStore(stateDir, 'states');
  store.exec(SCHEMA);
  const run = (sql: string, ...values: Value[]) => Number(store.prepare(sql).run(...values).changes);
  return {
    ...executionTable(store, run),
    ...branchTable(store, run),
    ...historyTable(store, run),
    transaction: <Result>(work: () => Result): Result => inTransaction(store, work),
    isOpen: () => store.isOpen,
    close: () => store.close(),
  };
}

type Run = (sql: string, ...values: Value[]) => number;

function inTransaction<Result>(store: Store, work: () => Result): Result {
  store.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    store.exec('COMMIT');
    return value;
  } catch (error) {
    store.exec('ROLLBACK');
    throw error;
  }
}

function executionTable(store: Store, run: Run) {
  return {
    keepDefinition: (hash: string, text: string) =>
      void run('INSERT OR IGNORE INTO definitions (hash, text) VALUES (?, ?)', hash, text),
    definition: (hash: string) =>
      z.object({ text: z.string() }).parse(store.prepare('SELECT text FROM definitions WHERE hash = ?').get(hash)).text,
    addExecution: (
      execution: Omit<Execution, 'row' | 'status' | 'output' | 'error' | 'cause' | 'stoppedAt'>,
    ): Execution => {
      const { arn, machine, machineName, name, definition, role, input, startedAt, deadlineAt } = execution;
      const row = store
        .prepare(
          `INSERT INTO executions (arn, machine, machineName, name, definition, role, status, input, startedAt, deadlineAt)
           VALUES (?, ?, ?, ?, ?, ?, 'RUNNING', ?, ?, ?) RETURNING *`,
        )
        .get(arn, machine, machineName, name, definition, role, input, startedAt, deadlineAt);
      return Execution.parse(row);
    },
    execution: (arn: string) =>
      z.optional(Execution).parse(store.prepare('SELECT * FROM executions WHERE arn = ?').get(arn)),
    runningExecutions: () =>
      z.array(Execution).parse(store.prepare(`SELECT * FROM executions WHERE status = 'RUNNING' ORDER BY row`).all()),
    /** Newest first, before the given row. */
    executionsOf: (machine: string, status: string | undefined, beforeRow: number, limit: number) =>
      z
        .array(Execution)
        .parse(
          store
            .prepare(
              `SELECT * FROM executions WHERE machine = ? AND (? IS NULL OR status = ?) AND row < ? ORDER BY row DESC LIMIT ?`,
            )
            .all(machine, status ?? null, status ?? null, beforeRow, limit),
        ),
    endExecution: (arn: string, { status, output, error, cause }: Ending, stoppedAt: number) =>
      run(
        `UPDATE executions SET status = ?, output = ?, error = ?, cause = ?, stoppedAt = ? WHERE arn = ? AND status = 'RUNNING'`,
        status,
        output,
        error,
        cause,
        stoppedAt,
        arn,
      ) === 1,
    forgetExecution: (arn: string) => {
      for (const table of ['history', 'tokens', 'branches']) run(`DELETE FROM ${table} WHERE execution = ?`, arn);
      run('DELETE FROM executions WHERE arn = ?', arn);
    },
  };
}

function branchTable(store: Store, run: Run) {
  const all = (where: string, ...values: Value[]) =>
    z.array(Branch).parse(store.prepare(`SELECT * FROM branches WHERE ${where} ORDER BY position, id`).all(...values));
  return {
    addBranch: ({ execution, parent, position, state, phase, input, variables, enteredAt, item }: NewBranch): Branch =>
      Branch.parse(
        store
          .prepare(
            `INSERT INTO branches (execution, parent, position, state, phase, input, variables, enteredAt, item)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
          )
          .get(execution, parent, position, state, phase, input, variables, enteredAt, item),
      ),
    branch: (id: number) => all('id = ?', id)[0],
    branchesOf: (execution: string) => all('execution = ?', execution),
    childrenOf: (parent: number) => all('parent = ?', parent),
    /** Changes a branch only if nothing else did since it was read: whoever settles an attempt first wins. */
    changeBranch: ({ id, version }: Branch, patch: BranchPatch): boolean => {
      const fields = Object.entries(patch);
      const sets = fields.map(([field]) => `${field} = ?`).join(', ');
      return (
        run(
          `UPDATE branches SET ${sets}, version = version + 1 WHERE id = ? AND version = ?`,
          ...fields.map(([, value]) => value),
          id,
          version,
        ) === 1
      );
    },
    /** Not a change of what the branch does, so an attempt under way goes on. */
    beat: (id: number, heartbeatAt: number) =>
      void run('UPDATE branches SET heartbeatAt = ? WHERE id = ?', heartbeatAt, id),
    dropBranch: (id: number) => void run('DELETE FROM branches WHERE id = ?', id),
    addToken: (token: string, execution: string, branch: number) =>
      void run('INSERT INTO tokens (token, execution, branch) VALUES (?, ?, ?)', token, execution, branch),
    branchOfToken: (token: string) =>
      z
        .optional(z.object({ branch: Count }))
        .parse(store.prepare('SELECT branch FROM tokens WHERE token = ?').get(token))?.branch,
  };
}

function historyTable(store: Store, run: Run) {
  const countOf = (execution: string) =>
    Counted.parse(store.prepare('SELECT coalesce(max(id), 0) AS count FROM history WHERE execution = ?').get(execution))
      .count;
  return {
    historyLength: countOf,
    record: (execution: string, at: number, type: string, details: Readonly<Record<string, unknown>> = {}) => {
      run(
        'INSERT INTO history (execution, id, at, type, details) VALUES (?, ?, ?, ?, ?)',
        execution,
        countOf(execution) + 1,
        at,
        type,
        JSON.stringify(details),
      );
    },
    history: (execution: string) =>
      z
        .array(HistoryEvent)
        .parse(
          store.prepare('SELECT id, at, type, details FROM history WHERE execution = ? ORDER BY id').all(execution),
        ),
    /** Kept in the transaction of the change that it tells of, and taken out once it was told. */
    addNotice: (event: unknown) => void run('INSERT INTO notices (event) VALUES (?)', JSON.stringify(event)),
    notices: () => z.array(Notice).parse(store.prepare('SELECT id, event FROM notices ORDER BY id').all()),
    dropNotice: (id: number) => void run('DELETE FROM notices WHERE id = ?', id),
  };
}
