import { useSyncExternalStore } from 'react';
import type { Holes } from '#shared/kernel/template';

export type PathParams<Path extends string> = Readonly<Record<Holes<Path>, string>>;

const parts = (path: string) => path.split('/').filter((part) => part !== '');
const holeOf = (part: string) => /^\{(\w+)\}$/.exec(part)?.[1];

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function holesIn(pattern: string, path: string): Record<string, string> | undefined {
  const [expected, given] = [parts(pattern), parts(path)];
  if (expected.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const value = decoded(given[index] ?? '');
    const name = holeOf(part);
    if (value === undefined || (name === undefined && value !== part)) return undefined;
    if (name !== undefined) params[name] = value;
  }
  return params;
}

const fills = <Path extends string>(
  pattern: Path,
  params: Record<string, string>,
): params is PathParams<Path> & Record<string, string> =>
  parts(pattern).every((part) => {
    const name = holeOf(part);
    return name === undefined || name in params;
  });

/** What stands in the holes of the pattern, decoded; nothing if the path is another one. */
export function matchPath<Path extends string>(pattern: Path, path: string): PathParams<Path> | undefined {
  const params = holesIn(pattern, path);
  return params && fills(pattern, params) ? params : undefined;
}

/** Fewer holes first, so that `/calls/new` is never read as the call "new". */
export const byPrecision = (a: { readonly path: string }, b: { readonly path: string }) =>
  parts(a.path).filter((part) => holeOf(part)).length - parts(b.path).filter((part) => holeOf(part)).length;

/** The address with its holes filled. */
export const pathTo = <Path extends string>(pattern: Path, params: PathParams<Path>): string =>
  Object.entries<string>(params).reduce(
    (path, [name, value]) => path.replace(`{${name}}`, encodeURIComponent(value)),
    pattern.toString(),
  );

const readers = new Set<() => void>();
const tell = () => {
  for (const reader of readers) reader();
};
function subscribe(reader: () => void) {
  if (readers.size === 0) globalThis.addEventListener('popstate', tell);
  readers.add(reader);
  return () => {
    readers.delete(reader);
    if (readers.size === 0) globalThis.removeEventListener('popstate', tell);
  };
}

/** Moves to another page of this site without loading it anew. */
export function navigate(to: string, how: { readonly replace?: boolean } = {}) {
  if (how.replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  tell();
  if (!how.replace) scrollTo(0, 0);
}

const here = () => `${location.pathname}${location.search}`;

/** Path and query of the page. */
export function useAddress() {
  const text = useSyncExternalStore(subscribe, here);
  const [path = '/', search = ''] = text.split('?', 2);
  return { path, query: new URLSearchParams(search) };
}

/** One value of the query that survives reload and can be sent as a link, such as a filter or a tab. */
export function useQueryValue(name: string, otherwise = '') {
  const { query } = useAddress();
  const set = (value: string) => {
    const next = new URLSearchParams(location.search);
    if (value === otherwise) next.delete(name);
    else next.set(name, value);
    const search = next.toString();
    navigate(search ? `${location.pathname}?${search}` : location.pathname, { replace: true });
  };
  return [query.get(name) ?? otherwise, set] as const;
}
