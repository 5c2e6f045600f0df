import { setTimeout as pause } from 'node:timers/promises';
import type { Cast } from './cast.ts';

/** Waits until the platform itself has moved on: events, machines and queues take their way in their own time. */
export async function until<Value>(
  { world }: Cast,
  what: string,
  look: () => Promise<Value | undefined>,
): Promise<Value> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    await world.clock.quiet();
    const found = await look();
    if (found !== undefined) return found;
    await pause(25);
  }
  throw new Error(`It did not come to pass that ${what}`);
}
