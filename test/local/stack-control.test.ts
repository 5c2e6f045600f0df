import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Control, openControl } from '#infra/local/control';
import { takeLock } from '#infra/local/lock';
import { writeRunFile } from '#infra/local/run-file';
import { type RunningStack, startStack } from '#infra/local/stack';

const run = promisify(execFile);
const folder = mkdtempSync(path.join(tmpdir(), 'hubang-control-'));
const stateDir = path.join(folder, 'state');
const app = { file: 'test/local/fixtures/app.ts', sources: ['test/local/fixtures'] };
let stack: RunningStack;
let control: Control;
beforeAll(async () => {
  stack = await startStack({ stateDir, port: 0, app });
  control = await openControl(stack);
  const { url, issuer, mailboxUrl } = stack;
  const address = { controlUrl: control.url, secret: control.secret };
  writeRunFile(stateDir, { pid: process.pid, url, issuer, mailboxUrl, ...address });
  await stack.identity.accounts.add({ account: 'director', name: 'Director', hint: 'staff' });
});
afterAll(async () => {
  await control.close();
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = async (method: string, url: string, body?: unknown, secret = control.secret) => {
  const init = { method, headers: { authorization: `Bearer ${secret}` } };
  const response = await fetch(control.url + url, body === undefined ? init : { ...init, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
};
const tool = async (name: string, args: readonly string[], state = stateDir) => {
  const env = { PATH: process.env['PATH'], HUBANG_STATE: state };
  try {
    const { stdout } = await run(process.execPath, [`infra/tools/${name}.ts`, ...args], { env });
    return { code: 0, text: stdout };
  } catch (error) {
    return { code: Object(error).code, text: String(Object(error).stderr) };
  }
};

describe('the way in for tools', () => {
  it('is closed to who does not know the secret, which only the owner of the state can read', async () => {
    expect(await ask('GET', '/clock', undefined, 'guess')).toMatchObject({ status: 401 });
    expect(statSync(path.join(stateDir, 'run.json')).mode & 0o777).toBe(0o600);
  });

  it('moves the clock', async () => {
    const before = stack.clock.now();
    const { body } = await ask('POST', '/clock', { ms: 3_600_000 });
    expect(Object(body).now - before).toBeGreaterThanOrEqual(3_600_000);
    expect(await ask('POST', '/clock', { ms: 'soon' })).toMatchObject({ status: 400 });
  });

  it('reads and resets the meter', async () => {
    await fetch(`${stack.url}/open/a`);
    expect(Object((await ask('GET', '/meter')).body).requests).toBeGreaterThan(0);
    expect(Object((await ask('POST', '/meter')).body).requests).toBe(0);
  });

  it('injects faults', async () => {
    expect(await ask('POST', '/faults', { conflictRate: 0.3 })).toMatchObject({ body: { conflictRate: 0.3 } });
    expect(await ask('POST', '/faults', { conflictRate: 3 })).toMatchObject({ status: 400 });
    expect(await ask('POST', '/faults', { other: 1 })).toMatchObject({ status: 400 });
    expect(await ask('POST', '/faults', { conflictRate: 0 })).toMatchObject({ status: 200 });
  });

  it('lists the mails, which the mailbox shows too', async () => {
    const to = ['applicant@example.org'];
    const rest = { cc: [], replyTo: [], headers: {}, tags: {}, html: '', text: 'Text' };
    stack.mailbox.add({ via: 'ses', from: 'fund@example.org', recipients: to, to, subject: 'Receipt', ...rest });
    expect((await ask('GET', '/mails')).body).toEqual([
      expect.objectContaining({ subject: 'Receipt', recipients: to }),
    ]);
    expect(await (await fetch(stack.mailboxUrl)).text()).toContain('Receipt');
  });

  it('knows nothing else', async () => {
    expect(await ask('GET', '/secrets')).toMatchObject({ status: 404 });
  });
});

describe('the tools', () => {
  it('print a token that the API takes', async () => {
    const { text } = await tool('token', ['director']);
    expect(text).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const headers = { authorization: `Bearer ${text.trim()}` };
    expect((await fetch(`${stack.url}/closed`, { headers })).status).toBe(200);
  });

  it('say whose token one can have', async () => {
    expect(await tool('token', [])).toMatchObject({ code: 1, text: expect.stringContaining('director') });
    expect(await tool('token', ['nobody'])).toMatchObject({ code: 1, text: expect.stringContaining('refused') });
  });

  it('show and move the clock', async () => {
    const before = stack.clock.offsetMs();
    expect(await tool('clock', ['+1d12h'])).toMatchObject({ code: 0, text: expect.stringContaining('Asia/Shanghai') });
    expect(stack.clock.offsetMs() - before).toBe(36 * 3_600_000);
    expect(await tool('clock', ['show'])).toMatchObject({ code: 0 });
    expect(await tool('clock', ['tomorrow'])).toMatchObject({
      code: 1,
      text: expect.stringContaining('npm run clock'),
    });
  });

  it('say so when nothing runs', async () => {
    expect(await tool('clock', ['show'], path.join(folder, 'none'))).toMatchObject({
      code: 1,
      text: expect.stringContaining('npm start'),
    });
  });

  it('do not reset a state that is in use, nor a folder that is no state', async () => {
    expect(await tool('reset', [])).toMatchObject({ code: 1, text: expect.stringContaining('A run uses') });
    const own = path.join(folder, 'own');
    mkdirSync(own);
    writeFileSync(path.join(own, 'letter.txt'), 'mine');
    expect(await tool('reset', [], own)).toMatchObject({ code: 1, text: expect.stringContaining('no state folder') });
    expect(readFileSync(path.join(own, 'letter.txt'), 'utf8')).toBe('mine');
  });

  it('reset a state that nobody uses', async () => {
    const old = path.join(folder, 'old');
    takeLock(old, 'run')?.release();
    expect(await tool('reset', [], old)).toMatchObject({ code: 0 });
    expect(existsSync(old)).toBe(false);
  });
});

describe('the lock of a state folder', () => {
  it('ends with the process that held it, however that ends', async () => {
    const shared = path.join(folder, 'shared');
    const holder = `const { takeLock } = await import('#infra/local/lock'); takeLock(${JSON.stringify(shared)}, 'run');
      process.stdout.write('held'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', holder], { cwd: process.cwd() });
    await once(child.stdout, 'data');
    expect(takeLock(shared, 'run')).toBeUndefined();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = takeLock(shared, 'run');
    expect(lock).toBeDefined();
    lock?.release();
  });
});
