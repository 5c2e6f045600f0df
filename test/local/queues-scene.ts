import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createClock } from '#infra/local/clock';
import { type AwsCall, AwsFault, type Engine, type Need, type Place, type Resource } from '#infra/local/engine';

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

/** An engine on a port, without signatures: what it needs is kept, faults are written as AWS writes them. */
export async function serve(engine: Engine) {
  const needed: Need[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://local');
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const call: AwsCall = {
      service: engine.service,
      operation: headers['x-amz-target']?.split('.')[1] ?? '',
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers,
      body: await buffer(request),
      principal: { roleId: 'Stack.Role', accessKeyId: 'AKID' },
    };
    try {
      needed.push(...engine.needs(call));
      const answer = await engine.answer(call);
      response.writeHead(answer.status, answer.headers).end(answer.body);
    } catch (error) {
      const fault = error instanceof AwsFault ? error : new AwsFault('InternalFailure', String(error), 500);
      response
        .writeHead(fault.status, { 'content-type': 'application/json', 'x-amzn-errortype': fault.code })
        .end(JSON.stringify({ __type: fault.code, message: fault.message, ...fault.details }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret' };
  return { needed, close, settings: { endpoint: `http://127.0.0.1:${port}`, region: 'cn-north-1', credentials } };
}

export const minutes = (count: number) => count * 60_000;
