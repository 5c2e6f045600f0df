import type { Lister } from '#functions/adapters/lister';
import type { Reader } from '#functions/adapters/reader';
import { uniques } from '#functions/adapters/rows';
import { byStream } from '#functions/adapters/streams';
import type { Action, Person } from '#functions/runtime/action';
import type { Found, inboxRoutes } from '#shared/contracts/routes/inbox';
import { nameKeyOf, type Organisation } from '#shared/domain/organisation';
import { type Guarded, may, type Permission } from '#shared/domain/policy';
import { ok } from '#shared/kernel/result';
import { applications, awards, calls, organisations, type Readable, type Stored } from '#shared/table/aggregates';

type Lookup = Action<typeof inboxRoutes.lookup, Reader & Lister>;
type Kind = Found['kind'];
type Finder = (id: string, actor: Person, deps: Reader) => Promise<readonly Found[]>;

const finder =
  <State extends Guarded>(
    kind: Kind,
    aggregate: Readable<Stored<State>>,
    permission: Permission,
    about: (state: State) => Pick<Found, 'title' | 'number'>,
  ): Finder =>
  async (id, actor, { get }) => {
    const stored = await get(byStream(aggregate), `${kind.toUpperCase()}#${id}`);
    return stored && may(actor, permission, stored.state) ? [{ kind, id, ...about(stored.state) }] : [];
  };

const aboutOrganisation = ({ name, uscc }: Organisation) => ({ title: name, number: uscc });

const finders: { readonly [K in Kind]: Finder } = {
  application: finder('application', applications, 'application.read', ({ title, submission }) => ({
    title,
    number: submission?.receiptNumber ?? '',
  })),
  award: finder('award', awards, 'award.read', ({ title, number }) => ({ title, number })),
  call: finder('call', calls, 'call.read', ({ name, number }) => ({ title: name.zh, number })),
  organisation: finder('organisation', organisations, 'organisation.read', aboutOrganisation),
};
const isKind = (kind: string): kind is Kind => Object.hasOwn(finders, kind);

/** The owner of a number is named by its id, which begins with its kind: `award-01j…`. */
async function numbered(q: string, actor: Person, deps: Reader) {
  const typed = q.replace(/\s/g, '').toUpperCase();
  // Neither a number of ours nor a credit code; as a name it may be one all the same.
  if (!/^[0-9A-Z-]{1,40}$/.test(typed)) return [];
  const owners = await deps.getMany(uniques, [
    { kind: 'number', value: typed },
    { kind: 'uscc', value: typed.replaceAll('-', '') },
  ]);
  const found = owners.map(async ({ owner }) => {
    const [kind = ''] = owner.split('-');
    return isKind(kind) ? finders[kind](owner, actor, deps) : [];
  });
  return (await Promise.all(found)).flat();
}

/** What bears exactly this number, on the first page, and the organisations whose names begin so. */
export const lookup: Lookup = async ({ query, authority }, deps) => {
  const { actor } = authority;
  const { q, cursor } = query;
  const nameKey = nameKeyOf(q);
  const [exact, named] = await Promise.all([
    cursor === undefined ? numbered(q, actor, deps) : [],
    deps.page(actor.personId, organisations, 'organisations.by-name', { nameKey }, query),
  ]);
  if (!named.ok) return named;
  const open = named.value.items.filter(({ state }) => may(actor, 'organisation.read', state));
  const byName = open.map(
    ({ state }): Found => ({ kind: 'organisation', id: state.organisationId, ...aboutOrganisation(state) }),
  );
  return ok({ items: [...exact, ...byName], cursor: named.value.cursor });
};
