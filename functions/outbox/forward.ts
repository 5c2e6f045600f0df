import type { DynamoDBBatchResponse } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Bus } from '#functions/adapters/bus';
import { Instant } from '#shared/kernel/instant';

const text = z.object({ S: z.string() });
const EventImage = z.object({
  stream: text,
  sequence: z.object({ N: z.string() }),
  event: z.object({ M: z.object({ type: text, at: z.object({ S: Instant }) }) }),
});
const Change = z.object({
  eventName: z.string(),
  dynamodb: z.object({ SequenceNumber: z.string(), Keys: z.object({ sk: text }), NewImage: z.optional(z.unknown()) }),
});
const Batch = z.object({ Records: z.array(Change) });

/** The event rows among the changes of the table; a state that was replaced is none. */
function eventIn({ eventName, dynamodb: { SequenceNumber, Keys, NewImage } }: z.output<typeof Change>) {
  if (eventName !== 'INSERT' || !Keys.sk.S.startsWith('EVENT#')) return [];
  const { stream, sequence, event } = z.parse(EventImage, NewImage);
  const { type, at } = event.M;
  const happened = { stream: stream.S, sequence: Number(sequence.N), event: { type: type.S, at: at.S } };
  return [{ itemIdentifier: SequenceNumber, happened }];
}

/**
 * Puts what was written on the bus, in the order it was written. What the bus did not take, and everything after it,
 * comes back with the next call: so no event overtakes an earlier one of its record.
 */
export async function forward(batch: unknown, { publish }: Bus): Promise<DynamoDBBatchResponse> {
  const events = z.parse(Batch, batch).Records.flatMap(eventIn);
  const accepted = await publish(events.map(({ happened }) => happened));
  return { batchItemFailures: events.slice(accepted).map(({ itemIdentifier }) => ({ itemIdentifier })) };
}
