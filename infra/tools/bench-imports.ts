import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { bundle, forLambda } from '#infra/bundle';
import { functionNames, grantsFor } from '#infra/grants';
import { type Measure, measure, median } from './bench-measure.ts';

const goal = 1.5;
const rounds = 15;
const bare = 'bare';
/** Functions that have to bring a large library, and why. */
const exceptions: Readonly<Record<string, string>> = {};

const run = promisify(execFile);
const timed =
  'const begun = performance.now(); await import(process.argv[1]); process.stdout.write(String(performance.now() - begun)); process.exit(0);';

/** Everything that a function reads of its environment while it is imported; the values are never used. */
const environment = Object.fromEntries(
  Object.values(grantsFor('ses'))
    .flatMap(({ settings }) => settings)
    .map((name) => [name, name === 'MAIL_PORT' ? 'ses' : 'https://bench.example']),
);

async function importMs(file: string): Promise<number> {
  const env = { ...environment, AWS_REGION: 'cn-north-1', AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' };
  const { stdout } = await run(
    process.execPath,
    ['--input-type=module', '--eval', timed, '--', pathToFileURL(file).href],
    { env },
  );
  return Number(stdout);
}

/** The import of each function's bundle in a cold process, against that of a bare handler; all take turns. */
export async function importMeasures(): Promise<readonly Measure[]> {
  const outdir = mkdtempSync(path.join(tmpdir(), 'hubang-bench-'));
  try {
    const folderOf = bundle(functionNames, outdir);
    // One file with everything in it, as CDK's own NodejsFunction would build a handler that nobody thought about.
    buildSync({
      ...forLambda,
      entryPoints: [{ in: 'infra/tools/bench-bare.ts', out: 'index' }],
      outdir: folderOf(bare),
    });
    const times = new Map<string, number[]>([...functionNames, bare].map((name) => [name, []]));
    for (let round = 0; round < rounds; round += 1)
      for (const [name, found] of times) found.push(await importMs(path.join(folderOf(name), 'index.mjs')));
    const least = median(times.get(bare) ?? []);
    return functionNames
      .filter((name) => !(name in exceptions))
      .map((name) => measure(`import/${name}`, median(times.get(name) ?? []) / least, 'x bare handler', goal));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
