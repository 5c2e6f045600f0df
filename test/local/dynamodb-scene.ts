import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createClock } from '#infra/local/clock';
import { credentialsFor } from '#infra/local/credentials';
import { openDoor } from '#infra/local/door';
import { type AwsCall, AwsFault, type Engine, type Need, type Place } from '#infra/local/engine';
import { createFaults } from '#infra/local/faults';
import { createMeter } from '#infra/local/meter';

export const region = 'cn-north-1';

/** A place of its own for one test, with a clock that can be moved. */
export function newPlace() {
  const stateDir = mkdtempSync(join(tmpdir(), 'hubang-dynamodb-'));
  const place: Place = { stateDir, region, account: '111122223333', partition: 'aws-cn', clock: createClock(stateDir) };
  return { place, meter: createMeter(), remove: () => rmSync(stateDir, { recursive: true, force: true }) };
}

/** Puts the engine behind the door; what each call needed is noted, and `refuse` may say no to it. */
export async function serve(engine: Engine, place: Place, refuse: (need: Need) => boolean = () => false) {
  const needs: Need[] = [];
  const credentials = credentialsFor(place.stateDir);
  const authorize = (_: string, need: Need) => {
    needs.push(need);
    if (refuse(need)) throw new AwsFault('AccessDeniedException', `No ${need.action} on ${need.resource}`);
  };
  const { clock } = place;
  const door = await openDoor({
    port: 0,
    engines: [engine],
    credentials,
    authorize,
    faults: createFaults(1),
    clock,
    region,
  });
  const client = new DynamoDBClient({
    endpoint: door.url,
    region,
    credentials: credentials.of('a role'),
    systemClockOffset: clock.offsetMs(),
    maxAttempts: 10,
  });
  const close = async () => {
    client.destroy();
    await door.close();
  };
  return { client, needs, close };
}

export const callOf = (operation: string, body: unknown): AwsCall => ({
  service: 'dynamodb',
  operation,
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)),
  principal: undefined,
});
