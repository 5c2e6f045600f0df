import type { Lister } from '#functions/adapters/lister';
import { maskAddress } from '#functions/adapters/mask-address';
import type { Vault } from '#functions/adapters/vault';
import type { Action } from '#functions/runtime/action';
import type { peopleRoutes } from '#shared/contracts/routes/people';
import { ok } from '#shared/kernel/result';
import { people } from '#shared/table/aggregates';

export const list: Action<typeof peopleRoutes.list, Lister & Vault> = async ({ query, authority }, deps) => {
  const found = await deps.list(authority, people, 'people.all', {}, query);
  if (!found.ok) return found;
  const items = await Promise.all(
    found.value.items.map(async ({ state: { personId, phase, roles, organisationId }, version }) => {
      const fields = await deps.readPrivate(people.key({ personId }).pk);
      const [name, address] = [fields?.['name'] ?? '—', maskAddress(fields?.['address'] ?? '')];
      return { personId, name, address, phase, roles, organisationId, version };
    }),
  );
  return ok({ ...found.value, items });
};
