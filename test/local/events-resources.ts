import { setTimeout } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Place } from '#infra/local/engine';
import { eventsEngine } from '#infra/local/events/events-engine';
import { queuesEngine } from '#infra/local/queues/queues-engine';
import { resource } from './queues-scene.ts';

export const arnOf = {
  queue: (name: string) => `arn:aws-cn:sqs:cn-north-1:123456789012:${name}`,
  function: (name: string) => `arn:aws-cn:lambda:cn-north-1:123456789012:function:${name}`,
  rule: (name: string) => `arn:aws-cn:events:cn-north-1:123456789012:rule/domain/${name}`,
};

export const rule = (properties: object) => ({
  Name: 'awards',
  EventBusName: 'domain',
  EventPattern: { 'detail-type': ['AwardApproved'] },
  ...properties,
});

const Records = z.object({ Records: z.array(z.object({ body: z.string() })) });
const Event = z.object({ detail: z.object({ seq: z.int() }) });

/** The numbers of the events in a batch from a queue. */
export const seqOf = (batch: unknown): readonly number[] =>
  z.parse(Records, batch).Records.map(({ body }) => z.parse(Event, JSON.parse(body)).detail.seq);

/**
 * A bus whose rule feeds a queue whose function is told each number: started, on whatever the place keeps. The function is
 * slower than a publisher, so that there is always something under way.
 */
export function startLine(place: Place, see: (seq: number) => void) {
  const queues = queuesEngine({
    place,
    queues: [resource('AWS::SQS::Queue', { QueueName: 'mail', VisibilityTimeout: 60 })],
    mappings: [
      resource('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: arnOf.queue('mail'),
        FunctionName: 'mail',
        BatchSize: 1,
        ScalingConfig: { MaximumConcurrency: 2 },
      }),
    ],
    invoke: async (_functionArn, payload) => {
      await setTimeout(10);
      for (const seq of seqOf(payload)) see(seq);
      return { ok: true, payload: undefined };
    },
  });
  const events = eventsEngine({
    place,
    buses: [resource('AWS::Events::EventBus', { Name: 'domain' })],
    rules: [resource('AWS::Events::Rule', rule({ Targets: [{ Id: 'Mail', Arn: arnOf.queue('mail') }] }))],
    sendToQueue: queues.send,
    invoke: () => Promise.reject(new Error('No function is a target.')),
    mayService: () => true,
  });
  queues.start();
  events.start();
  const stop = () => {
    queues.stop();
    events.stop();
  };
  return { publish: events.publish, stop };
}
