import type { Sections } from '#shared/domain/section';
import { useFormat } from '../../words/format.ts';
import type { CallRead } from './section-frame.tsx';
import { useApplicationWords } from './words.ts';

export const servicesFen = ({ lines }: NonNullable<Sections['services']>) =>
  lines.reduce((sum, { quantity, unitPriceFen }) => sum + quantity * unitPriceFen, 0);

/** How an amount that is asked for stands to what the call gives at least and at most: submitting is refused outside of it. */
export function useLimits({ floorFen, capFen }: CallRead) {
  const words = useApplicationWords().budget;
  const format = useFormat();
  return (totalFen: number) => {
    if (totalFen > capFen) return { isOutside: true, note: words.over(format.money(totalFen - capFen)) };
    if (totalFen < floorFen) return { isOutside: true, note: words.under(format.money(floorFen - totalFen)) };
    return { isOutside: false, note: words.within(format.money(capFen - totalFen)) };
  };
}
