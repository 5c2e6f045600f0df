import { writeSync } from 'node:fs';
import { argv } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { startLine } from './events-resources.ts';
import { scene } from './queues-scene.ts';

/** Puts events on a bus until it is killed; says what was accepted and what its function has seen. */
const say = (word: string, seq: number) => writeSync(1, `${word} ${seq}\n`);
const { publish } = startLine(scene(argv[2]).place, (seq) => say('done', seq));
for (let seq = 0; seq < 100_000; seq += 1) {
  publish('domain', { source: 'hubang', 'detail-type': 'AwardApproved', detail: { seq }, resources: [] });
  say('accepted', seq);
  await setTimeout(1);
}
