import {
  QueryClient,
  QueryClientProvider,
  type UseQueryResult,
  useInfiniteQuery,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import type * as z from 'zod/mini';
import type { Route } from '#shared/contracts/route';
import type { CallArguments, CallResult, Reply } from './api.ts';
import { call, callWithKey } from './call.ts';
import type { Problem } from './problem.ts';

/** Carries a refusal through the query library, which knows failures only as thrown errors. */
class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

const problemIn = (error: unknown): Problem => {
  if (error instanceof Refused) return error.problem;
  throw error;
};

const client = new QueryClient({
  // The client has already tried again where that helps.
  defaultOptions: { queries: { retry: false, staleTime: 15_000 }, mutations: { retry: false } },
});

/** Around the signed-in areas; the public site does without. */
export const ReadsProvider = ({ children }: { readonly children: ReactNode }) => (
  <QueryClientProvider client={client}>{children}</QueryClientProvider>
);

export type Read<Value> =
  | { readonly state: 'loading' }
  | { readonly state: 'refused'; readonly problem: Problem; readonly retry: () => void }
  | { readonly state: 'ready'; readonly value: Value; readonly refresh: () => void };

const keyOf = (route: Route, input: unknown) => [`${route.method} ${route.path}`, input ?? {}] as const;

const insisted = async <R extends Route>(result: Promise<CallResult<R>>): Promise<Reply<R>> => {
  const outcome = await result;
  if (!outcome.ok) throw new Refused(outcome.problem);
  return outcome.value;
};

function readOf<Value>(query: UseQueryResult<Value>): Read<Value> {
  const again = () => void query.refetch();
  if (query.isSuccess) return { state: 'ready', value: query.data, refresh: again };
  if (query.isError) return { state: 'refused', problem: problemIn(query.error), retry: again };
  return { state: 'loading' };
}

const queryOf = <R extends Route>(route: R, ...input: CallArguments<R>) => ({
  queryKey: keyOf(route, input[0]),
  queryFn: () => insisted(call(route, ...input)),
});

/** What a route answers, kept while the page lives: `const award = useRead(awardRoutes.read, { params: { awardId } })`. */
export function useRead<R extends Route>(route: R, ...input: CallArguments<R>): Read<Reply<R>> {
  return readOf(useQuery(queryOf(route, ...input)));
}

/** The same for several records at once. */
export function useReads<R extends Route>(route: R, inputs: readonly CallArguments<R>[]): readonly Read<Reply<R>>[] {
  return useQueries({ queries: inputs.map((input) => queryOf(route, ...input)) }).map((query) => readOf(query));
}

export type ListRead<Item> =
  | { readonly state: 'loading' }
  | { readonly state: 'refused'; readonly problem: Problem; readonly retry: () => void }
  | {
      readonly state: 'ready';
      readonly items: readonly Item[];
      readonly hasMore: boolean;
      readonly loadingMore: boolean;
      readonly loadMore: () => void;
      readonly refresh: () => void;
    };

/** A route that answers with items and a cursor. */
type Listing = Route & { readonly reply: z.ZodMiniType<{ items: unknown[]; cursor?: string | undefined }> };
type ItemOf<R extends Listing> = Reply<R>['items'][number];

/** A list page after page: `useList(callsRoutes.list, (cursor) => [{ query: { cursor } }])`. The key names the list. */
export function useList<R extends Listing>(
  route: R,
  key: unknown,
  inputOf: (cursor: string | undefined) => CallArguments<R>,
): ListRead<ItemOf<R>> {
  const query = useInfiniteQuery({
    queryKey: [...keyOf(route, key), 'list'],
    initialPageParam: first,
    queryFn: ({ pageParam }) => insisted(call(route, ...inputOf(pageParam))),
    getNextPageParam: ({ cursor }) => cursor,
  });
  const again = () => void query.refetch();
  if (query.isError) return { state: 'refused', problem: problemIn(query.error), retry: again };
  if (!query.isSuccess) return { state: 'loading' };
  return {
    state: 'ready',
    items: query.data.pages.flatMap((page): ItemOf<R>[] => page.items),
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    refresh: again,
  };
}

const first: string | undefined = undefined;

export type Command<R extends Route> = {
  /** Gives the command; the answer also comes as the value of the promise. */
  readonly run: (...input: CallArguments<R>) => Promise<CallResult<R>>;
  readonly running: boolean;
  /** The last refusal, until the next try. */
  readonly problem: Problem | undefined;
  readonly clear: () => void;
};

/** Answers that leave open whether the command took effect: the next press has to be the same attempt. */
const isOpen = (result: CallResult<Route>) =>
  !result.ok &&
  (result.problem.status === 0 || result.problem.status >= 500 || result.problem.code === 'request.running');

/** A command of the route table. Afterwards all that is on the screen is read again. */
export function useCommand<R extends Route>(route: R): Command<R> {
  const queries = useQueryClient();
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const attempt = useRef({ intention: '', key: '' });
  const run = async (...input: CallArguments<R>): Promise<CallResult<R>> => {
    const intention = JSON.stringify(input);
    if (attempt.current.intention !== intention) attempt.current = { intention, key: crypto.randomUUID() };
    setRunning(true);
    try {
      const result = await callWithKey(route, attempt.current.key, ...input);
      setProblem(result.ok ? undefined : result.problem);
      if (!isOpen(result)) attempt.current = { intention: '', key: '' };
      if (result.ok) await queries.invalidateQueries();
      return result;
    } finally {
      setRunning(false);
    }
  };
  return { run, running, problem, clear: () => setProblem(undefined) };
}
