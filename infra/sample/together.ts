/** Does it for each, a few at a time, as a dozen people would; the results keep the order. */
export async function together<Item, Value>(
  items: readonly Item[],
  act: (item: Item, index: number) => Promise<Value>,
  most = 6,
): Promise<Value[]> {
  const done = new Map<number, Value>();
  const waiting = items.entries();
  const one = async () => {
    for (const [index, item] of waiting) done.set(index, await act(item, index));
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, one));
  return items.flatMap((_, index) => {
    const value = done.get(index);
    return value === undefined ? [] : [value];
  });
}
