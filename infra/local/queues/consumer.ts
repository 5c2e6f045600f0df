import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Invoke, Place } from '#infra/local/engine';
import { failedIn } from './batch-answer.ts';
import { MessageAttributes, md5, md5OfAttributes } from './message-attributes.ts';
import type { Message, Messages } from './messages.ts';
import type { Mapping } from './template.ts';

/**
 * One event source mapping: hands the messages of its queue to its function as soon as they are visible.
 * `pump` is called whenever something may have become visible.
 */
export function createConsumer(mapping: Mapping, messages: Messages, place: Place, invoke: Invoke) {
  const { queue } = mapping;
  const { clock } = place;
  const timer = `queues:${mapping.id}`;
  let active = 0;
  let isRunning = false;

  const deliver = async (batch: readonly Message[]) => {
    const pairs = batch.map((message) => ({ message, record: recordOf(message, queue.arn, place.region) }));
    const wanted = pairs.filter(({ record }) => mapping.isWanted({ ...record, body: jsonOr(record.body) }));
    const failed = wanted.length > 0 ? await run(wanted.map(({ record }) => record)) : [];
    const stay = new Set(failed);
    const receiptsOf = (isKept: boolean) =>
      pairs.flatMap(({ record }) => (stay.has(record.messageId) === isKept ? [record.receiptHandle] : []));
    messages.remove(queue, receiptsOf(false));
    messages.letGo(queue, receiptsOf(true));
  };

  const run = async (records: readonly SQSRecord[]): Promise<readonly string[]> => {
    const ids = records.map(({ messageId }) => messageId);
    try {
      const outcome = await invoke(mapping.functionArn, { Records: records });
      if (!outcome.ok) return ids;
      return mapping.reportsFailures ? failedIn(outcome.payload, ids) : [];
    } catch (cause) {
      console.error(new Error(`${mapping.id} could not invoke ${mapping.functionArn}.`, { cause }));
      return ids;
    }
  };

  /** With a batching window a batch waits until it is full or its oldest message has waited that long. */
  const isReady = (): boolean => {
    if (mapping.windowMs === 0) return true;
    const { at, count } = messages.waiting(queue);
    return at !== null && (count >= mapping.batchSize || at + mapping.windowMs <= clock.now());
  };

  const plan = () => {
    const nextAt = messages.nextVisibleAt(queue);
    const waitingAt = mapping.windowMs > 0 ? messages.waiting(queue).at : null;
    const dueAt = Math.min(
      nextAt ?? Number.POSITIVE_INFINITY,
      (waitingAt ?? Number.POSITIVE_INFINITY) + mapping.windowMs,
    );
    if (!isRunning || dueAt === Number.POSITIVE_INFINITY) clock.clear(timer);
    else clock.set(timer, Math.max(dueAt, clock.now() + 1), pump);
  };

  const pump = () => {
    while (isRunning && active < mapping.concurrency && isReady()) {
      const batch = messages.take(queue, mapping.batchSize, queue.visibilityMs, true);
      if (batch.length === 0) break;
      active += 1;
      clock
        .work(() => oneBatch(batch))
        .catch((cause: unknown) => {
          console.error(new Error(`${mapping.id} could not finish a batch.`, { cause }));
        });
    }
    plan();
  };

  /** Pumps again before it ends, so that `quiet` sees no gap between one batch and the next. */
  const oneBatch = async (batch: readonly Message[]) => {
    try {
      await deliver(batch);
    } finally {
      active -= 1;
      pump();
    }
  };

  return {
    queueName: queue.name,
    pump,
    start: () => {
      isRunning = true;
      messages.recover(queue);
      pump();
    },
    stop: () => {
      isRunning = false;
      clock.clear(timer);
    },
  };
}

function recordOf(message: Message, eventSourceARN: string, awsRegion: string): SQSRecord {
  const attributes = z.parse(MessageAttributes, JSON.parse(message.attributes));
  const digest = md5OfAttributes(attributes);
  return {
    messageId: message.messageId,
    receiptHandle: message.receipt ?? '',
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receives),
      SentTimestamp: String(message.sentAt),
      SenderId: message.sender,
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
      ...(message.diedIn !== null && { DeadLetterQueueSourceArn: message.diedIn }),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, attribute]) => [
        name,
        {
          ...('StringValue' in attribute
            ? { stringValue: attribute.StringValue }
            : { binaryValue: attribute.BinaryValue }),
          stringListValues: [],
          binaryListValues: [],
          dataType: attribute.DataType,
        },
      ]),
    ),
    md5OfBody: md5(message.body),
    ...(digest !== undefined && { md5OfMessageAttributes: digest }),
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion,
  };
}

/** A filter on the body looks into it when it is JSON. */
function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
