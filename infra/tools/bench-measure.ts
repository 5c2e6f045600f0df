/** One figure of a benchmark and what it may be at most. */
export type Measure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: number;
  readonly ok: boolean;
};

export const measure = (name: string, value: number, unit: string, goal: number): Measure => {
  const rounded = Math.round(value * 100) / 100;
  return { name, value: rounded, unit, goal, ok: rounded <= goal };
};

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new Error('Nothing was measured');
  return (low + high) / 2;
}
