import { defineConfig } from 'vitest/config';

const project = (name: string, testTimeout = 10_000, include = [`test/${name}/**/*.test.ts`]) => ({
  test: { name, include, testTimeout, hookTimeout: Math.max(testTimeout, 30_000) },
});

/** Runs when the others are done, one file after another: a browser or a whole stack wants the machine for itself. */
const alone = (name: string, testTimeout: number, groupOrder: number) => {
  const { test } = project(name, testTimeout);
  return { test: { ...test, fileParallelism: false, sequence: { groupOrder } } };
};

export default defineConfig({
  test: {
    projects: [
      project('tidy', 30_000, ['test/tidy.test.ts', 'test/generated.test.ts']),
      project('domain'),
      project('functions', 30_000),
      project('infra', 60_000),
      project('local', 60_000),
      alone('web', 60_000, 1),
      alone('journeys', 180_000, 2),
    ],
  },
});
