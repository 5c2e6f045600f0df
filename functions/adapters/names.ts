import type { Actor } from '#shared/domain/event';
import { workflow } from '#shared/domain/event';
import type { Instant } from '#shared/kernel/instant';
import { people } from '#shared/table/aggregates';
import { remembered } from './remembered.ts';
import type { Vault } from './vault.ts';

export type Names = ReturnType<typeof names>;

/** Names of members of the platform (not of people in need), for those whom a record is open to. */
export const names = ({ readPrivate }: Pick<Vault, 'readPrivate'>, now: () => Instant) => {
  const fieldsOf = remembered((holder) => readPrivate(holder), now);
  const nameOf = async (who: Actor) => {
    if (who === workflow) return '系统';
    const fields = await fieldsOf(people.key({ personId: who }).pk);
    return fields?.['name'] ?? '—';
  };
  return { nameOf };
};
