import type { Meter } from '../engine.ts';
import { none, plus, total, type Usage } from './units.ts';

/** What a call cost in one table. */
export type Cost = { readonly table: string; readonly kind: 'read' | 'write'; readonly usage: Usage };

export const count = (meter: Meter, costs: readonly Cost[]) => {
  for (const { kind, usage } of costs) meter.add(kind === 'read' ? 'readUnits' : 'writeUnits', total(usage));
};

type Detail = 'INDEXES' | 'TOTAL' | 'NONE' | undefined;

/** ConsumedCapacity of a call on one table. */
export const consumed = ({ table, usage }: Cost, detail: Detail) => ({
  TableName: table,
  CapacityUnits: total(usage),
  ...(detail === 'INDEXES' && {
    Table: { CapacityUnits: usage.table },
    ...indexesOf(usage, (units) => ({ CapacityUnits: units })),
  }),
});

/** ConsumedCapacity of a batch: one entry for each table. */
export const consumedByTable = (costs: readonly Cost[], detail: Detail) =>
  summed(costs).map((cost) => consumed(cost, detail));

/** ConsumedCapacity of a transaction, which also says which kind of unit it is. */
export const consumedInTransaction = (costs: readonly Cost[], detail: Detail) =>
  summed(costs).map(({ table, kind, usage }) => {
    const units = (amount: number) => ({
      CapacityUnits: amount,
      [kind === 'read' ? 'ReadCapacityUnits' : 'WriteCapacityUnits']: amount,
    });
    return {
      TableName: table,
      ...units(total(usage)),
      ...(detail === 'INDEXES' && { Table: units(usage.table), ...indexesOf(usage, units) }),
    };
  });

const summed = (costs: readonly Cost[]): readonly Cost[] =>
  Map.groupBy(costs, ({ table }) => table)
    .entries()
    .map(([table, all]) => ({
      table,
      kind: all[0]?.kind ?? 'read',
      usage: all.reduce((sum, { usage }) => plus(sum, usage), none),
    }))
    .toArray();

const indexesOf = ({ indexes }: Usage, shape: (units: number) => unknown) =>
  Object.keys(indexes).length === 0
    ? {}
    : {
        GlobalSecondaryIndexes: Object.fromEntries(
          Object.entries(indexes).map(([name, units]) => [name, shape(units)]),
        ),
      };
