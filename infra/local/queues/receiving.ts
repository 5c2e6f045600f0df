import * as z from 'zod/mini';
import { AwsFault } from '#infra/local/engine';
import { MessageAttributes, md5, md5OfAttributes } from './message-attributes.ts';
import type { Message, Messages } from './messages.ts';
import type { Queue } from './template.ts';

const seconds = (most: number) => z.int().check(z.minimum(0), z.maximum(most));
const systemAttribute = z.enum([
  'All',
  'SenderId',
  'SentTimestamp',
  'ApproximateReceiveCount',
  'ApproximateFirstReceiveTimestamp',
  'DeadLetterQueueSourceArn',
]);
export const ReceiveMessage = z.strictObject({
  QueueUrl: z.string(),
  MaxNumberOfMessages: z._default(z.int().check(z.minimum(1), z.maximum(10)), 1),
  VisibilityTimeout: z.optional(seconds(43_200)),
  WaitTimeSeconds: z.optional(seconds(20)),
  AttributeNames: z._default(z.array(systemAttribute), []),
  MessageSystemAttributeNames: z._default(z.array(systemAttribute), []),
  MessageAttributeNames: z._default(z.array(z.string()), []),
});
export const ChangeMessageVisibility = z.strictObject({
  QueueUrl: z.string(),
  ReceiptHandle: z.string(),
  VisibilityTimeout: seconds(43_200),
});

/** A message as ReceiveMessage gives it, with only the attributes that were asked for. */
export function received(message: Message, asked: z.output<typeof ReceiveMessage>) {
  const names = new Set<string>([...asked.AttributeNames, ...asked.MessageSystemAttributeNames]);
  const all = {
    SenderId: message.sender,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receives),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    ...(message.diedIn !== null && { DeadLetterQueueSourceArn: message.diedIn }),
  };
  const system = Object.entries(all).filter(([name]) => names.has('All') || names.has(name));
  const own = Object.entries(z.parse(MessageAttributes, JSON.parse(message.attributes))).filter(([name]) =>
    asked.MessageAttributeNames.some((wanted) => isAsked(wanted, name)),
  );
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(own.length > 0 && {
      MessageAttributes: Object.fromEntries(own),
      MD5OfMessageAttributes: md5OfAttributes(Object.fromEntries(own)),
    }),
  };
}

const isAsked = (wanted: string, name: string) =>
  wanted === 'All' ||
  wanted === '.*' ||
  wanted === name ||
  (wanted.endsWith('.*') && name.startsWith(wanted.slice(0, -1)));

/** A handle of ours names a row; one that was replaced by a later receipt is accepted and does nothing, as in SQS. */
export function checkReceipt(receipt: string): string {
  if (/^\d+\.[0-9a-f-]{36}$/.test(receipt)) return receipt;
  throw new AwsFault('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
}

export function hide(messages: Messages, queue: Queue, input: z.output<typeof ChangeMessageVisibility>) {
  if (messages.hide(queue, checkReceipt(input.ReceiptHandle), input.VisibilityTimeout * 1000)) return;
  throw new AwsFault('MessageNotInflight', 'The message referred to is not in flight.');
}

const attributeName = z.enum([
  'All',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'QueueArn',
  'VisibilityTimeout',
  'MessageRetentionPeriod',
  'DelaySeconds',
  'ReceiveMessageWaitTimeSeconds',
  'MaximumMessageSize',
  'RedrivePolicy',
]);
export const GetQueueAttributes = z.strictObject({
  QueueUrl: z.string(),
  AttributeNames: z._default(z.array(attributeName), []),
});

export function attributesOf(
  messages: Messages,
  queue: Queue,
  names: z.output<typeof GetQueueAttributes>['AttributeNames'],
) {
  const { visible, inFlight, delayed } = messages.counts(queue);
  const { redrive } = queue;
  const all = {
    ApproximateNumberOfMessages: visible,
    ApproximateNumberOfMessagesNotVisible: inFlight,
    ApproximateNumberOfMessagesDelayed: delayed,
    QueueArn: queue.arn,
    VisibilityTimeout: queue.visibilityMs / 1000,
    MessageRetentionPeriod: queue.retentionMs / 1000,
    DelaySeconds: queue.delayMs / 1000,
    ReceiveMessageWaitTimeSeconds: queue.waitMs / 1000,
    MaximumMessageSize: queue.maxBytes,
    ...(redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: redrive.deadLetterArn,
        maxReceiveCount: redrive.maxReceiveCount,
      }),
    }),
  };
  const asked = new Set<string>(names);
  const given = Object.entries(all).filter(([name]) => asked.has('All') || asked.has(name));
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
