import type { PublicReply } from '../../client/public-call.ts';
import { moneyOf } from '../../words/money.ts';

export type ServiceItem = PublicReply<'services'>['items'][number];

/** The range of a reference price; whole yuan without their zeros, since a range is no amount to pay. */
export function priceOf({ priceFromFen, priceToFen }: Pick<ServiceItem, 'priceFromFen' | 'priceToFen'>) {
  const text = (fen: number) => moneyOf(fen).replace(/\.00$/, '');
  return priceFromFen === priceToFen ? text(priceFromFen) : `${text(priceFromFen)}–${text(priceToFen).slice(1)}`;
}
