import { put, type Write } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import { contributions, totals } from '#functions/adapters/rows';
import { byStream, kindOf } from '#functions/adapters/streams';
import {
  type CountedKind,
  type CountedState,
  differenceOf,
  type Figures,
  figuresOf,
  isCounted,
  totalOf,
} from '#shared/domain/figures';
import { awards, instalments, needs, type Source, type Stored, serviceRecords } from '#shared/table/aggregates';

type Deps = Pick<Reader, 'get'> & Committer;

const records: { readonly [K in CountedKind]: Source<string, Stored<CountedState<K>>> } = {
  award: byStream(awards),
  instalment: byStream(instalments),
  need: byStream(needs),
  serviceRecord: byStream(serviceRecords),
};

async function contributionOf<K extends CountedKind>(kind: K, stream: string, { get }: Deps) {
  const stored = await get(records[kind], stream);
  return stored && { sequence: stored.version, figures: figuresOf(kind, stored.state) };
}

/** A total below zero would be a fault of ours: the write refuses it. */
const added = ([name, change]: readonly [string, number]): Write<'record.busy'> => {
  const { kind, counter } = totalOf(name);
  return {
    key: totals.key({ kind, counter }),
    update: 'SET #counter = :counter, v = if_not_exists(v, :v) ADD #value :change',
    condition: change > 0 ? 'attribute_not_exists(pk) OR #value >= :least' : '#value >= :least',
    names: { '#counter': 'counter', '#value': 'value' },
    values: { ':v': totals.v, ':counter': counter, ':change': change, ':least': Math.max(0, -change) },
    otherwise: 'record.busy',
  };
};

type Contribution = { readonly sequence: number; readonly figures: Figures };

function replaced(stream: string, before: Contribution | undefined, after: Contribution): Write<'record.stale'> {
  const write = put(contributions.item({ stream }, after), 'record.stale');
  if (!before) return write;
  return {
    ...write,
    condition: '#sequence = :before',
    names: { '#sequence': 'sequence' },
    values: { ':before': before.sequence },
  };
}

const tries = 5;

/**
 * Brings the totals to what a record adds to them now. It replaces the record's own contribution and adds the difference
 * in one transaction, so an event that comes twice, late or out of order counts for nothing more.
 */
export async function count(stream: string, deps: Deps) {
  const kind = kindOf(stream);
  if (!isCounted(kind)) return;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const [before, after] = await Promise.all([
      deps.get(contributions, { stream }),
      contributionOf(kind, stream, deps),
    ]);
    if (!after || (before && before.sequence >= after.sequence)) return;
    const changes = Object.entries(differenceOf(before?.figures ?? {}, after.figures)).map(added);
    const committed = await deps.commit({
      changes: [[replaced(stream, before, after)], changes],
      once: undefined,
      reply: {},
    });
    if (committed.ok) return;
    if (committed.error.code !== 'record.stale') throw new Error(`The totals refused what ${stream} adds`);
  }
  throw new Error(`${stream} was counted by others ${tries} times in a row`);
}
