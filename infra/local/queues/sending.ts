import * as z from 'zod/mini';
import { type AwsCall, AwsFault } from '#infra/local/engine';
import { MessageAttributes, md5, md5OfAttributes } from './message-attributes.ts';
import type { Messages } from './messages.ts';
import type { Queue } from './template.ts';

const delay = z.optional(z.int().check(z.minimum(0), z.maximum(900)));
const outgoing = {
  MessageBody: z.string(),
  DelaySeconds: delay,
  MessageAttributes: z._default(MessageAttributes, {}),
};
export const SendMessage = z.strictObject({ QueueUrl: z.string(), ...outgoing });
export const SendMessageBatch = z.strictObject({
  QueueUrl: z.string(),
  Entries: z.array(z.strictObject({ Id: z.string(), ...outgoing })),
});

type Outgoing = Omit<z.output<typeof SendMessage>, 'QueueUrl'>;

/** What SQS takes in a body: XML's characters, and none of the others of Unicode. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: SQS names these control characters.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

const sizeOf = ({ MessageBody, MessageAttributes: attributes }: Outgoing) =>
  Buffer.byteLength(MessageBody) +
  Object.entries(attributes).reduce(
    (sum, [name, attribute]) => sum + Buffer.byteLength(name) + Buffer.byteLength(Object.values(attribute).join('')),
    0,
  );

/** Stores one message after SQS's own checks. */
export function sendOne(messages: Messages, queue: Queue, message: Outgoing, call: AwsCall) {
  const { MessageBody: body, MessageAttributes: attributes, DelaySeconds: delaySeconds } = message;
  if (body.length === 0) throw new AwsFault('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (forbidden.test(body))
    throw new AwsFault('InvalidMessageContents', 'Invalid characters found in the message body.');
  if (sizeOf(message) > queue.maxBytes) {
    throw new AwsFault('InvalidParameterValue', `Message must be shorter than ${queue.maxBytes} bytes.`);
  }
  const delayMs = delaySeconds === undefined ? undefined : delaySeconds * 1000;
  const messageId = messages.send(queue, body, JSON.stringify(attributes), call.principal?.roleId ?? '', delayMs);
  return { MessageId: messageId, MD5OfMessageBody: md5(body), MD5OfMessageAttributes: md5OfAttributes(attributes) };
}

export function sendBatch(
  messages: Messages,
  queue: Queue,
  entries: z.output<typeof SendMessageBatch>['Entries'],
  call: AwsCall,
) {
  checkBatch(entries);
  if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > queue.maxBytes) {
    throw new AwsFault('BatchRequestTooLong', `The messages of a batch must be shorter than ${queue.maxBytes} bytes.`);
  }
  return eachEntry(entries, (entry) => sendOne(messages, queue, entry, call));
}

/** A batch has one to ten entries with ids of their own. */
export function checkBatch(entries: readonly { readonly Id: string }[]) {
  if (entries.length === 0) throw new AwsFault('EmptyBatchRequest', 'The batch request has no entries.');
  if (entries.length > 10) throw new AwsFault('TooManyEntriesInBatchRequest', 'A batch has at most 10 entries.');
  const ids = entries.map(({ Id }) => Id);
  if (new Set(ids).size < ids.length) throw new AwsFault('BatchEntryIdsNotDistinct', 'Two entries have the same id.');
  const wrong = ids.find((id) => !/^[\w-]{1,80}$/.test(id));
  if (wrong !== undefined) throw new AwsFault('InvalidBatchEntryId', `The batch entry id ${wrong} is not valid.`);
}

/** One entry that fails leaves the others alone. */
export function eachEntry<Entry extends { readonly Id: string }>(
  entries: readonly Entry[],
  run: (entry: Entry) => object,
) {
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...run(entry) });
    } catch (error) {
      if (!(error instanceof AwsFault)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
}
