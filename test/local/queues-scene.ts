import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClock } from '#infra/local/clock';
import { credentialsFor } from '#infra/local/credentials';
import { openDoor } from '#infra/local/door';
import type { Engine, Need, Place, Resource } from '#infra/local/engine';
import { createFaults } from '#infra/local/faults';

/** A place of its own in a fresh folder, or in one that an earlier place left behind. */
export function scene(stateDir = mkdtempSync(join(tmpdir(), 'hubang-test-')), startAt?: number) {
  const clock = createClock(stateDir, startAt === undefined ? {} : { startAt });
  const place: Place = { stateDir, region: 'cn-north-1', account: '123456789012', partition: 'aws-cn', clock };
  return { place, clock, stateDir, clear: () => rmSync(stateDir, { recursive: true, force: true }) };
}

export const resource = (type: string, properties: Resource['properties'], id = 'Stack.It'): Resource => ({
  id,
  type,
  properties,
});

/** An engine behind the real door, for a role that may do everything; what it needed is kept. */
export async function serve(engine: Engine, { stateDir, clock, region }: Place) {
  const needed: Need[] = [];
  const credentials = credentialsFor(stateDir);
  const door = await openDoor({
    port: 0,
    engines: [engine],
    credentials,
    authorize: (_roleId, need) => void needed.push(need),
    faults: createFaults(1),
    clock,
    region,
  });
  const settings = {
    endpoint: door.url,
    region,
    credentials: credentials.of('Stack.Role'),
    systemClockOffset: clock.offsetMs(),
    // The second one is for a client that finds the clock moved.
    maxAttempts: 2,
  };
  return { needed, close: door.close, settings };
}

export const minutes = (count: number) => count * 60_000;
