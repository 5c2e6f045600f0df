import { useEffect, useState } from 'react';
import type { Problem } from '../../client/problem.ts';
import { type PublicArguments, type PublicName, type PublicReply, publicCall } from '../../client/public-call.ts';

/** What a public route answers, as `Loaded` shows it. */
export type PublicRead<Value> =
  | { readonly state: 'loading' }
  | { readonly state: 'refused'; readonly problem: Problem; readonly retry: () => void }
  | { readonly state: 'ready'; readonly value: Value };

/** Asks a public route when the screen appears, and again when its input changes. The first read of a screen is enough. */
export function usePublic<N extends PublicName>(name: N, ...input: PublicArguments<N>): PublicRead<PublicReply<N>> {
  const [read, setRead] = useState<PublicRead<PublicReply<N>>>({ state: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const key = JSON.stringify(input);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text of the input stands for the input.
  useEffect(() => {
    let isGone = false;
    setRead({ state: 'loading' });
    void publicCall(name, ...input).then((result) => {
      if (isGone) return;
      if (result.ok) setRead({ state: 'ready', value: result.value });
      else setRead({ state: 'refused', problem: result.problem, retry: () => setAttempt((count) => count + 1) });
    });
    return () => {
      isGone = true;
    };
  }, [name, key, attempt]);
  return read;
}

/** The value of a read that the screen can do without, such as the names of the service items. */
export const known = <Value>(read: PublicRead<Value>): Value | undefined =>
  read.state === 'ready' ? read.value : undefined;
