import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { fail, ok } from '#shared/kernel/result';
import type { Source } from '#shared/table/aggregates';
import { put, type Write } from './changes.ts';
import { type Kms, keyring } from './keyring.ts';
import type { Reader } from './reader.ts';
import { dataKeys, privacies } from './rows.ts';
import type { Table } from './table.ts';

type Fields = Readonly<Record<string, string>>;
export type Vault = ReturnType<typeof vault>;

/** The partitions of keys that belong to no person: for look-ups by HMAC, for cursors, for task tokens. */
const lookupHolder = 'KEYRING#lookup-1';
const cursorHolder = 'KEYRING#cursor-1';
const gateHolder = 'KEYRING#gate-1';

type At = { readonly pk: string; readonly sk: string };

/** `table|pk|sk|attribute`: a ciphertext moved to another row, or another field, does not open. */
const additional = (table: string, { pk, sk }: At, name: string) => Buffer.from([table, pk, sk, name].join('|'));

/** AES-256-GCM of one field: `v1.<dataKeyId>.<iv>.<ciphertext and tag>`. */
const sealing = (table: string) => ({
  seal: (
    { dataKeyId, key }: { readonly dataKeyId: string; readonly key: Buffer },
    at: At,
    name: string,
    text: string,
  ) => {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(additional(table, at, name));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `v1.${dataKeyId}.${iv.toString('base64url')}.${sealed.toString('base64url')}`;
  },
  unseal: (key: Buffer, at: At, name: string, ciphertext: string) => {
    const [version, , iv = '', sealed = ''] = ciphertext.split('.');
    if (version !== 'v1') throw new Error(`${name} is sealed in an unknown way`);
    const bytes = Buffer.from(sealed, 'base64url');
    const cipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: 16 });
    cipher.setAAD(additional(table, at, name)).setAuthTag(bytes.subarray(-16));
    return Buffer.concat([cipher.update(bytes.subarray(0, -16)), cipher.final()]).toString('utf8');
  },
});

/**
 * Personal data, field by field. Each holder (a person, an organisation) has a data key of its own: erasing that key
 * erases what it protects.
 */
export const vault = (table: Table, { get }: Pick<Reader, 'get'>, kms: Kms) => {
  const { fresh, keyOf, ringKey } = keyring(table, { get }, kms);
  const { seal, unseal } = sealing(table.TableName);

  const rowOf = (key: Parameters<typeof seal>[0], record: string, fields: Fields, condition?: string) => {
    const at = privacies.key({ holder: record });
    const sealed = Object.entries(fields).map(([name, text]) => [name, seal(key, at, name, text)]);
    return put(privacies.item({ holder: record }, { fields: Object.fromEntries(sealed) }), 'record.busy', condition);
  };

  /**
   * The rows that keep private fields of a new holder: its key and its ciphertexts, for the holder's own transaction.
   * `beside` is what new records tell of the holder, by record.
   */
  const keepPrivate = async (
    holder: string,
    fields: Fields,
    beside: Readonly<Record<string, Fields>> = {},
  ): Promise<Write<'record.busy'>[]> => {
    const made = await fresh(holder);
    const { dataKeyId, wrapped } = made;
    return [
      put(dataKeys.item({ holder }, { dataKeyId, wrapped }), 'record.busy'),
      rowOf(made, holder, fields),
      ...Object.entries(beside).map(([record, told]) => rowOf(made, record, told)),
    ];
  };

  /** What a new record tells of a holder lies beside the record under the holder's key: erased with them, and not kept after. */
  const keepBeside = async (holder: string, record: string, fields: Fields) => {
    const known = await keyOf(holder);
    return known ? ok([rowOf(known, record, fields)]) : fail({ code: 'beneficiary.erased' });
  };

  /** New private fields of a holder that may have some already: the first time a key is made for it. */
  const replacePrivate = async (holder: string, fields: Fields): Promise<Write<'record.busy'>[]> => {
    const known = await keyOf(holder);
    if (!known) return keepPrivate(holder, fields);
    return [rowOf(known, holder, fields, 'attribute_exists(pk)')];
  };

  /**
   * The private fields of a holder, or what a record tells of them, in clear. Whoever shows them to a person has asked the
   * policy before.
   */
  const readPrivate = async (holder: string, record = holder): Promise<Fields | undefined> => {
    const [row, known] = await Promise.all([get(privacies, { holder: record }), keyOf(holder)]);
    if (!row || !known) return undefined;
    const at = privacies.key({ holder: record });
    const opened = Object.entries(row.fields).map(([name, text]) => [name, unseal(known.key, at, name, text)]);
    return Object.fromEntries(opened);
  };

  /** HMAC-SHA-256 with the version of its key in front: how a number is found without being stored. */
  const lookup = async (kind: string, value: string) => {
    const key = await ringKey(lookupHolder);
    return `1.${createHmac('sha256', key).update(`${kind}|${value}`).digest('base64url')}`;
  };

  /** One text sealed for a row of the platform's own, such as a task token. */
  const sealFor = async <Id>(row: Source<Id, unknown>, id: Id, name: string, text: string) =>
    seal({ dataKeyId: 'gate-1', key: await ringKey(gateHolder) }, row.key(id), name, text);
  const unsealFor = async <Id>(row: Source<Id, unknown>, id: Id, name: string, ciphertext: string) =>
    unseal(await ringKey(gateHolder), row.key(id), name, ciphertext);

  return {
    keepPrivate,
    keepBeside,
    replacePrivate,
    readPrivate,
    lookup,
    sealFor,
    unsealFor,
    cursorKey: () => ringKey(cursorHolder),
  };
};
