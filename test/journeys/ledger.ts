import * as z from 'zod/mini';
import type { Row } from './folder.ts';

const Entry = z.object({
  pk: z.string(),
  entryId: z.string(),
  kind: z.string(),
  cause: z.string(),
  lines: z.array(z.object({ account: z.string(), fen: z.int() })),
});
const Balance = z.object({ pk: z.string(), account: z.string(), balanceFen: z.int() });

export const entriesIn = (rows: readonly Row[]) =>
  rows.filter(({ sk }) => sk.startsWith('ENTRY#')).map((row) => z.parse(Entry, row));
export const balancesIn = (rows: readonly Row[]) =>
  rows.filter(({ sk }) => sk.startsWith('ACCOUNT#')).map((row) => z.parse(Balance, row));

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Whatever does not add up: each entry is balanced, each balance is the sum of its lines, and all of a fund's are nil together. */
export function ledgerErrors(rows: readonly Row[]): string[] {
  const entries = entriesIn(rows);
  const balances = balancesIn(rows);
  const known = new Set(rows.filter(({ sk }) => sk === 'STATE').map(({ pk }) => pk));
  const movedFen = (pk: string, account: string) =>
    sum(
      entries
        .filter((entry) => entry.pk === pk)
        .flatMap(({ lines }) => lines.filter((line) => line.account === account).map(({ fen }) => fen)),
    );
  return [
    ...entries
      .filter(({ lines }) => lines.length < 2 || sum(lines.map(({ fen }) => fen)) !== 0)
      .map(({ entryId }) => `${entryId} does not balance`),
    ...entries.filter(({ cause }) => !known.has(cause)).map(({ entryId, cause }) => `${entryId}: no record ${cause}`),
    ...balances
      .filter(({ pk, account, balanceFen }) => balanceFen !== movedFen(pk, account))
      .map(({ pk, account, balanceFen }) => `${pk} ${account} is ${balanceFen}, its entries ${movedFen(pk, account)}`),
    ...balances
      .filter(({ account, balanceFen }) => account !== 'received' && balanceFen < 0)
      .map(({ pk, account, balanceFen }) => `${pk} ${account} is ${balanceFen}`),
    ...[...Map.groupBy(balances, ({ pk }) => pk)]
      .filter(([, of]) => sum(of.map(({ balanceFen }) => balanceFen)) !== 0)
      .map(([pk]) => `The balances of ${pk} are not nil together`),
  ];
}
