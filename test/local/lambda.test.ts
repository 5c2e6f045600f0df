import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createClock } from '#infra/local/clock';
import { credentialsFor } from '#infra/local/credentials';
import { lambdaEngine } from '#infra/local/lambda/lambda-engine';
import { createMeter } from '#infra/local/meter';

const stateDir = mkdtempSync(path.join(tmpdir(), 'hubang-lambda-'));
const clock = createClock(stateDir);
const place = { stateDir, region: 'cn-north-1', account: '000000000000', partition: 'aws-cn', clock };
const meter = createMeter();

const bundle = (name: string, source: string) => {
  const folder = path.join(stateDir, 'bundles', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'index.mjs'), source);
  return folder;
};
const folders: Readonly<Record<string, string>> = {
  echo: path.resolve('test/local/fixtures/echo'),
  missing: bundle('missing', 'export const other = 1;'),
  callback: bundle('callback', 'export const handler = (event, context, callback) => callback(null, 1);'),
  broken: bundle('broken', "throw new RangeError('at import'); export const handler = async () => 1;"),
  unbundled: path.resolve('test/local/fixtures/unbundled'),
  lost: bundle('lost', "import 'nowhere-to-be-found'; export const handler = async () => 1;"),
};
const functionOf = (asset: string, more: Readonly<Record<string, unknown>> = {}, name = asset) => ({
  id: `Api.${name}`,
  type: 'AWS::Lambda::Function',
  properties: {
    FunctionName: name,
    Code: { S3Bucket: 'assets', S3Key: asset },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: 'arn:aws-cn:iam::000000000000:role/echo',
    Environment: { Variables: { TABLE: 'the-table' } },
    Timeout: 2,
    MemorySize: 256,
    ...more,
  },
});
const engineOf = (...functions: readonly ReturnType<typeof functionOf>[]) =>
  lambdaEngine({
    place,
    functions,
    assetAt: (key) => folders[key] ?? '',
    credentials: credentialsFor(stateDir),
    roleIdOf: (arn) => (arn.endsWith('/echo') ? 'Api.EchoRole' : undefined),
    doorUrl: 'http://127.0.0.1:1',
    meter,
  });
const engine = engineOf(
  ...Object.keys(folders).map((name) => functionOf(name)),
  functionOf('echo', { ReservedConcurrentExecutions: 1 }, 'single'),
);
afterAll(async () => {
  await engine.close();
  rmSync(stateDir, { recursive: true, force: true });
});
const arn = (name: string) => `arn:aws-cn:lambda:cn-north-1:000000000000:function:${name}`;
const echo = (payload: unknown, name = 'echo') => engine.invoke(arn(name), payload);

describe('a function', () => {
  it('gets the event and answers, each through JSON', async () => {
    const event = { at: new Date(0), nothing: undefined, list: [undefined] };
    expect(await echo(event)).toEqual({ ok: true, payload: { at: '1970-01-01T00:00:00.000Z', list: [null] } });
    expect(await echo({ do: 'print' })).toEqual({ ok: true, payload: true });
  });

  it('sees the environment of the template and what Lambda adds, and nothing of this process', async () => {
    const { payload } = Object(await echo({ do: 'environment' }));
    expect(payload).toEqual({
      TABLE: 'the-table',
      AWS_REGION: 'cn-north-1',
      AWS_DEFAULT_REGION: 'cn-north-1',
      AWS_LAMBDA_FUNCTION_NAME: 'echo',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_ACCESS_KEY_ID: credentialsFor(stateDir).of('Api.EchoRole').accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentialsFor(stateDir).of('Api.EchoRole').secretAccessKey,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      TZ: 'UTC',
    });
  });

  it('stays warm between events', async () => {
    const before = Object(await echo({ do: 'calls' })).payload;
    expect(Object(await echo({ do: 'calls' })).payload).toBe(before + 1);
  });

  it('lives by the shifted clock, and follows it while it is warm', async () => {
    await clock.move(30 * 24 * 3600_000);
    const { payload } = Object(await echo({ do: 'time' }));
    const { now, made, text, given } = payload;
    for (const instant of [now, Date.parse(made), Date.parse(text) + 999])
      expect(Math.abs(instant - clock.now())).toBeLessThan(2000);
    expect(now - Date.now()).toBeGreaterThan(29 * 24 * 3600_000);
    expect(given).toBe('1970-01-01T00:00:00.000Z');
  });

  it('knows its time left and its own ARN', async () => {
    const { payload } = Object(await echo({ do: 'context' }));
    expect(payload).toMatchObject({ functionName: 'echo', invokedFunctionArn: arn('echo'), memoryLimitInMB: '256' });
    expect(payload.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(payload.remaining).toBeGreaterThan(1500);
    expect(payload.remaining).toBeLessThanOrEqual(2000);
  });

  it('prints into its own log', async () => {
    await echo({ do: 'print' });
    await expect
      .poll(() => readFileSync(path.join(stateDir, 'logs', 'echo.log'), 'utf8'))
      .toContain('a line for the log');
  });

  it('is counted', async () => {
    const before = meter.read().invocations;
    await echo({});
    expect(meter.read().invocations).toBe(before + 1);
  });
});

describe('what goes wrong', () => {
  it('hands over name and message of an error, and stays warm', async () => {
    expect(await echo({ do: 'throw' })).toEqual({ ok: false, errorType: 'TypeError', errorMessage: 'not like this' });
    expect(Object(await echo({ do: 'calls' })).payload).toBeGreaterThan(1);
  });

  it.each(['hang', 'spin'])('ends a function that takes too long (%s) and starts it anew', async (what) => {
    expect(await echo({ do: what }, 'single')).toMatchObject({
      ok: false,
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 2\.00 seconds$/),
    });
    expect(await echo({ do: 'calls' }, 'single')).toEqual({ ok: true, payload: 1 });
  });

  it('survives process.exit and starts the function anew', async () => {
    expect(await echo({ do: 'exit' }, 'single')).toMatchObject({
      ok: false,
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/exit status 3$/),
    });
    expect(await echo({ do: 'calls' }, 'single')).toEqual({ ok: true, payload: 1 });
  });

  it('survives an error that nobody catches', async () => {
    expect(await echo({ do: 'crash' }, 'single')).toMatchObject({ ok: false, errorType: 'Error' });
    expect(await echo({ do: 'calls' }, 'single')).toEqual({ ok: true, payload: 1 });
  });

  it('refuses events and answers over 6 MB, and an answer that is no JSON', async () => {
    expect(await echo({ text: 'x'.repeat(7_000_000) })).toMatchObject({ errorType: 'RequestEntityTooLargeException' });
    expect(await echo({ do: 'large' })).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
    expect(await echo({ do: 'unserialisable' })).toMatchObject({ ok: false, errorType: 'TypeError' });
  });

  it.each([
    ['missing', 'Runtime.HandlerNotFound'],
    ['callback', 'Runtime.CallbackHandlerDeprecated'],
    ['broken', 'RangeError'],
    ['unbundled', 'Runtime.ImportModuleError'],
    ['lost', 'Runtime.ImportModuleError'],
  ])('says why the function %s cannot start', async (name, errorType) => {
    expect(await echo({}, name)).toMatchObject({ ok: false, errorType });
    expect(await echo({}, name)).toMatchObject({ ok: false, errorType });
  });

  it('knows no function outside the template', async () => {
    await expect(echo({}, 'nobody')).rejects.toThrow('Function not found');
  });
});

describe('concurrency', () => {
  it('is up to the reserved executions, then events wait in line', async () => {
    await echo({}, 'single');
    const before = Object(await echo({ do: 'calls' }, 'single')).payload;
    const both = await Promise.all([1, 2].map(() => echo({ do: 'sleep', ms: 300 }, 'single')));
    expect(both.map((each) => Object(each).payload)).toEqual(
      [before + 2, before + 2].map((_, index) => before + 1 + index),
    );
  });

  it('runs several copies side by side where the template says nothing', async () => {
    await echo({ do: 'calls' });
    const start = performance.now();
    await Promise.all([1, 2, 3].map(() => echo({ do: 'sleep', ms: 500 })));
    expect(performance.now() - start).toBeLessThan(1400);
  });
});

describe('what a template may not say', () => {
  it.each([
    ['a property that is not supported', { VpcConfig: {} }, 'VpcConfig'],
    ['another runtime', { Runtime: 'python3.13' }, 'Runtime'],
    ['a variable that Lambda keeps to itself', { Environment: { Variables: { TZ: 'Asia/Shanghai' } } }, 'sets TZ'],
    ['a handler that is not in the bundle', { Handler: 'main.handler' }, 'no module for its handler'],
    ['a role that is not in the template', { Role: 'arn:other' }, 'no role'],
  ])('%s', (_what, more, message) => {
    expect(() => engineOf(functionOf('echo', more))).toThrow(message);
  });
});
