import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod/mini';
import { projectDir } from '#infra/local/template/synth';
import { type Measure, measure } from './bench-measure.ts';

const goalSeconds = 10;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.parse(z.object({ port: z.int() }), server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts as `npm start` does; resolves with the run and the seconds that went by until it said it was ready. */
async function start(stateDir: string, port: number) {
  const begun = performance.now();
  const child = spawn(process.execPath, ['infra/local/start.ts'], {
    cwd: projectDir,
    env: { ...process.env, HUBANG_STATE: stateDir, PORT: `${port}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith('Hubang is ready')) return { child, seconds: (performance.now() - begun) / 1000 };
  throw new Error('The run ended before it was ready');
}

async function end(child: ChildProcess) {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** How long a second start takes, on the state that the first one left with the whole sample round in it. */
export async function readyMeasures(): Promise<readonly Measure[]> {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'hubang-bench-'));
  try {
    const port = await freePort();
    await end((await start(stateDir, port)).child);
    const { child, seconds } = await start(stateDir, port);
    await end(child);
    return [measure('ready', seconds, 's', goalSeconds)];
  } finally {
    rmSync(stateDir, { recursive: true, force: true });
  }
}
