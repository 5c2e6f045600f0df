import { useSyncExternalStore } from 'react';
import type { Standing } from '#shared/contracts/route';

/** Under which name an evaluation's replies are kept: it has no id of its own. */
export const keyOfEvaluation = ({ awardId, stage }: { readonly awardId: string; readonly stage: string }) =>
  `${awardId}#${stage}`;

/** What commands have answered, by record. Lists read an index that lags a little; the reply does not. */
let replies: ReadonlyMap<string, Standing> = new Map();
const readers = new Set<() => void>();

export function noteReply(record: string, standing: Standing) {
  replies = new Map(replies).set(record, { phase: standing.phase, version: standing.version });
  for (const reader of readers) reader();
}

/** The same for a record that has an id of its own, on the way to the dialog that waits for the answer. */
export const noted =
  (record: string) => (result: { readonly ok: boolean; readonly value?: { phase: string; version: number } }) => {
    if (result.ok && result.value) noteReply(record, result.value);
    return result;
  };

function subscribe(reader: () => void) {
  readers.add(reader);
  return () => readers.delete(reader);
}

type Listed = { readonly state: { readonly phase: string }; readonly version: number; readonly may: readonly string[] };

/** A row that a command has moved on stands where the reply says, and offers nothing until the list has caught up. */
export function useStandings() {
  const known = useSyncExternalStore(subscribe, () => replies);
  return (record: string, { state, version, may }: Listed) => {
    const reply = known.get(record);
    return reply && reply.version > version
      ? { phase: reply.phase, version: reply.version, may: [] }
      : { phase: state.phase, version, may };
  };
}
