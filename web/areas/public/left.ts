import { useFormat } from '../../words/format.ts';
import { publicWords } from '../../words/public.ts';
import { useWords } from '../../words/words.ts';

/** How long something is still open, in whole Shanghai days. */
export function useLeft() {
  const words = useWords(publicWords).left;
  const format = useFormat();
  return (until: string) => {
    const days = format.daysUntil(until);
    return days > 0 ? words.days(days) : words.today;
  };
}
