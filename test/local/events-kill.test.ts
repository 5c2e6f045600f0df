import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startLine } from './events-resources.ts';
import { scene } from './queues-scene.ts';

test.each([60, 150, 231])(
  'kill -9 after %i lines loses no accepted event: not on the bus, not in the queue',
  async (lines) => {
    const { place, clock, stateDir, clear } = scene();
    const accepted = new Set<number>();
    const seen = new Set<number>();
    await killAfter(lines, stateDir, (word, seq) => (word === 'done' ? seen : accepted).add(seq));
    const seenBefore = seen.size;
    const { stop } = startLine(place, (seq) => seen.add(seq));
    await clock.quiet();
    stop();
    clear();
    expect(accepted.size).toBeGreaterThan(10);
    expect(seenBefore).toBeLessThan(accepted.size);
    expect([...accepted].filter((seq) => !seen.has(seq))).toEqual([]);
  },
);

async function killAfter(lines: number, stateDir: string, hear: (word: string, seq: number) => void) {
  const script = fileURLToPath(new URL('events-child.ts', import.meta.url));
  const child = spawn(execPath, [script, stateDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  let heard = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [word = '', seq] = line.split(' ');
    hear(word, Number(seq));
    heard += 1;
    if (heard === lines) child.kill('SIGKILL');
  }
  await closed;
}
