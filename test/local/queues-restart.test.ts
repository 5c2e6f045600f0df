import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { Invoke } from '#infra/local/engine';
import { queuesEngine } from '#infra/local/queues/queues-engine';
import { minutes, resource, scene } from './queues-scene.ts';

const queueArn = 'arn:aws-cn:sqs:cn-north-1:123456789012:mail';
const Counts = z.object({
  Records: z.array(z.object({ attributes: z.object({ ApproximateReceiveCount: z.string() }) })),
});
const countIn = (payload: unknown) => z.parse(Counts, payload).Records[0]?.attributes.ApproximateReceiveCount;

function start(stateDir: string, invoke: Invoke) {
  const { place, clock } = scene(stateDir);
  const engine = queuesEngine({
    place,
    queues: [resource('AWS::SQS::Queue', { QueueName: 'mail', VisibilityTimeout: 180 })],
    mappings: [resource('AWS::Lambda::EventSourceMapping', { EventSourceArn: queueArn, FunctionName: 'mail' })],
    invoke,
  });
  engine.start();
  return { engine, clock };
}

test('a message that was with its function when the process ended comes again at once, and it does not count', async () => {
  const { stateDir, clear } = scene();
  let given = () => {};
  const isGiven = new Promise<void>((resolve) => {
    given = resolve;
  });
  // Never answers, like a function whose process was killed.
  const first = start(stateDir, () => {
    given();
    return new Promise(() => {});
  });
  first.engine.send(queueArn, 'one');
  await isGiven;
  first.engine.stop();
  const counts: unknown[] = [];
  const second = start(stateDir, async (_arn, payload) => {
    counts.push(countIn(payload));
    return { ok: true, payload: undefined };
  });
  await second.clock.quiet();
  expect(counts).toEqual(['1']);
  second.engine.stop();
  clear();
});

test('a message that failed before the process ended still waits for its visibility timeout', async () => {
  const { stateDir, clear } = scene();
  const first = start(stateDir, async () => ({ ok: false, errorType: 'Error', errorMessage: 'no' }));
  first.engine.send(queueArn, 'one');
  await first.clock.quiet();
  first.engine.stop();
  const counts: unknown[] = [];
  const second = start(stateDir, async (_arn, payload) => {
    counts.push(countIn(payload));
    return { ok: true, payload: undefined };
  });
  await second.clock.quiet();
  expect(counts).toEqual([]);
  await second.clock.move(minutes(3));
  expect(counts).toEqual(['2']);
  second.engine.stop();
  clear();
});
