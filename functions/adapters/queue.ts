import * as z from 'zod/mini';
import { Instant } from '#shared/kernel/instant';
import { late } from './late.ts';
import { mails } from './rows.ts';
import type { Vault } from './vault.ts';

/** A reminder that has fallen due: of which record, by which rule, and the moment this mail was to go out. */
export const ReminderMessage = z.object({ rule: z.string(), record: z.string(), dueAt: Instant });
export type ReminderMessage = z.output<typeof ReminderMessage>;

/** A one-time code on its way to an address that no person may belong to yet: both only as a ciphertext. */
export const CodeMessage = z.object({ rule: z.literal('code'), identity: z.string(), sealed: z.string() });
export const SealedCode = z.object({ address: z.string(), code: z.string(), expiresAt: Instant });

type Code = z.output<typeof SealedCode> & {
  /** Names this sending of this code, so that it is mailed once; must not hold the address. */
  readonly identity: string;
};

/** The row of mails that a code is sealed for: its ciphertext opens for no other. */
export const codeMail = (identity: string) => ({ mailId: `code#${identity}` });

export type Queue = ReturnType<typeof queue>;

const batchSize = 10;

const openQueue = late(async () => {
  const { SendMessageBatchCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  return { client: new SQSClient(), SendMessageBatchCommand };
});

/** The queue of the mail function. */
export const queue = (QueueUrl: string, { sealFor }: Pick<Vault, 'sealFor'>) => {
  /** All of them, or an error: a call that was answered can still have lost some. Those that went out may go out again. */
  const send = async (messages: readonly object[]) => {
    if (messages.length === 0) return;
    const { client, SendMessageBatchCommand } = await openQueue();
    for (let from = 0; from < messages.length; from += batchSize) {
      const batch = messages.slice(from, from + batchSize);
      const Entries = batch.map((message, index) => ({ Id: `${index}`, MessageBody: JSON.stringify(message) }));
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      if (Failed.length > 0) throw new Error(`The mail queue refused ${Failed.length} messages: ${Failed[0]?.Code}`);
    }
  };

  const enqueueReminders = (reminders: readonly ReminderMessage[]) => send(reminders);

  const enqueueCode = async ({ identity, address, code, expiresAt }: Code) => {
    const sealed = await sealFor(mails, codeMail(identity), 'code', JSON.stringify({ address, code, expiresAt }));
    await send([{ rule: 'code', identity, sealed }]);
  };

  return { enqueueReminders, enqueueCode };
};
