import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningStack, startStack } from '#infra/local/stack';

const folder = mkdtempSync(path.join(tmpdir(), 'hubang-stack-'));
const stateDir = path.join(folder, 'state');
const app = { file: 'test/local/fixtures/app.ts', sources: ['test/local/fixtures'] };
let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ stateDir, port: 0, app });
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});
const ask = async (url: string, init: RequestInit = {}) => {
  const response = await fetch(stack.url + url, init);
  return { status: response.status, body: await response.json() };
};

describe('a running stack', () => {
  it('answers requests by the bundle of the function, whose names come from the template', async () => {
    const { status, body } = await ask('/open/a?do=environment');
    expect(status).toBe(200);
    expect(body).toMatchObject({ AWS_ENDPOINT_URL: stack.doorUrl, ORIGIN: stack.url, TABLE: expect.any(String) });
  });

  it('carries a write through stream, bus and queue back to the table, with the permissions of the template', async () => {
    expect(await ask('/orders/o-1', { method: 'POST' })).toEqual({ status: 200, body: { pk: 'o-1' } });
    await expect.poll(async () => (await ask('/orders/o-1')).body, { timeout: 10_000 }).toEqual(['delivered', 'order']);
  });

  it('runs a schedule each day that the clock moves over', async () => {
    await stack.clock.move(3 * 24 * 3600_000);
    expect((await ask('/orders/tick')).body).toHaveLength(3);
  });

  it('is quiet only when everything that a write set off has come to its end', async () => {
    await ask('/orders/o-2', { method: 'POST' });
    await stack.clock.move(60_000);
    expect((await ask('/orders/o-2')).body).toEqual(['delivered', 'order']);
  });

  it('lets in who has a token of the issuer, and nobody else', async () => {
    expect(await ask('/closed')).toEqual({ status: 401, body: { message: 'Unauthorized' } });
    await stack.identity.accounts.add({ account: 'director', name: 'Director', hint: 'staff' });
    const authorization = `Bearer ${await stack.identity.tokenFor('director')}`;
    const { status, body } = await ask('/closed', { headers: { authorization } });
    expect(status).toBe(200);
    expect(Object(body).requestContext.authorizer.jwt.claims).toMatchObject({ sub: 'director', iss: stack.issuer });
  });

  it('lets tokens end when the clock moves', async () => {
    const authorization = `Bearer ${await stack.identity.tokenFor('director')}`;
    await stack.clock.move(2 * 24 * 3600_000);
    expect(await ask('/closed', { headers: { authorization } })).toMatchObject({ status: 401 });
  });

  it('refuses a second run on the same state', async () => {
    await expect(startStack({ stateDir, port: 0, app })).rejects.toThrow('Another run uses the state folder');
  });

  it('refuses a port that is in use, and says what to do', async () => {
    const port = Number(new URL(stack.url).port);
    const other = startStack({ stateDir: path.join(folder, 'other'), port, app });
    await expect(other).rejects.toThrow(/^Port \d+ is in use\. End .* PORT=\d+ npm start$/);
  });

  it('runs beside another one', async () => {
    const other = await startStack({ stateDir: path.join(folder, 'beside'), port: 0, app });
    const urls = [stack, other].flatMap(({ url, doorUrl, issuer }) => [url, doorUrl, issuer]);
    expect(new Set(urls).size).toBe(6);
    await other.close();
  });

  it('keeps its addresses, its issuer and its clock over a restart, and is there again in seconds', async () => {
    const { url, doorUrl, issuer } = stack;
    const offset = stack.clock.offsetMs();
    await stack.close();
    const begun = performance.now();
    stack = await startStack({ stateDir, port: 0, app });
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(stack).toMatchObject({ url, doorUrl, issuer });
    expect(stack.clock.offsetMs()).toBe(offset);
    expect(await ask('/open/a')).toMatchObject({ status: 200 });
  });
});
