import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import * as z from 'zod/mini';

export type Ports = { readonly api: number; readonly door: number; readonly issuer: number; readonly mailbox: number };

const Kept = z.object({ api: z.int(), door: z.int(), issuer: z.int(), mailbox: z.int() });
const attempts = 100;
/** Under the ports that systems hand out to outgoing connections, so that none of those sits on a kept one. */
const lowest = 20_000;
const highest = 32_000;

export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** Raised when a port that cannot be exchanged for another is taken; the message says what to do. */
export class PortInUse extends Error {}

async function freePort(taken: ReadonlySet<number>): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = randomInt(lowest, highest);
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new PortInUse(`No free port was found between ${lowest} and ${highest}. End what holds them, and start again.`);
}

/**
 * The ports of a run: those of the last run with this state folder where they are free, since addresses are part of links
 * and tokens, and free ones otherwise.
 *
 * @param api the port of the HTTP API, or 0 for a kept or free one
 */
export async function choosePorts(stateDir: string, api: number): Promise<Ports> {
  const file = path.join(stateDir, 'ports.json');
  const kept = existsSync(file) ? z.parse(Kept, JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  if (api !== 0 && !(await isFree(api)))
    throw new PortInUse(
      `Port ${api} is in use. End the program that listens on it, or choose another: PORT=${api + 10} npm start`,
    );
  if (kept && !(await isFree(kept.issuer)))
    throw new PortInUse(
      `Port ${kept.issuer} is in use. The sign-in of this state folder is bound to it: end the program that listens on it, or begin anew with npm run reset.`,
    );
  const taken = new Set(kept ? [api, ...Object.values(kept)] : [api]);
  const choose = async (preferred: number | undefined) => {
    if (preferred !== undefined && preferred !== api && (await isFree(preferred))) return preferred;
    const port = await freePort(taken);
    taken.add(port);
    return port;
  };
  const ports = {
    api: api === 0 ? await choose(kept?.api) : api,
    door: await choose(kept?.door),
    issuer: await choose(kept?.issuer),
    mailbox: await choose(kept?.mailbox),
  };
  writeFileSync(file, JSON.stringify(ports));
  return ports;
}
