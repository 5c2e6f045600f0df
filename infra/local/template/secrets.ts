import { randomInt } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';

const Values = z.record(z.string(), z.string());
const Generate = z.strictObject({
  PasswordLength: z._default(z.number(), 32),
  ExcludeCharacters: z._default(z.string(), ''),
  ExcludePunctuation: z._default(z.boolean(), false),
  SecretStringTemplate: z.optional(z.string()),
  GenerateStringKey: z.optional(z.string()),
});
const Secret = z.object({
  SecretString: z.optional(z.string()),
  GenerateSecretString: z.optional(Generate),
});

const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** Secrets Manager's secrets: each made once and then kept, because what was encrypted with it has to stay readable. */
export function openSecrets(stateDir: string) {
  const file = path.join(stateDir, 'secrets.json');
  const values = new Map(Object.entries(read(file)));
  return {
    /** The value of the secret with these properties; made now when it is asked for the first time. */
    valueOf: (id: string, properties: unknown) => {
      const { SecretString, GenerateSecretString } = z.parse(Secret, properties);
      if (SecretString !== undefined) return SecretString;
      const known = values.get(id);
      if (known !== undefined) return known;
      const made = generate(GenerateSecretString ?? z.parse(Generate, {}));
      values.set(id, made);
      write(file, Object.fromEntries(values));
      return made;
    },
  };
}

function generate(how: z.infer<typeof Generate>) {
  const alphabet = [...alphanumeric, ...(how.ExcludePunctuation ? '' : punctuation)].filter(
    (character) => !how.ExcludeCharacters.includes(character),
  );
  const password = Array.from({ length: how.PasswordLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  if (how.SecretStringTemplate === undefined || how.GenerateStringKey === undefined) return password;
  const template = z.parse(z.record(z.string(), z.unknown()), JSON.parse(how.SecretStringTemplate));
  return JSON.stringify({ ...template, [how.GenerateStringKey]: password });
}

function read(file: string) {
  try {
    return z.parse(Values, JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return {};
    throw new Error(`${file} cannot be read`, { cause });
  }
}

/** Whole or not at all: a half written file would lose every secret. */
function write(file: string, values: Readonly<Record<string, string>>) {
  const next = `${file}.next`;
  const descriptor = openSync(next, 'w', 0o600);
  writeSync(descriptor, JSON.stringify(values));
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(next, file);
}

const dynamicReference = /\{\{resolve:([^}]+)\}\}/g;
const secretReference = /^secretsmanager:(arn:.+?|[^:]+)(?::SecretString(?::([^:]*))?(?::([^:]*))?(?::([^:]*))?)?$/;

/** Replaces dynamic references to secrets, anywhere inside `value`, by what they stand for. */
export function withSecrets(value: unknown, secretOf: (id: string) => string): unknown {
  if (typeof value === 'string')
    return value.replaceAll(dynamicReference, (_all, name: string) => look(name, secretOf));
  if (Array.isArray(value)) return value.map((item) => withSecrets(item, secretOf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withSecrets(item, secretOf)]));
}

function look(name: string, secretOf: (id: string) => string): string {
  const [, id, key, stage, version] = secretReference.exec(name) ?? [];
  if (id === undefined || stage || version) throw new Error(`the dynamic reference ${name} is not supported`);
  const secret = secretOf(id);
  if (!key) return secret;
  const value = z.parse(Values, JSON.parse(secret))[key];
  if (value === undefined) throw new Error(`the secret ${id} has no key ${key}`);
  return value;
}
