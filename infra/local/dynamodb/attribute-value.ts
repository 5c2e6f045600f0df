import * as z from 'zod/mini';

/** A value as DynamoDB writes it, `{"S": "text"}`: one entry, named by its type. */
export const AttributeValue = z.record(z.string(), z.unknown());
export type AttributeValue = Readonly<z.output<typeof AttributeValue>>;

export const Item = z.record(z.string(), AttributeValue);
export type Item = Readonly<Record<string, AttributeValue>>;

/** Equal as values: the order of names and of the members of a set says nothing. */
export const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

/** One text for equal values, so that keys can be looked up in a map. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (name, inner: unknown) => {
    if (Array.isArray(inner)) return ['SS', 'NS', 'BS'].includes(name) ? inner.toSorted() : inner;
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** The attributes of an item that are in the list; what the item lacks is left out. */
export const pick = (item: Item, names: readonly string[]): Item =>
  Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
