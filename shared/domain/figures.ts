import type { Award } from './award.ts';
import type { Instalment } from './instalment.ts';
import type { Need } from './need.ts';
import type { ServiceRecord } from './service-record.ts';

/** Whole numbers by `<kind of total>/<counter>`, never below zero. */
export type Figures = Readonly<Record<string, number>>;

type Counted = {
  readonly award: Award;
  readonly instalment: Instalment;
  readonly need: Need;
  readonly serviceRecord: ServiceRecord;
};
export type CountedKind = keyof Counted;
export type CountedState<K extends CountedKind> = Counted[K];

/** Terminated or closed: it was granted all the same, and what was granted is on public record. */
const ofAward = ({ amountFen, organisationId }: Award): Figures => ({
  'public/projects': 1,
  'public/awardedFen': amountFen,
  [`organisations/${organisationId}`]: 1,
});

/** Money counts as paid when the bank has confirmed it. */
const ofInstalment = ({ phase, amountFen }: Instalment): Figures =>
  phase === 'confirmed' ? { 'public/paidFen': amountFen } : {};

const ofNeed = ({ phase, district, itemCode, closedAs }: Need): Figures => {
  if (phase === 'published') return { 'public/publishedNeeds': 1, [`needs/${district}#${itemCode}`]: 1 };
  return closedAs === 'met' ? { 'public/metNeeds': 1 } : {};
};

/** Contacts (人次) by quantity; a record that was corrected counts no more, the one that corrects it does. */
const ofServiceRecord = ({ phase, quantity, awardId, beneficiaryId }: ServiceRecord): Figures =>
  phase === 'recorded'
    ? {
        'public/personTimes': quantity,
        [`served/${awardId}`]: quantity,
        [`served/${awardId}#${beneficiaryId}`]: quantity,
      }
    : {};

const contributions: { readonly [K in CountedKind]: (state: Counted[K]) => Figures } = {
  award: ofAward,
  instalment: ofInstalment,
  need: ofNeed,
  serviceRecord: ofServiceRecord,
};

export const isCounted = (kind: string): kind is CountedKind => Object.hasOwn(contributions, kind);

/** What one record adds to the totals as it stands now. */
export const figuresOf = <K extends CountedKind>(kind: K, state: Counted[K]): Figures => contributions[kind](state);

/** What has to be added to totals that hold `before`, so that they hold `after`; without what stays. */
export function differenceOf(before: Figures, after: Figures): Figures {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changes = [...names].map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)] as const);
  return Object.fromEntries(changes.filter(([, change]) => change !== 0));
}

/** All totals, built anew from what each record adds; counters at zero are left out. */
export function sumOf(all: Iterable<Figures>): Figures {
  const sums = new Map<string, number>();
  for (const figures of all)
    for (const [name, value] of Object.entries(figures)) sums.set(name, (sums.get(name) ?? 0) + value);
  return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0));
}

/** The row of the totals that a figure is kept in. */
export function totalOf(name: string) {
  const slash = name.indexOf('/');
  return { kind: name.slice(0, slash), counter: name.slice(slash + 1) };
}
