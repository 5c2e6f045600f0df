import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { AwsFault, type Engine, type Invoke, type Need, type Place, type Resource } from '#infra/local/engine';
import { openStore } from '#infra/local/store';
import { createConsumer } from './consumer.ts';
import { jsonEngine, type Operation, operation } from './json-engine.ts';
import type { MessageAttributes } from './message-attributes.ts';
import { type Counts, type Messages, openMessages } from './messages.ts';
import {
  attributesOf,
  ChangeMessageVisibility,
  checkReceipt,
  GetQueueAttributes,
  hide,
  ReceiveMessage,
  received,
} from './receiving.ts';
import { checkBatch, eachEntry, SendMessage, SendMessageBatch, sendBatch, sendOne } from './sending.ts';
import { mappingsOf, nameIn, type Queue, queuesOf } from './template.ts';

type Queues = {
  readonly place: Place;
  readonly queues: readonly Resource[];
  readonly mappings: readonly Resource[];
  readonly invoke: Invoke;
};

export type QueuesEngine = Engine & {
  /** Sends for a service of AWS; durable when it returns, and answers the message id. */
  readonly send: (queueArn: string, body: string, attributes?: MessageAttributes) => string;
  /** How many messages a queue holds. */
  readonly counts: (queueArn: string) => Counts;
  readonly start: () => void;
  readonly stop: () => void;
};

/** The standard queues of the template and the event source mappings that read them. */
export function queuesEngine({ place, queues: resources, mappings, invoke }: Queues): QueuesEngine {
  const queues = queuesOf(place, resources);
  const store = openStore(place.stateDir, 'queues');
  const arrivals = createArrivals();
  const messages = openMessages(store, place.clock.now, arrivals.tell);
  const consumers = mappingsOf(place, queues, mappings).map((mapping) => {
    const consumer = createConsumer(mapping, messages, place, invoke);
    arrivals.listen(mapping.queue.name, consumer.pump);
    return consumer;
  });
  const queueOf = (arnOrUrl: string): Queue => {
    const queue = queues.get(nameIn(arnOrUrl));
    if (!queue) throw new AwsFault('QueueDoesNotExist', `The specified queue does not exist: ${arnOrUrl}.`);
    return queue;
  };

  return {
    ...jsonEngine('sqs', '1.0', {
      ...sendingOperations(messages, queueOf),
      ...receivingOperations(messages, queueOf, arrivals),
      ...movingOperations(messages, queueOf, queues),
    }),
    send: (queueArn, body, attributes = {}) =>
      messages.send(queueOf(queueArn), body, JSON.stringify(attributes), place.account),
    counts: (queueArn) => messages.counts(queueOf(queueArn)),
    start: () => {
      for (const consumer of consumers) consumer.start();
    },
    stop: () => {
      for (const consumer of consumers) consumer.stop();
    },
  };
}

type QueueOf = (arnOrUrl: string) => Queue;
type Arrivals = ReturnType<typeof createArrivals>;

/** An encrypted queue asks its callers for the key as well. */
const needs = (queue: Queue, action: string, keyActions: readonly string[] = []): readonly Need[] => [
  { action: `sqs:${action}`, resource: queue.arn },
  ...keyActions.flatMap((keyAction) =>
    queue.keyArn === undefined ? [] : [{ action: `kms:${keyAction}`, resource: queue.keyArn }],
  ),
];
const toSend = ['GenerateDataKey', 'Decrypt'];
const toReceive = ['Decrypt'];

function sendingOperations(messages: Messages, queueOf: QueueOf): Readonly<Record<string, Operation>> {
  const mayRun = ({ QueueUrl }: { readonly QueueUrl: string }) => needs(queueOf(QueueUrl), 'SendMessage', toSend);
  return {
    SendMessage: operation(SendMessage, mayRun, (input, call) =>
      sendOne(messages, queueOf(input.QueueUrl), input, call),
    ),
    SendMessageBatch: operation(SendMessageBatch, mayRun, (input, call) =>
      sendBatch(messages, queueOf(input.QueueUrl), input.Entries, call),
    ),
  };
}

const DeleteMessage = z.strictObject({ QueueUrl: z.string(), ReceiptHandle: z.string() });
const DeleteMessageBatch = z.strictObject({
  QueueUrl: z.string(),
  Entries: z.array(z.strictObject({ Id: z.string(), ReceiptHandle: z.string() })),
});

function receivingOperations(
  messages: Messages,
  queueOf: QueueOf,
  arrivals: Arrivals,
): Readonly<Record<string, Operation>> {
  const mayDelete = ({ QueueUrl }: { readonly QueueUrl: string }) => needs(queueOf(QueueUrl), 'DeleteMessage');
  return {
    ReceiveMessage: operation(
      ReceiveMessage,
      ({ QueueUrl }) => needs(queueOf(QueueUrl), 'ReceiveMessage', toReceive),
      async (input) => {
        const queue = queueOf(input.QueueUrl);
        const visibilityMs = input.VisibilityTimeout === undefined ? undefined : input.VisibilityTimeout * 1000;
        const take = () => messages.take(queue, input.MaxNumberOfMessages, visibilityMs);
        const waitMs = input.WaitTimeSeconds === undefined ? queue.waitMs : input.WaitTimeSeconds * 1000;
        const first = take();
        const taken = first.length > 0 || waitMs === 0 ? first : await arrivals.next(queue.name, waitMs).then(take);
        return taken.length > 0 ? { Messages: taken.map((message) => received(message, input)) } : {};
      },
    ),
    DeleteMessage: operation(DeleteMessage, mayDelete, ({ QueueUrl, ReceiptHandle }) =>
      messages.remove(queueOf(QueueUrl), [checkReceipt(ReceiptHandle)]),
    ),
    DeleteMessageBatch: operation(DeleteMessageBatch, mayDelete, ({ QueueUrl, Entries }) => {
      checkBatch(Entries);
      const queue = queueOf(QueueUrl);
      return eachEntry(Entries, ({ ReceiptHandle }) => {
        messages.remove(queue, [checkReceipt(ReceiptHandle)]);
        return {};
      });
    }),
    ChangeMessageVisibility: operation(
      ChangeMessageVisibility,
      ({ QueueUrl }) => needs(queueOf(QueueUrl), 'ChangeMessageVisibility'),
      (input) => hide(messages, queueOf(input.QueueUrl), input),
    ),
    GetQueueAttributes: operation(
      GetQueueAttributes,
      ({ QueueUrl }) => needs(queueOf(QueueUrl), 'GetQueueAttributes'),
      ({ QueueUrl, AttributeNames }) => ({ Attributes: attributesOf(messages, queueOf(QueueUrl), AttributeNames) }),
    ),
    PurgeQueue: operation(
      z.strictObject({ QueueUrl: z.string() }),
      ({ QueueUrl }) => needs(queueOf(QueueUrl), 'PurgeQueue'),
      ({ QueueUrl }) => messages.purge(queueOf(QueueUrl)),
    ),
  };
}

const StartMessageMoveTask = z.strictObject({ SourceArn: z.string(), DestinationArn: z.optional(z.string()) });

function movingOperations(
  messages: Messages,
  queueOf: QueueOf,
  queues: ReadonlyMap<string, Queue>,
): Readonly<Record<string, Operation>> {
  const sourcesOf = (deadLetterArn: string) =>
    [...queues.values()].filter(({ redrive }) => redrive?.deadLetterArn === deadLetterArn);
  return {
    StartMessageMoveTask: operation(
      StartMessageMoveTask,
      ({ SourceArn, DestinationArn }) => {
        const source = queueOf(SourceArn);
        const targets = DestinationArn === undefined ? sourcesOf(source.arn) : [queueOf(DestinationArn)];
        return [
          ...['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].flatMap((action) =>
            needs(source, action),
          ),
          ...targets.flatMap((target) => needs(target, 'SendMessage', toSend)),
        ];
      },
      ({ SourceArn, DestinationArn }) => {
        const source = queueOf(SourceArn);
        if (sourcesOf(source.arn).length === 0) {
          throw new AwsFault('InvalidParameterValue', `${SourceArn} is the dead-letter queue of no queue.`);
        }
        const moved = messages.moveAll(source, (diedIn) => {
          const target = DestinationArn ?? diedIn;
          if (target !== undefined) return queueOf(target);
          throw new AwsFault('InvalidParameterValue', 'A message did not come from a queue: name the DestinationArn.');
        });
        return { TaskHandle: Buffer.from(JSON.stringify({ taskId: randomUUID(), moved })).toString('base64') };
      },
    ),
  };
}

/** Who waits for messages of a queue: mappings for good, long polls for one. */
function createArrivals() {
  const listeners = new Map<string, Set<() => void>>();
  const of = (queueName: string) => {
    const found = listeners.get(queueName) ?? new Set();
    listeners.set(queueName, found);
    return found;
  };
  return {
    tell: (queueName: string) => {
      for (const listener of [...of(queueName)]) listener();
    },
    listen: (queueName: string, listener: () => void) => void of(queueName).add(listener),
    /** Resolves at the next arrival, or after `waitMs` of real time, for which the caller holds its connection open. */
    next: (queueName: string, waitMs: number) =>
      new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timeout);
          of(queueName).delete(done);
          resolve();
        };
        const timeout = setTimeout(done, waitMs);
        of(queueName).add(done);
      }),
  };
}
