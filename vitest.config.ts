import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const project = (name: string, testTimeout = 10_000, include = [`test/${name}/**/*.test.ts`]) => ({
  test: { name, include, testTimeout, hookTimeout: Math.max(testTimeout, 30_000) },
});

/** What takes longest, in the order in which it is to begin, so that nothing long is left for the end. */
const longest = ['conflicts', 'kill', 'browser', 'portal', 'public-desk', 'console', 'journey', 'bad-input'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const place = ({ moduleId }: TestSpecification) => {
      const found = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return found < 0 ? longest.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    // Some tests mostly wait, for a clock, a retry or a browser: one more than there are cores keeps these busy.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
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
