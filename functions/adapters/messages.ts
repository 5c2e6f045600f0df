import type { SQSBatchResponse } from 'aws-lambda';
import * as z from 'zod/mini';

const Batch = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });

/**
 * Each message of a queue by itself: one that fails is delivered again, and after its tries lies among the dead letters,
 * without holding up the others. The log names the message and the error, never the body.
 */
export const eachMessage =
  <Message>(schema: z.ZodMiniType<Message>, run: (message: Message) => Promise<unknown>) =>
  async (batch: unknown): Promise<SQSBatchResponse> => {
    const batchItemFailures: { readonly itemIdentifier: string }[] = [];
    for (const { messageId, body } of z.parse(Batch, batch).Records) {
      try {
        await run(z.parse(schema, JSON.parse(body)));
      } catch (error) {
        console.error(`Message ${messageId} failed`, error);
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    }
    return { batchItemFailures };
  };
