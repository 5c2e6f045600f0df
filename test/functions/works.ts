import { calendar } from '#functions/adapters/calendar';
import { serial } from '#functions/adapters/serial';
import { clock } from '#functions/runtime/clock';
import { hear } from '#functions/workflow-events/hear';
import { answerTask } from '#functions/workflow-tasks/tasks';
import type { Instant } from '#shared/kernel/instant';
import type { Scene } from './scene.ts';

/** What the workflow works with, and what it told the state machines. */
export function works(scene: Scene, now: Instant = clock()) {
  const [started, woken]: [string[], string[]] = [[], []];
  const deps = {
    ...{ ...scene, ...calendar(scene), ...serial(scene.store), now: () => now },
    foundationName: '示例慈善基金会',
    machines: { review: 'review', agreement: 'agreement', instalment: 'instalment' },
    startRun: async (machine: string, name: string) => void started.push(`${machine} ${name}`),
    wake: async (token: string) => void woken.push(token),
  };
  const hears = (stream: string, type: string) => hear({ stream, type }, deps);
  return { deps, started, woken, hears, asks: (asked: object) => answerTask(asked, deps) };
}
