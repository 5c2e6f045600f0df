import {
  DynamoDBClient,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AwsCall } from '#infra/local/engine';
import { createFaults } from '#infra/local/faults';
import { getItem, nameOf, openScene, type Scene, transaction } from './door-scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

describe('injected faults', () => {
  const client = () => new DynamoDBClient(scene.options());
  const put = new PutItemCommand({ TableName: 'Grants', Item: { pk: { S: 'FUND#1' } } });

  it('let transactions and writes collide in the way of AWS, before they had any effect, and leave reads alone', async () => {
    scene.faults.change({ conflictRate: 1 });
    const cancelled = await client()
      .send(transaction('FUND#1', 'FUND#2', 'FUND#3'))
      .catch((error: unknown) => error);
    if (!(cancelled instanceof TransactionCanceledException)) throw new Error('no conflict');
    const codes = cancelled.CancellationReasons?.map(({ Code }) => Code).sort();
    expect(codes).toEqual(['None', 'None', 'TransactionConflict']);
    await expect(client().send(put)).rejects.toBeInstanceOf(TransactionConflictException);
    expect(scene.dynamodb.calls).toEqual([]);
    await client().send(getItem());
    expect(scene.dynamodb.calls).toHaveLength(1);
  });

  it('throttle, delay, and stop when they are told to', async () => {
    scene.faults.change({ throttleRate: 1 });
    await expect(client().send(getItem())).rejects.toBeInstanceOf(ProvisionedThroughputExceededException);
    expect(
      await nameOf(new S3Client(scene.options()).send(new GetObjectCommand({ Bucket: 'docs', Key: 'clean/a' }))),
    ).toBe('SlowDown');
    scene.faults.change({ throttleRate: 0, delayMs: 80 });
    const begun = performance.now();
    await client().send(getItem());
    expect(performance.now() - begun).toBeGreaterThan(75);
    expect(() => scene.faults.change({ conflictRate: 30 })).toThrow();
  });

  it('break connections, some before and some after the call had its effect', async () => {
    scene.faults.change({ timeoutRate: 1 });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => nameOf(client().send(getItem()))));
    expect(outcomes).not.toContain('accepted');
    expect(scene.dynamodb.calls.length).toBeGreaterThan(0);
    expect(scene.dynamodb.calls.length).toBeLessThan(20);
  });

  it('hit only the operations that are named', async () => {
    scene.faults.change({ throttleRate: 1, only: ['TransactWriteItems', 's3'] });
    expect(await nameOf(client().send(getItem()))).toBe('accepted');
    expect(await nameOf(client().send(transaction('FUND#1')))).toBe('ProvisionedThroughputExceededException');
    expect(
      await nameOf(new S3Client(scene.options()).send(new GetObjectCommand({ Bucket: 'docs', Key: 'clean/a' }))),
    ).toBe('SlowDown');
  });

  it('come in the same order for the same seed, and as often as asked', () => {
    const call: AwsCall = {
      service: 'dynamodb',
      operation: 'PutItem',
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.from('{}'),
      principal: undefined,
    };
    const sequence = (seed: number) => {
      const source = createFaults(seed);
      source.change({ conflictRate: 0.3, timeoutRate: 0.1 });
      return Array.from({ length: 1_000 }, () => source.next(call)).map(
        ({ fault, drop }) => fault?.code ?? drop ?? 'none',
      );
    };
    expect(sequence(1)).toEqual(sequence(1));
    expect(sequence(1)).not.toEqual(sequence(2));
    const conflicts = sequence(1).filter((code) => code === 'TransactionConflictException').length;
    expect(conflicts).toBeGreaterThan(250);
    expect(conflicts).toBeLessThan(350);
  });
});
