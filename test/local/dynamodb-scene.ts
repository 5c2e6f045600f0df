import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { createClock } from '#infra/local/clock';
import { type AwsAnswer, type AwsCall, AwsFault, type Engine, type Place } from '#infra/local/engine';
import { createMeter } from '#infra/local/meter';

export const region = 'cn-north-1';

/** A place of its own for one test, with a clock that can be moved. */
export function newPlace() {
  const stateDir = mkdtempSync(join(tmpdir(), 'hubang-dynamodb-'));
  const place: Place = { stateDir, region, account: '111122223333', partition: 'aws-cn', clock: createClock(stateDir) };
  return { place, meter: createMeter(), remove: () => rmSync(stateDir, { recursive: true, force: true }) };
}

const answerTo = async (engine: Engine, call: AwsCall): Promise<AwsAnswer> => {
  try {
    engine.needs(call);
    return await engine.answer(call);
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    return { status: error.status, body: JSON.stringify({ __type: error.code, message: error.message }) };
  }
};

/** Puts an engine behind HTTP, without the signatures and permissions that the door would look at. */
export async function serve(engine: Engine) {
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const call = callOf(String(request.headers['x-amz-target']).replace(/^.*\./, ''), body);
    const answer = await answerTo(engine, call);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.parse(z.object({ port: z.number() }), server.address());
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 10,
  });
  return {
    client,
    close: () => {
      client.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
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
