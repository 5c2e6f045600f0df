import { defineConfig } from 'vitest/config';

const project = (name: string, testTimeout = 10_000) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout, hookTimeout: Math.max(testTimeout, 30_000) },
});

export default defineConfig({
  test: {
    projects: [project('domain'), project('functions', 30_000), project('infra', 60_000), project('local', 60_000), project('web', 60_000), project('journeys', 180_000)],
  },
});
