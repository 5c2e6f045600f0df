import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { AwsFault, type Engine, type Need, type Place, type Resource } from '#infra/local/engine';
import { jsonEngine, operation } from '#infra/local/queues/json-engine';
import { type Key, keysOf } from './keys.ts';
import { openMasterKeys } from './master-keys.ts';
import { type EncryptionContext, invalid, keyIdIn, open, seal } from './sealing.ts';

type Kms = {
  readonly place: Place;
  readonly keys: readonly Resource[];
  readonly aliases: readonly Resource[];
};

const MOST_PLAINTEXT_BYTES = 4096;
const context = z._default(z.record(z.string(), z.string()), {});
const symmetric = z.optional(z.literal('SYMMETRIC_DEFAULT'));
const KeyId = z.string();

const GenerateDataKey = z.strictObject({
  KeyId,
  KeySpec: z.optional(z.enum(['AES_256', 'AES_128'])),
  NumberOfBytes: z.optional(z.int().check(z.minimum(1), z.maximum(1024))),
  EncryptionContext: context,
});
const Encrypt = z.strictObject({
  KeyId,
  Plaintext: z.string(),
  EncryptionContext: context,
  EncryptionAlgorithm: symmetric,
});
const Decrypt = z.strictObject({
  KeyId: z.optional(KeyId),
  CiphertextBlob: z.string(),
  EncryptionContext: context,
  EncryptionAlgorithm: symmetric,
});

/** The keys of the template. What they encrypt can be decrypted as long as the state folder is kept. */
export function kmsEngine({ place, keys: resources, aliases }: Kms): Engine {
  const keys = keysOf(place, resources, aliases);
  const masterKeyOf = openMasterKeys(place.stateDir);

  const usable = (key: Key): Key => {
    if (key.isEnabled) return key;
    throw new AwsFault('DisabledException', `${key.arn} is disabled.`);
  };
  const sealed = (key: Key, plaintext: Buffer, encryptionContext: EncryptionContext) =>
    seal(key.id, masterKeyOf(key.id), plaintext, encryptionContext).toString('base64');
  const dataKey = (input: z.output<typeof GenerateDataKey>) => {
    const key = usable(keys.find(input.KeyId));
    const plaintext = randomBytes(lengthOf(input));
    return { plaintext, reply: { KeyId: key.arn, CiphertextBlob: sealed(key, plaintext, input.EncryptionContext) } };
  };
  const keyOfBlob = (blob: Buffer): Key => {
    const key = keys.byId(keyIdIn(blob));
    if (!key) throw invalid();
    return key;
  };
  const needFor =
    (action: string) => (input: { readonly KeyId: string; readonly EncryptionContext: EncryptionContext }) =>
      needs(action, keys.find(input.KeyId), input.EncryptionContext);

  return jsonEngine('kms', '1.1', {
    GenerateDataKey: operation(GenerateDataKey, needFor('GenerateDataKey'), (input) => {
      const { plaintext, reply } = dataKey(input);
      return { ...reply, Plaintext: plaintext.toString('base64') };
    }),
    GenerateDataKeyWithoutPlaintext: operation(
      GenerateDataKey,
      needFor('GenerateDataKeyWithoutPlaintext'),
      (input) => dataKey(input).reply,
    ),
    Encrypt: operation(Encrypt, needFor('Encrypt'), (input) => {
      const key = usable(keys.find(input.KeyId));
      const plaintext = Buffer.from(input.Plaintext, 'base64');
      if (plaintext.length < 1 || plaintext.length > MOST_PLAINTEXT_BYTES) {
        throw new AwsFault(
          'ValidationException',
          `KMS encrypts 1 to ${MOST_PLAINTEXT_BYTES} bytes, not ${plaintext.length}.`,
        );
      }
      const CiphertextBlob = sealed(key, plaintext, input.EncryptionContext);
      return { KeyId: key.arn, CiphertextBlob, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
    }),
    Decrypt: operation(
      Decrypt,
      (input) => needs('Decrypt', keyOfBlob(Buffer.from(input.CiphertextBlob, 'base64')), input.EncryptionContext),
      (input) => {
        const blob = Buffer.from(input.CiphertextBlob, 'base64');
        const key = usable(keyOfBlob(blob));
        if (input.KeyId !== undefined && keys.find(input.KeyId).id !== key.id) {
          throw new AwsFault(
            'IncorrectKeyException',
            'The key ID in the request does not identify the key of the ciphertext.',
          );
        }
        const plaintext = open(masterKeyOf(key.id), blob, input.EncryptionContext);
        if (!plaintext) throw invalid();
        return { KeyId: key.arn, Plaintext: plaintext.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
      },
    ),
    DescribeKey: operation(
      z.strictObject({ KeyId }),
      (input) => needs('DescribeKey', keys.find(input.KeyId), {}),
      (input) => ({ KeyMetadata: metadataOf(place, keys.find(input.KeyId)) }),
    ),
  });
}

function lengthOf({ KeySpec, NumberOfBytes }: z.output<typeof GenerateDataKey>): number {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw new AwsFault('ValidationException', 'Specify either KeySpec or NumberOfBytes.');
  }
  return NumberOfBytes ?? (KeySpec === 'AES_128' ? 16 : 32);
}

/** A permission may be tied to entries of the encryption context, or to their names. */
const needs = (action: string, key: Key, encryptionContext: EncryptionContext): readonly Need[] => [
  {
    action: `kms:${action}`,
    resource: key.arn,
    context: {
      ...Object.fromEntries(
        Object.entries(encryptionContext).map(([name, value]) => [`kms:EncryptionContext:${name}`, [value]]),
      ),
      'kms:EncryptionContextKeys': Object.keys(encryptionContext),
    },
  },
];

const metadataOf = (place: Place, key: Key) => ({
  AWSAccountId: place.account,
  KeyId: key.id,
  Arn: key.arn,
  Description: key.description,
  Enabled: key.isEnabled,
  KeyState: key.isEnabled ? 'Enabled' : 'Disabled',
  KeyUsage: 'ENCRYPT_DECRYPT',
  KeySpec: 'SYMMETRIC_DEFAULT',
  KeyManager: 'CUSTOMER',
  Origin: 'AWS_KMS',
  MultiRegion: false,
  EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
});
