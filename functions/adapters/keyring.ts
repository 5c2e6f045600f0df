import { randomBytes } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Instant } from '#shared/kernel/instant';
import { isNew } from './changes.ts';
import { late } from './late.ts';
import { patiently } from './patience.ts';
import type { Reader } from './reader.ts';
import { remembered } from './remembered.ts';
import { dataKeys } from './rows.ts';
import type { Table } from './table.ts';

const openKms = late(async () => {
  const { DecryptCommand, GenerateDataKeyCommand, KMSClient } = await import('@aws-sdk/client-kms');
  return { kms: new KMSClient(), DecryptCommand, GenerateDataKeyCommand };
});

/** The platform's KMS key, and the time by which an unwrapped key is forgotten. */
export type Kms = { readonly KeyId: string; readonly now: () => Instant };

/** Data keys, each wrapped by KMS in a row of its own. A warm function keeps those of people for minutes, its own for good. */
export const keyring = ({ client, TableName }: Table, { get }: Pick<Reader, 'get'>, { KeyId, now }: Kms) => {
  const ring = new Map<string, Buffer>();

  const fresh = async (holder: string) => {
    const { kms, GenerateDataKeyCommand } = await openKms();
    const answer = await kms.send(
      new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext: { holder, table: TableName } }),
    );
    if (!answer.Plaintext || !answer.CiphertextBlob) throw new Error('KMS gave no data key');
    const dataKeyId = randomBytes(6).toString('hex');
    const wrapped = Buffer.from(answer.CiphertextBlob).toString('base64');
    return { dataKeyId, key: Buffer.from(answer.Plaintext), wrapped };
  };

  const unwrap = async (holder: string) => {
    const row = await get(dataKeys, { holder });
    if (!row) return undefined;
    const { kms, DecryptCommand } = await openKms();
    const { Plaintext } = await kms.send(
      new DecryptCommand({
        KeyId,
        CiphertextBlob: Buffer.from(row.wrapped, 'base64'),
        EncryptionContext: { holder, table: TableName },
      }),
    );
    if (!Plaintext) throw new Error('KMS opened no data key');
    return { dataKeyId: row.dataKeyId, key: Buffer.from(Plaintext) };
  };
  const keyOf = remembered(unwrap, now);

  const ringKeyAnew = async (holder: string) => {
    const known = await unwrap(holder);
    if (known) return known.key;
    const { dataKeyId, wrapped } = await fresh(holder);
    const Item = dataKeys.item({ holder }, { dataKeyId, wrapped });
    const put = new PutCommand({ TableName, Item, ConditionExpression: isNew });
    await patiently(() => client.send(put)).catch((error: unknown) => ifRaced(error));
    const made = await unwrap(holder);
    if (!made) throw new Error(`${holder} has no key`);
    return made.key;
  };

  /** A key of the platform itself, made by whoever needs it first. */
  const ringKey = async (holder: string) => {
    const key = ring.get(holder) ?? (await ringKeyAnew(holder));
    ring.set(holder, key);
    return key;
  };

  return { fresh, keyOf, ringKey };
};

/** Two functions made the same key at once: the first one's stays. */
function ifRaced(error: unknown) {
  if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return;
  throw error;
}
