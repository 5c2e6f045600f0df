import { BatchGetCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Authority, Person } from '#functions/runtime/action';
import { type Caller, type Guarded, may } from '#shared/domain/policy';
import { fail, ok } from '#shared/kernel/result';
import type { Aggregate, Source } from '#shared/table/aggregates';
import { patiently } from './patience.ts';
import { access, onces } from './rows.ts';
import type { Table } from './table.ts';

export type Reader = ReturnType<typeof reader>;
export type Entry = Pick<Reader, 'entry'>;

/** What the policy asks about a record beyond its own row. */
export type Around = Pick<Guarded, 'ownerPhase' | 'expertId' | 'evaluatorId'>;

const Rows = z.array(z.record(z.string(), z.unknown()));
const Key = z.object({ pk: z.string(), sk: z.string() });
const nameOf = ({ pk, sk }: { readonly pk?: unknown; readonly sk?: unknown }) => `${pk}|${sk}`;

export const reader = ({ client, TableName }: Table) => {
  /** For the platform's own use: nobody's permission is asked. */
  const get = async <Id, Value>(row: Source<Id, Value>, id: Id) => {
    const { Item } = await client.send(new GetCommand({ TableName, Key: row.key(id), ConsistentRead: true }));
    return Item && row.read(Item);
  };

  /**
   * For a person: a record that one may not see answers as one that does not exist. Where the record's own row does not
   * say what the person has to do with it, `around` looks that up.
   */
  const load = async <State extends Guarded, Event, Id>(
    { actor, permission, version }: Authority,
    aggregate: Aggregate<State, Event, Id>,
    id: Id,
    around?: (actor: Caller, state: State) => Promise<Around>,
  ) => {
    const stored = await get(aggregate, id);
    if (!stored || permission === 'none') return fail({ code: 'record.unknown' });
    const { state } = stored;
    const allowed =
      may(actor, permission, state) ||
      (around && may(actor, permission, { ...state, ...(await around(actor, state)) }));
    if (!allowed) return fail({ code: 'record.unknown' });
    if (version !== undefined && version !== stored.version) return fail({ code: 'record.stale' });
    return ok(stored);
  };

  /** Who is calling, and what was answered to this very request before: one round trip for both. */
  const entry = async (subject: string, idempotencyKey: string | undefined) => {
    const who = access.key({ subject });
    const before = idempotencyKey === undefined ? undefined : onces.key({ subject, idempotencyKey });
    const Keys = before ? [who, before] : [who];
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
    );
    if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw throttled();
    const found = z.parse(Rows, Responses?.[TableName] ?? []);
    const at = (key: { readonly pk: string } | undefined) => found.find(({ pk }) => key !== undefined && pk === key.pk);
    const [known, earlier] = [at(who), at(before)];
    const person: Person | undefined = known && { ...access.read(known), subject };
    return { person, earlier: earlier && onces.read(earlier) };
  };

  /** Rows of any kinds in as few round trips as there are hundreds of them, to be taken out one by one. */
  const fetchAll = async (keys: readonly z.output<typeof Key>[]) => {
    // The table refuses a batch that asks for the same row twice.
    const wanted = new Map(keys.map((key) => [nameOf(key), key]));
    const items = new Map<string, unknown>();
    for (let from = 0; from < wanted.size; from += 100) {
      let Keys = [...wanted.values()].slice(from, from + 100);
      await patiently(async () => {
        const { Responses, UnprocessedKeys } = await client.send(
          new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
        );
        for (const item of z.parse(Rows, Responses?.[TableName] ?? [])) items.set(nameOf(item), item);
        Keys = z.parse(z.array(Key), UnprocessedKeys?.[TableName]?.Keys ?? []);
        if (Keys.length > 0) throw throttled();
      });
    }
    return <Id, Value>(row: Source<Id, Value>, id: Id): Value | undefined => {
      const item = items.get(nameOf(row.key(id)));
      return item === undefined ? undefined : row.read(item);
    };
  };

  /** Many rows of one kind, each once, in the order of their ids; what does not exist is left out. */
  const getMany = async <Id, Value>(row: Source<Id, Value>, ids: readonly Id[]) => {
    const fetched = await fetchAll(ids.map(row.key));
    const once = new Map(ids.map((id) => [nameOf(row.key(id)), id]));
    return [...once.values()].flatMap((id) => fetched(row, id) ?? []);
  };

  return { get, getMany, fetchAll, load, entry };
};

function throttled() {
  const error = new Error('The table left keys unread');
  error.name = 'ThrottlingException';
  return error;
}
