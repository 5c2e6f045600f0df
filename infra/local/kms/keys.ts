import * as z from 'zod/mini';
import { AwsFault, type Place, type Resource } from '#infra/local/engine';
import { parseAs } from '#infra/local/queues/template';
import { uuidFor } from '#infra/local/template/names';

export type Key = {
  readonly id: string;
  readonly arn: string;
  readonly isEnabled: boolean;
  readonly description: string;
};
export type Keys = { readonly find: (reference: string) => Key; readonly byId: (id: string) => Key | undefined };

const KeyProperties = z.strictObject({
  Description: z._default(z.string(), ''),
  Enabled: z._default(z.boolean(), true),
  EnableKeyRotation: z.optional(z.boolean()),
  RotationPeriodInDays: z.optional(z.number()),
  KeyPolicy: z.optional(z.unknown()),
  KeySpec: z.optional(z.literal('SYMMETRIC_DEFAULT')),
  KeyUsage: z.optional(z.literal('ENCRYPT_DECRYPT')),
  MultiRegion: z.optional(z.literal(false)),
  Origin: z.optional(z.literal('AWS_KMS')),
  PendingWindowInDays: z.optional(z.number()),
  Tags: z.optional(z.unknown()),
});
const AliasProperties = z.strictObject({
  AliasName: z.string().check(z.startsWith('alias/')),
  TargetKeyId: z.string(),
});

/** The keys of the template, found by id, ARN, alias or the ARN of an alias. */
export function keysOf(place: Place, keys: readonly Resource[], aliases: readonly Resource[]): Keys {
  const prefix = `arn:${place.partition}:kms:${place.region}:${place.account}:`;
  const byId = new Map(
    keys.map((resource): [string, Key] => {
      const { Description, Enabled } = parseAs(resource, KeyProperties);
      const id = uuidFor(resource.id);
      return [id, { id, arn: `${prefix}key/${id}`, isEnabled: Enabled, description: Description }];
    }),
  );
  const targets = new Map(
    aliases.map((resource) => {
      const { AliasName, TargetKeyId } = parseAs(resource, AliasProperties);
      const id = TargetKeyId.slice(TargetKeyId.lastIndexOf('/') + 1);
      if (!byId.has(id))
        throw new Error(`${resource.id} is an alias of ${TargetKeyId}, which is no key of the template.`);
      return [AliasName, id] as const;
    }),
  );
  return {
    byId: (id) => byId.get(id),
    find: (reference) => {
      const name = reference.startsWith(prefix) ? reference.slice(prefix.length) : reference;
      const key = byId.get(targets.get(name) ?? name.replace(/^key\//, ''));
      if (key) return key;
      throw new AwsFault('NotFoundException', `Key '${reference}' does not exist.`);
    },
  };
}
