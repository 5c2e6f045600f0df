/**
 * Makes every `Date` of this thread tell the shifted time. The provider reads the clock through `Date` in many places
 * and has no setting for it; in a thread of its own the shift reaches all of them and nothing else.
 *
 * @param offset one cell: the distance to real time in milliseconds, written by the thread that owns the clock
 */
export function shiftDate(offset: BigInt64Array): void {
  const realNow = Date.now.bind(Date);
  const now = () => realNow() + Number(Atomics.load(offset, 0));
  globalThis.Date = new Proxy(Date, {
    apply: () => new Date(now()).toString(),
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
}
