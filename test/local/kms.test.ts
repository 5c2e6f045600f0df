import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DecryptCommand,
  DescribeKeyCommand,
  DisabledException,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  IncorrectKeyException,
  InvalidCiphertextException,
  KMSClient,
  ListKeysCommand,
  NotFoundException,
} from '@aws-sdk/client-kms';
import { afterEach, expect, test, vi } from 'vitest';
import { kmsEngine } from '#infra/local/kms/kms-engine';
import { uuidFor } from '#infra/local/template/names';
import { resource, scene, serve } from './queues-scene.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
  vi.restoreAllMocks();
});

const idOf = (id: string) => uuidFor(`Data.${id}`);
const arnOf = (id: string) => `arn:aws-cn:kms:cn-north-1:123456789012:key/${idOf(id)}`;
const alias = 'alias/hubang';
const EncryptionContext = { table: 'hubang', person: 'p-1' };

async function run(stateDir?: string) {
  const { place, clear } = scene(stateDir);
  const engine = kmsEngine({
    place,
    keys: [
      resource('AWS::KMS::Key', { EnableKeyRotation: true, KeyPolicy: {} }, 'Data.Key'),
      resource('AWS::KMS::Key', {}, 'Data.Other'),
      resource('AWS::KMS::Key', { Enabled: false }, 'Data.Off'),
    ],
    aliases: [resource('AWS::KMS::Alias', { AliasName: alias, TargetKeyId: arnOf('Key') }, 'Data.Alias')],
  });
  const door = await serve(engine, place);
  const kms = new KMSClient(door.settings);
  cleanups.push(clear, door.close, () => kms.destroy());
  return { kms, needed: door.needed, stateDir: place.stateDir };
}

test('wraps a data key that only the same context unwraps, whatever the order of its entries', async () => {
  const { kms, needed } = await run();
  const key = await kms.send(new GenerateDataKeyCommand({ KeyId: alias, KeySpec: 'AES_256', EncryptionContext }));
  expect(key.KeyId).toBe(arnOf('Key'));
  expect(key.Plaintext).toHaveLength(32);
  const { CiphertextBlob } = key;
  const reordered = { person: 'p-1', table: 'hubang' };
  const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: reordered }));
  expect(Plaintext).toEqual(key.Plaintext);
  for (const wrong of [undefined, {}, { table: 'hubang' }, { ...EncryptionContext, person: 'p-2' }]) {
    const decrypted = kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: wrong }));
    await expect(decrypted).rejects.toBeInstanceOf(InvalidCiphertextException);
  }
  expect(needed[0]).toEqual({
    action: 'kms:GenerateDataKey',
    resource: arnOf('Key'),
    context: {
      'kms:EncryptionContext:table': ['hubang'],
      'kms:EncryptionContext:person': ['p-1'],
      'kms:EncryptionContextKeys': ['table', 'person'],
    },
  });
  expect(needed[1]).toMatchObject({ action: 'kms:Decrypt', resource: arnOf('Key') });
});

test('decrypts after a restart, with the same secret, which only its owner can read', async () => {
  const { kms, stateDir } = await run();
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: idOf('Key'), Plaintext: Buffer.from('秘密') }));
  const [file = ''] = readdirSync(join(stateDir, 'kms'));
  expect(file).toBe(idOf('Key'));
  expect(statSync(join(stateDir, 'kms', file)).mode & 0o777).toBe(0o600);
  const again = await run(stateDir);
  const { Plaintext } = await again.kms.send(new DecryptCommand({ CiphertextBlob }));
  expect(Buffer.from(Plaintext ?? []).toString()).toBe('秘密');
});

test('does not take a damaged secret for a key', async () => {
  const { kms, stateDir } = await run();
  await kms.send(new EncryptCommand({ KeyId: idOf('Key'), Plaintext: Buffer.from('x') }));
  writeFileSync(join(stateDir, 'kms', idOf('Key')), 'short');
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const again = await run(stateDir);
  await expect(again.kms.send(new GenerateDataKeyCommand({ KeyId: alias, NumberOfBytes: 8 }))).rejects.toThrow(
    'kms failed',
  );
  expect(said.mock.calls.join()).toContain('kms');
});

test('refuses a blob that was changed, is none, or is under another key', async () => {
  const { kms } = await run();
  const { CiphertextBlob } = await kms.send(
    new GenerateDataKeyWithoutPlaintextCommand({ KeyId: arnOf('Key'), NumberOfBytes: 64 }),
  );
  const bytes = Buffer.from(CiphertextBlob ?? []);
  for (const index of [0, 1, 10, 45, 60, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    const decrypted = kms.send(new DecryptCommand({ CiphertextBlob: changed }));
    await expect(decrypted).rejects.toBeInstanceOf(InvalidCiphertextException);
  }
  const none = kms.send(new DecryptCommand({ CiphertextBlob: Buffer.from('none') }));
  await expect(none).rejects.toBeInstanceOf(InvalidCiphertextException);
  const other = kms.send(new DecryptCommand({ CiphertextBlob: bytes, KeyId: arnOf('Other') }));
  await expect(other).rejects.toBeInstanceOf(IncorrectKeyException);
});

test('describes a key; refuses unknown and disabled keys, long texts and what it does not know', async () => {
  const { kms } = await run();
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: alias }));
  expect(KeyMetadata).toMatchObject({ KeyId: idOf('Key'), Arn: arnOf('Key'), KeyState: 'Enabled' });
  const encrypt = (KeyId: string, bytes: number) =>
    kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.alloc(bytes) }));
  await expect(encrypt('alias/none', 1)).rejects.toBeInstanceOf(NotFoundException);
  await expect(encrypt(idOf('Off'), 1)).rejects.toBeInstanceOf(DisabledException);
  await expect(encrypt(alias, 4097)).rejects.toThrow('1 to 4096 bytes');
  await encrypt(alias, 4096);
  await expect(kms.send(new ListKeysCommand({}))).rejects.toThrow('does not support kms:ListKeys');
  const granted = new EncryptCommand({ KeyId: alias, Plaintext: Buffer.from('x'), GrantTokens: ['x'] });
  await expect(kms.send(granted)).rejects.toThrow('does not support GrantTokens');
  const both = new GenerateDataKeyCommand({ KeyId: alias, KeySpec: 'AES_256', NumberOfBytes: 32 });
  await expect(kms.send(both)).rejects.toThrow('either KeySpec or NumberOfBytes');
});

test('does not start with a key that it cannot be, nor with an alias of no key', () => {
  const { place, clear } = scene();
  cleanups.push(clear);
  const asymmetric = resource('AWS::KMS::Key', { KeySpec: 'RSA_2048' }, 'Data.Key');
  expect(() => kmsEngine({ place, keys: [asymmetric], aliases: [] })).toThrow(/Data\.Key: KeySpec/);
  const stray = resource('AWS::KMS::Alias', { AliasName: alias, TargetKeyId: 'x' }, 'Data.Alias');
  expect(() => kmsEngine({ place, keys: [], aliases: [stray] })).toThrow(/Data\.Alias is an alias of x/);
});
