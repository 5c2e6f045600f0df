/** A route as the template declares it. */
export type Route<Target> = { readonly key: string; readonly target: Target };

export type Match<Target> = {
  readonly route: Route<Target>;
  readonly pathParameters: Readonly<Record<string, string>>;
};

type Segment = { readonly kind: 'static' | 'variable' | 'greedy'; readonly text: string };
type Compiled<Target> = {
  readonly route: Route<Target>;
  readonly method: string;
  readonly segments: readonly Segment[];
};

const rank = { static: 0, variable: 1, greedy: 2 } as const;

const segmentOf = (text: string): Segment => {
  if (text.startsWith('{') && text.endsWith('+}')) return { kind: 'greedy', text: text.slice(1, -2) };
  if (text.startsWith('{') && text.endsWith('}')) return { kind: 'variable', text: text.slice(1, -1) };
  return { kind: 'static', text };
};

function compile<Target>(route: Route<Target>): Compiled<Target> {
  const [method, path, ...rest] = route.key.split(' ');
  if (!method || !path?.startsWith('/') || rest.length > 0) throw new Error(`${route.key} is no route key`);
  const segments = path.split('/').slice(1).map(segmentOf);
  if (segments.slice(0, -1).some(({ kind }) => kind === 'greedy'))
    throw new Error(`${route.key}: a greedy variable stands at the end`);
  return { route, method, segments };
}

/** The same requests, whatever the variables are called. */
const shapeOf = <Target>({ method, segments }: Compiled<Target>) =>
  [method, ...segments.map(({ kind, text }) => (kind === 'static' ? `/${text}` : `/{${kind}}`))].join(' ');

/** The variables of a path that a route matches, already decoded; undefined where it does not match. */
function variablesOf(segments: readonly Segment[], path: readonly string[]) {
  const variables: Record<string, string> = {};
  for (const [index, { kind, text }] of segments.entries()) {
    const part = path[index];
    if (part === undefined || (kind !== 'static' && part === '')) return undefined;
    if (kind === 'greedy') return { ...variables, [text]: path.slice(index).join('/') };
    if (kind === 'variable') variables[text] = part;
    else if (part !== text) return undefined;
  }
  return segments.length === path.length ? variables : undefined;
}

/** More specific first: segment by segment, then a method before ANY. */
function bySpecificity<Target>(left: Compiled<Target>, right: Compiled<Target>) {
  for (const [index, { kind }] of left.segments.entries()) {
    const other = right.segments[index];
    if (!other) break;
    if (rank[kind] !== rank[other.kind]) return rank[kind] - rank[other.kind];
  }
  return Number(left.method === 'ANY') - Number(right.method === 'ANY');
}

/**
 * Selects routes as HTTP APIs do: the whole path before a greedy variable before `$default`, a method before ANY. Throws for
 * two routes that match the same requests.
 */
export function createRouter<Target>(routes: readonly Route<Target>[]) {
  const compiled = routes.filter(({ key }) => key !== '$default').map(compile);
  const seen = new Map<string, string>();
  for (const each of compiled) {
    const shape = shapeOf(each);
    const earlier = seen.get(shape);
    if (earlier !== undefined) throw new Error(`The routes ${earlier} and ${each.route.key} match the same requests`);
    seen.set(shape, each.route.key);
  }
  const [fallback, second] = routes.filter(({ key }) => key === '$default');
  if (second) throw new Error('There are two $default routes');
  const ordered = compiled.sort(bySpecificity);

  /** @param path the decoded segments of the path */
  return (method: string, path: readonly string[]): Match<Target> | undefined => {
    for (const candidate of ordered) {
      if (candidate.method !== method && candidate.method !== 'ANY') continue;
      const pathParameters = variablesOf(candidate.segments, path);
      if (pathParameters) return { route: candidate.route, pathParameters };
    }
    return fallback && { route: fallback, pathParameters: {} };
  };
}
