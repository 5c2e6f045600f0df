import * as z from 'zod/mini';

/** Nothing stands in the list twice; `of` says what makes two items the same. */
export const distinct = <Item>(of: (item: Item) => unknown = (item) => item) =>
  z.refine<Item[]>((items) => new Set(items.map(of)).size === items.length, 'duplicate');
