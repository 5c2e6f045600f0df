import * as z from 'zod/mini';
import { sha256 } from '#functions/adapters/hash';
import type { Person as Caller } from '#functions/runtime/action';
import type { RejectionCode } from '#shared/contracts/rejections';
import type { Call } from '#shared/domain/call';
import { accounts, type LedgerEntry } from '#shared/domain/fund';
import { type Person, Role } from '#shared/domain/person';
import { dayOf, Instant } from '#shared/kernel/instant';
import type { Aggregate, Source, Stored } from '#shared/table/aggregates';
import { access, balances, callBudgets, entries, events, members, uniques } from './rows.ts';

/** One row of a transaction, as data: what is written, on which condition, and what to answer when that fails. */
export type Write<Code extends RejectionCode> = {
  readonly condition: string;
  readonly values?: Readonly<Record<string, unknown>>;
  /** Stand-ins for attributes whose names DynamoDB keeps for itself, such as `value` and `sequence`. */
  readonly names?: Readonly<Record<string, string>>;
  readonly otherwise: Code;
} & ({ readonly put: Readonly<Record<string, unknown>> } | { readonly key: object; readonly update?: string });

export const isNew = 'attribute_not_exists(pk)';
const genesis = 'genesis';

type Happened = { readonly type: string; readonly at: string };

/** A whole row that must not be there yet, or that may be written over. */
export const put = <Code extends RejectionCode>(
  item: Readonly<Record<string, unknown>>,
  otherwise: Code,
  condition: string = isNew,
  values?: Readonly<Record<string, unknown>>,
): Write<Code> => ({ put: item, condition, otherwise, ...(values && { values }) });

/** The event row: audit trail and outbox at once. Its hash covers the one before, and the version condition keeps the chain linear. */
function eventRow(
  aggregate: { readonly event: z.ZodMiniType<{ readonly type: string }> },
  stream: string,
  sequence: number,
  prevHash: string,
  event: Happened,
) {
  const link = { stream, sequence, prevHash, event: z.parse(aggregate.event, event) };
  const at = Instant.parse(event.at);
  const hash = sha256(link);
  return { hash, item: events.item({ stream, sequence, day: dayOf(at), at }, { ...link, hash }) };
}

/** The first state of a record, and the event that made it. */
export const created = <State, Event extends Happened, Id>(
  aggregate: Aggregate<State, Event, Id>,
  event: Event,
): readonly Write<'record.busy'>[] => {
  const state = z.parse(aggregate.state, aggregate.evolve(undefined, event));
  const { hash, item } = eventRow(aggregate, aggregate.stream(state), 1, genesis, event);
  return [put(aggregate.item({ state, version: 1, lastHash: hash }), 'record.busy'), put(item, 'record.busy')];
};

/** The new state, on condition of the version that was seen, and the event that led to it, chained to the one before. */
export const changed = <State, Event extends Happened, Id>(
  aggregate: Aggregate<State, Event, Id>,
  { state, version, lastHash }: Stored<State>,
  event: Event,
): readonly Write<'record.stale'>[] => {
  const next = z.parse(aggregate.state, aggregate.evolve(state, event));
  const sequence = version + 1;
  const { hash, item } = eventRow(aggregate, aggregate.stream(next), sequence, lastHash, event);
  const seen = { ':version': version };
  return [
    put(aggregate.item({ state: next, version: sequence, lastHash: hash }), 'record.stale', 'version = :version', seen),
    put(item, 'record.stale'),
  ];
};

const anyway = 'attribute_exists(pk) OR attribute_not_exists(pk)';

/** What follows from a person's state: the access row by which each call is judged, and the lists of who holds a role. */
export function authorised(person: Person, version: number, before: readonly Role[] = []): Write<'record.busy'>[] {
  const { personId, subject, organisationId, phase } = person;
  const roles = phase === 'disabled' ? [] : person.roles;
  const touched = Role.options.filter((role) => roles.includes(role) || before.includes(role));
  const lists = touched.map((role) =>
    put(members.item({ role, personId }, { personId, active: roles.includes(role) }), 'record.busy', anyway),
  );
  if (subject === null) return lists;
  return [put(access.item({ subject }, { personId, organisationId, roles, version }), 'record.busy', anyway), ...lists];
}

/** `received` is where money comes from and runs negative; no other balance goes below zero, because the write refuses to. */
const floor = (account: string, fen: number) =>
  account === 'received'
    ? { condition: 'attribute_exists(pk)', values: { ':fen': fen } }
    : { condition: 'balanceFen >= :neededFen', values: { ':fen': fen, ':neededFen': Math.max(0, -fen) } };

/**
 * An entry, and the balances it moves. The fund's own version stays, so that the awards of one fund do not collide on it;
 * the entry belongs to the chain of the record that caused it.
 */
export const posted = (entry: LedgerEntry): readonly Write<'record.busy' | 'fund.over-balance'>[] => [
  put(entries.item(entry, entry), 'record.busy'),
  ...entry.lines.map(({ account, fen }) => ({
    key: balances.key({ fundId: entry.fundId, account }),
    update: 'ADD balanceFen :fen',
    ...floor(account, fen),
    otherwise: 'fund.over-balance' as const,
  })),
];

/** The accounts of a new fund, all at nil. */
export const emptyAccounts = (fundId: LedgerEntry['fundId']) =>
  accounts.map((account) => put(balances.item({ fundId, account }, { account, balanceFen: 0 }), 'record.busy'));

/** Takes of a call's budget what an award needs, or gives it back: never beyond the budget and never below nil. */
export const taken = ({ callId, budgetFen }: Call, amountFen: number): Write<'record.busy'> => ({
  key: callBudgets.key({ callId }),
  update: 'SET v = if_not_exists(v, :v) ADD takenFen :fen',
  ...(amountFen < 0
    ? { condition: 'takenFen >= :least', values: { ':v': callBudgets.v, ':fen': amountFen, ':least': -amountFen } }
    : {
        condition: 'attribute_not_exists(pk) OR takenFen <= :most',
        values: { ':v': callBudgets.v, ':fen': amountFen, ':most': budgetFen - amountFen },
      }),
  // What is left was looked at before; when it is less by now, whoever asks again is told how much.
  otherwise: 'record.busy',
});

/** Nothing ever deletes this row, so a business key is used once and for ever; it names its owner. */
export const unique = <Code extends RejectionCode>(kind: string, value: string, owner: string, otherwise: Code) =>
  put(uniques.item({ kind, value }, { owner }), otherwise);

/** What a record is looked up by: the number it was given, which it alone bears. */
export const numbered = (number: string, owner: string) => unique('number', number, owner, 'record.busy');

/** The person is still who the decision was allowed to: a role taken away in the meantime stops it. */
export const stillThere = ({ subject, version }: Caller): Write<'record.busy'> => ({
  key: access.key({ subject }),
  condition: 'version = :version',
  values: { ':version': version },
  otherwise: 'record.busy',
});

type Versioned = { readonly version: number };
const ifStill = <Id, Code extends RejectionCode>(
  { key }: Source<Id, Versioned>,
  id: Id,
  { version }: Versioned,
  otherwise: Code,
): Write<Code> => ({ key: key(id), condition: 'version = :version', values: { ':version': version }, otherwise });

/** What the decision relied on and does not change has to be so still when it is written. */
export const still = <Id>(row: Source<Id, Versioned>, id: Id, read: Versioned) => ifStill(row, id, read, 'record.busy');

/** The same of what the caller has seen and decides upon: who is overtaken looks at it anew. */
export const asSeen = <Id>(row: Source<Id, Versioned>, id: Id, read: Versioned) =>
  ifStill(row, id, read, 'record.stale');
