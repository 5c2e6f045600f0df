import { mayTry, type Permission } from '#shared/domain/policy';
import { consoleWords } from '../../words/console.ts';
import { useWords } from '../../words/words.ts';
import { useCaller } from './caller.ts';

type Words = ReturnType<typeof useConsoleWords>;
type Entry = {
  readonly to: string;
  readonly name: keyof Words['nav'];
  readonly permission: Permission;
  /** Another address that belongs to it. */
  readonly also?: string;
};
type Group = { readonly name: keyof Words['groups']; readonly entries: readonly Entry[] };

/** Each page with the permission that its list asks for: a page that would only refuse is not offered. */
const groups: readonly Group[] = [
  { name: 'desk', entries: [{ to: '/console', name: 'inbox', permission: 'inbox.read' }] },
  {
    name: 'projects',
    entries: [
      { to: '/console/needs', name: 'needs', permission: 'need.read' },
      { to: '/console/calls', name: 'calls', permission: 'call.read', also: '/console/applications' },
      { to: '/console/awards', name: 'awards', permission: 'call.read' },
      { to: '/console/evaluations', name: 'evaluations', permission: 'evaluation.list' },
    ],
  },
  {
    name: 'money',
    entries: [
      { to: '/console/payments', name: 'payments', permission: 'fund.read' },
      { to: '/console/funds', name: 'funds', permission: 'fund.read' },
    ],
  },
  {
    name: 'records',
    entries: [
      { to: '/console/organisations', name: 'organisations', permission: 'organisation.read' },
      { to: '/console/people', name: 'people', permission: 'person.read' },
      { to: '/console/catalogue', name: 'catalogue', permission: 'inbox.read' },
      { to: '/console/calendar', name: 'calendar', permission: 'operations.run' },
    ],
  },
];

export const useConsoleWords = () => useWords(consoleWords);

/** What this person has business with, in groups. */
export function useConsoleGroups() {
  const words = useConsoleWords();
  const caller = useCaller();
  if (!caller) return [];
  const open = groups.map(({ name, entries }) => ({
    label: words.groups[name],
    items: entries
      .filter(({ permission }) => mayTry(caller, permission))
      .map((entry) => ({
        to: entry.to,
        label: words.nav[entry.name],
        exact: entry.to === '/console',
        also: entry.also,
      })),
  }));
  return open.filter(({ items }) => items.length > 0);
}

export const isUnder = (to: string, path: string) => path === to || path.startsWith(`${to}/`);

/** The page at this address by its name in the navigation, where this person has no business. */
export function useClosed(path: string): keyof Words['nav'] | undefined {
  const caller = useCaller();
  const entry = groups
    .flatMap(({ entries }) => entries)
    .find(({ to, also }) => to !== '/console' && (isUnder(to, path) || (also !== undefined && isUnder(also, path))));
  return caller && entry && !mayTry(caller, entry.permission) ? entry.name : undefined;
}

export const useConsoleNav = () => useConsoleGroups().flatMap(({ items }) => items);
