import type { Actor } from '#shared/domain/event';
import { workflow } from '#shared/domain/event';
import type { PersonId } from '#shared/kernel/ids';
import { people } from '#shared/table/aggregates';
import type { Vault } from './vault.ts';

export type Names = ReturnType<typeof names>;

/** Names of members of the platform (not of people in need), for those whom a record is open to. Kept while warm. */
export const names = ({ readPrivate }: Pick<Vault, 'readPrivate'>) => {
  const known = new Map<PersonId, string>();
  const nameOf = async (who: Actor) => {
    if (who === workflow) return '系统';
    const warm = known.get(who);
    if (warm !== undefined) return warm;
    const fields = await readPrivate(people.key({ personId: who }).pk);
    const name = fields?.['name'] ?? '—';
    known.set(who, name);
    return name;
  };
  return { nameOf };
};
