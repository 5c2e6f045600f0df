import type { fundsRoutes } from '#shared/contracts/routes/funds';
import type { Reply } from '../../client/api.ts';

export type Entry = Reply<typeof fundsRoutes.entries>['items'][number];
/** An entry with what it left available; not known while earlier entries are still on their way. */
export type Line = Entry & { readonly availableFen: number | undefined };

export const amountOf = ({ lines }: Entry) => lines.reduce((sum, { fen }) => sum + Math.max(0, fen), 0);
const availableIn = ({ lines }: Entry) =>
  lines.reduce((sum, { account, fen }) => (account === 'available' ? sum + fen : sum), 0);

/** The newest first, each with the balance after it. */
export function linesOf(entries: readonly Entry[], isComplete: boolean): readonly Line[] {
  let availableFen = 0;
  const lines = entries.map((entry) => {
    availableFen += availableIn(entry);
    return { ...entry, availableFen: isComplete ? availableFen : undefined };
  });
  return lines.toReversed();
}
