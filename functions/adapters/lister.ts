import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Authority } from '#functions/runtime/action';
import { type Guarded, may } from '#shared/domain/policy';
import { fail, ok } from '#shared/kernel/result';
import { type QueryId, type QueryValues, rangeOf } from '#shared/table/access-patterns';
import type { Aggregate, Readable } from '#shared/table/aggregates';
import type { Around } from './reader.ts';
import { close, open } from './seal.ts';
import type { Table } from './table.ts';
import type { Vault } from './vault.ts';

export type Lister = ReturnType<typeof lister>;
type Page = { readonly limit: number; readonly cursor?: string | undefined };

/** Lists that nobody leafs through. They need no cursor, and so no key. */
export const wholeLists = ({ client, TableName }: Table) => {
  /** The first rows of a list that nobody leafs through, for the platform's own use. */
  const first = async <Id extends QueryId, Value>(
    row: Readable<Value>,
    id: Id,
    values: QueryValues<Id>,
    Limit: number,
  ) => {
    const { Items = [] } = await client.send(new QueryCommand({ TableName, ...rangeOf(id, values), Limit }));
    return Items.map(row.read);
  };

  /**
   * Everything of a list that is bounded by nature (the experts of one application), for the platform's own use. What lies
   * in the table itself is read consistently: the gates of a record rest on it. An index may lag.
   */
  const all = async <Id extends QueryId, Value>(row: Readable<Value>, id: Id, values: QueryValues<Id>, most = 1000) => {
    const found: Value[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const range = rangeOf(id, values);
      const ConsistentRead = !('IndexName' in range);
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({ TableName, ...range, ExclusiveStartKey, ConsistentRead }),
      );
      found.push(...Items.map(row.read));
      ExclusiveStartKey = LastEvaluatedKey;
      if (found.length > most) throw new Error(`${id} holds more than ${most} rows`);
    } while (ExclusiveStartKey);
    return found;
  };

  return { first, all };
};

export const lister = ({ client, TableName }: Table, { cursorKey }: Pick<Vault, 'cursorKey'>) => {
  const page = async <Id extends QueryId, Value>(
    personId: string,
    row: Readable<Value>,
    id: Id,
    values: QueryValues<Id>,
    { limit, cursor }: Page,
  ) => {
    const bound = [id, { ...values }, personId];
    const start = cursor === undefined ? undefined : open(await cursorKey(), cursor, bound);
    if (cursor !== undefined && !start) return fail({ code: 'request.cursor-invalid' });

    const range = { ...rangeOf(id, values), Limit: limit, ExclusiveStartKey: start };
    const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({ TableName, ...range }));
    const next = LastEvaluatedKey && close(await cursorKey(), LastEvaluatedKey, bound);
    return ok({ items: Items.map(row.read), cursor: next });
  };

  /**
   * One bounded page for a person. What the policy hides is left out, so a page may be shorter than its limit.
   * `around` is what its parent says of the person and each row does not.
   */
  const list = async <Id extends QueryId, State extends Guarded, Event, Key>(
    { actor, permission }: Authority,
    aggregate: Aggregate<State, Event, Key>,
    id: Id,
    values: QueryValues<Id>,
    at: Page,
    around: Around = {},
  ) => {
    const found = await page(actor.personId, aggregate, id, values, at);
    if (!found.ok) return found;
    const items = found.value.items.filter(
      ({ state }) => permission !== 'none' && may(actor, permission, { ...state, ...around }),
    );
    return ok({ items, cursor: found.value.cursor });
  };

  return { ...wholeLists({ client, TableName }), list, page };
};
