import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import type { Place } from '../engine.ts';
import { createWire } from './wire.ts';

type DynamodbEndpoint = {
  readonly url: string;
  readonly stop: () => Promise<void>;
};

const SHORTEST_LIFE_MS = 5000;
const MOST_QUICK_CRASHES = 3;
const PATIENCE_MS = 10_000;

/**
 * Starts the embedded DynamoDB with its file in the state folder, or takes the endpoint that HUBANG_DYNAMODB_ENDPOINT names.
 * If the process dies it is started again on the same port: what it acknowledged is in its file. `onCrash` hears of it.
 */
export async function startDynamodb(
  place: Pick<Place, 'stateDir' | 'region'>,
  onCrash: (message: string) => void,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<DynamodbEndpoint> {
  const given = environment['HUBANG_DYNAMODB_ENDPOINT'];
  if (given) {
    await answering(given, place.region);
    return { url: given, stop: async () => {} };
  }
  const binary = findBinary(`${process.platform}-${process.arch}`);
  const folder = join(place.stateDir, 'dynamodb');
  mkdirSync(folder, { recursive: true });
  endLeftover(folder);
  return supervise({ binary, folder, region: place.region, port: await freePort(), onCrash });
}

/** The binary that npm installed for this platform. */
export function findBinary(platform: string) {
  try {
    const manifest = createRequire(import.meta.url).resolve(`@dynoxide/${platform}/package.json`);
    return join(dirname(manifest), 'dynoxide');
  } catch (cause) {
    throw new Error(
      `There is no embedded DynamoDB for ${platform}. Start any DynamoDB endpoint, for example Amazon's DynamoDB Local ` +
        '(java -jar DynamoDBLocal.jar -sharedDb -port 8000), and set HUBANG_DYNAMODB_ENDPOINT=http://127.0.0.1:8000.',
      { cause },
    );
  }
}

type Supervision = {
  readonly binary: string;
  readonly folder: string;
  readonly region: string;
  readonly port: number;
  readonly onCrash: (message: string) => void;
};

async function supervise(supervision: Supervision): Promise<DynamodbEndpoint> {
  const url = `http://127.0.0.1:${supervision.port}`;
  let stopping = false;
  let quickCrashes = 0;
  let child: ChildProcess;

  const crashed = (reason: string, livedMs: number) => {
    if (stopping) return;
    quickCrashes = livedMs < SHORTEST_LIFE_MS ? quickCrashes + 1 : 1;
    const isLast = quickCrashes > MOST_QUICK_CRASHES;
    supervision.onCrash(`DynamoDB ended (${reason}) and is ${isLast ? 'not ' : ''}started again.`);
    if (!isLast) start();
  };
  const start = () => {
    child = launch(supervision, crashed);
  };
  const stop = async () => {
    stopping = true;
    await end(child);
    rmSync(pidFile(supervision.folder), { force: true });
  };

  start();
  try {
    await answering(url, supervision.region);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

function launch({ binary, folder, port }: Supervision, crashed: (reason: string, livedMs: number) => void) {
  const startedAt = performance.now();
  let words = '';
  const child = spawn(binary, ['serve', '--port', String(port), '--db-path', join(folder, 'table.db')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // Ctrl-C at the terminal goes to the run, which then stops its engines in order.
    detached: true,
  });
  writeFileSync(pidFile(folder), String(child.pid));
  child.stderr.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-2000);
  });
  child.once('error', (error) => crashed(error.message, 0));
  child.once('exit', (code, signal) => crashed(`${signal ?? code} ${words}`.trim(), performance.now() - startedAt));
  return child;
}

async function end(child: ChildProcess) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 2000);
  await ended;
  clearTimeout(hard);
}

const pidFile = (folder: string) => join(folder, 'pid');

/** A run that was killed leaves its engine behind, which still holds the file. */
function endLeftover(folder: string) {
  if (!existsSync(pidFile(folder))) return;
  const pid = Number(readFileSync(pidFile(folder), 'utf8'));
  const commandLine = `/proc/${pid}/cmdline`;
  const ours =
    pid > 0 && existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(join(folder, 'table.db'));
  if (ours) process.kill(pid, 'SIGKILL');
  rmSync(pidFile(folder), { force: true });
}

async function freePort() {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = z.parse(z.object({ port: z.number() }), server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answering(url: string, region: string) {
  const wire = createWire(url, region);
  const until = performance.now() + PATIENCE_MS;
  try {
    while (true) {
      try {
        await wire.ask('ListTables', {}, z.unknown());
        return;
      } catch (cause) {
        if (performance.now() > until) throw new Error(`No DynamoDB answers at ${url}`, { cause });
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
  } finally {
    wire.close();
  }
}
