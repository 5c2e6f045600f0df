import { createHash } from 'node:crypto';

const digest = (id: string) => createHash('sha256').update(id).digest('hex');

/**
 * The name that a resource without one gets. It depends on nothing but the id, so that a kept state is found again, and
 * is as long as the service allows at most.
 */
export const nameFor = (id: string, maxLength: number) => {
  const suffix = `-${digest(id).slice(0, 8)}`;
  return `${id.replaceAll('.', '-').slice(0, maxLength - suffix.length)}${suffix}`;
};

/** A short lower-case id, such as API Gateway gives to an API. */
export const shortIdFor = (id: string) => `l${digest(id).slice(0, 9)}`;

/** A UUID that stays the same for the same resource, such as KMS gives to a key. */
export const uuidFor = (id: string) => {
  const hex = digest(id);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
};
