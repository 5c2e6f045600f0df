import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Credentials } from '#infra/local/credentials';
import { AwsFault, type Invocation, type Invoke, type Meter, type Place, type Resource } from '#infra/local/engine';
import { functionOf, type LambdaFunction } from './function.ts';
import { createPool } from './pool.ts';
import { openSandbox } from './sandbox.ts';

export type LambdaEngine = { readonly invoke: Invoke; readonly close: () => Promise<void> };

const largestEventBytes = 6 * 1024 * 1024;

/**
 * Runs the functions of the template, each in threads of its own that hold its bundle, its environment and the keys of its
 * role, and nothing else of this process.
 *
 * @param settings.functions the resources of type AWS::Lambda::Function
 * @param settings.assetAt finds the folder of a bundle by its object key
 * @param settings.roleIdOf finds a role's resource id by its ARN
 */
export function lambdaEngine(settings: {
  readonly place: Place;
  readonly functions: readonly Resource[];
  readonly assetAt: (objectKey: string) => string;
  readonly credentials: Credentials;
  readonly roleIdOf: (reference: string) => string | undefined;
  readonly doorUrl: string;
  readonly meter: Meter;
}): LambdaEngine {
  const { place, assetAt, credentials, roleIdOf, doorUrl, meter } = settings;
  const { clock, partition, region, account } = place;
  const offset = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  const shift = (offsetMs: number) => Atomics.store(new BigInt64Array(offset), 0, BigInt(Math.round(offsetMs)));
  shift(clock.offsetMs());
  clock.onMove(shift);

  const keysOf = (roleArn: string) => {
    const roleId = roleIdOf(roleArn);
    if (roleId === undefined) throw new Error(`${roleArn} is no role of the template`);
    return credentials.of(roleId);
  };
  const logDir = path.join(place.stateDir, 'logs');
  mkdirSync(logDir, { recursive: true });
  const functionPlace = { partition, region, account, doorUrl, assetAt, keysOf };
  const pools = new Map(
    settings.functions.map((resource) => {
      const lambda = functionOf(resource, functionPlace);
      return [lambda.arn, poolOf(lambda, offset, logDir)] as const;
    }),
  );

  return {
    invoke: async (functionArn, payload) => {
      const pool = pools.get(functionArn);
      if (!pool) throw new AwsFault('ResourceNotFoundException', `Function not found: ${functionArn}`, 404);
      const event = JSON.stringify(payload ?? null);
      if (Buffer.byteLength(event) > largestEventBytes) return tooLarge;
      meter.add('invocations', 1);
      return clock.work(() => pool.run(randomUUID(), event));
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

const tooLarge: Invocation = {
  ok: false,
  errorType: 'RequestEntityTooLargeException',
  errorMessage: `Request must be smaller than ${largestEventBytes} bytes for the InvokeFunction operation`,
};

function poolOf(lambda: LambdaFunction, offset: SharedArrayBuffer, logDir: string) {
  const log = createWriteStream(path.join(logDir, `${lambda.name}.log`), { flags: 'a' });
  // Every sandbox of the function writes into the one log.
  log.setMaxListeners(0);
  const pool = createPool(lambda.concurrency, () => openSandbox(lambda, offset, log));
  return {
    run: pool.run,
    close: async () => {
      await pool.close();
      await new Promise<void>((resolve) => log.end(() => resolve()));
    },
  };
}
