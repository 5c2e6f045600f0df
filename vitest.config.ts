import { defineConfig } from 'vitest/config';

const project = (name: string, testTimeout = 10_000, include = [`test/${name}/**/*.test.ts`]) => ({
  test: { name, include, testTimeout, hookTimeout: Math.max(testTimeout, 30_000) },
});

export default defineConfig({
  test: {
    projects: [
      project('tidy', 30_000, ['test/tidy.test.ts', 'test/generated.test.ts']),
      project('domain'),
      project('functions', 30_000),
      project('infra', 60_000),
      project('local', 60_000),
      project('web', 60_000),
      project('journeys', 180_000),
    ],
  },
});
