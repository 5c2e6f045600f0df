import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod/mini';

const execute = promisify(execFile);

/** The project's own folder, from which the app is run. */
export const projectDir = path.resolve(import.meta.dirname, '../../..');

type Synthesis = {
  readonly outDir: string;
  readonly context: Readonly<Record<string, unknown>>;
  /** The CDK app, relative to the project. */
  readonly app?: string;
  /** What the synthesis depends on, relative to the project. */
  readonly sources?: readonly string[];
};

/** The engines of the local run are not in the template. */
const ownSources = ['cdk.json', 'package-lock.json', 'infra', 'functions', 'shared', 'web'];
const apart = ['infra/local', 'infra/tools', 'infra/sample'];

/**
 * Runs the CDK app into `outDir`, as the CDK command line would, unless what lies there was made from the same sources and
 * context. Returns whether it ran.
 */
export async function synth({
  outDir,
  context,
  app = 'infra/app.ts',
  sources = ownSources,
}: Synthesis): Promise<boolean> {
  const given = JSON.stringify({ ...contextOfProject(), ...context });
  const env = { PATH: process.env['PATH'] ?? '', CDK_CONTEXT_JSON: given, CDK_OUTDIR: path.resolve(outDir) };
  return unlessMade(path.join(outDir, 'synthesised-from'), [given, app, ...fingerprints(sources)], async () => {
    rmSync(outDir, { recursive: true, force: true });
    mkdirSync(outDir, { recursive: true });
    await run(`The CDK app ${app}`, [app], env);
  });
}

/** Builds the web into dist/web, unless what lies there was made from the same sources. Returns whether it ran. */
export function buildWeb(): Promise<boolean> {
  const from = fingerprints(['web', 'shared', 'package-lock.json']);
  const env = { PATH: process.env['PATH'] ?? '' };
  const vite = ['node_modules/vite/bin/vite.js', 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'];
  // Beside the folder, because everything inside it is served.
  return unlessMade(path.join(projectDir, 'dist/web-built-from'), from, () => run('The build of the web', vite, env));
}

async function unlessMade(stampFile: string, from: readonly string[], make: () => Promise<void>): Promise<boolean> {
  const stamp = createHash('sha256').update(JSON.stringify(from)).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false;
  rmSync(stampFile, { force: true });
  await make();
  writeFileSync(stampFile, stamp);
  return true;
}

async function run(what: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  try {
    await execute(process.execPath, [...args], { cwd: projectDir, env: { ...env }, maxBuffer: 64 * 1024 * 1024 });
  } catch (cause) {
    throw new Error(`${what} failed: ${printedBy(cause)}`, { cause });
  }
}

const printedBy = (error: unknown) =>
  error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);

/** The command line hands the context of cdk.json to the app; without it feature flags would differ. */
function contextOfProject() {
  const file = path.join(projectDir, 'cdk.json');
  const { context } = z.parse(
    z.object({ context: z._default(z.record(z.string(), z.unknown()), {}) }),
    JSON.parse(readFileSync(file, 'utf8')),
  );
  return context;
}

/** Name, size and time of change of every source file: reading them all would cost a second at each start. */
function fingerprints(places: readonly string[]): readonly string[] {
  const found: string[] = [];
  const visit = (relative: string) => {
    if (apart.includes(relative)) return;
    const full = path.join(projectDir, relative);
    const stats = statSync(full, { throwIfNoEntry: false });
    if (!stats) return;
    if (stats.isDirectory()) for (const name of readdirSync(full).sort()) visit(`${relative}/${name}`);
    else found.push(`${relative} ${stats.size} ${stats.mtimeMs}`);
  };
  for (const source of places) visit(source);
  return found;
}
