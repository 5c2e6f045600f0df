import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { startStack } from '#infra/local/stack';
import { journeyBeginsAt, playJourney } from '#infra/sample/journey';
import { worldOf } from '#infra/sample/world';
import { brokenChains } from './chain.ts';
import { readFolder } from './folder.ts';
import { ledgerErrors } from './ledger.ts';
import { leftUndone, outcomeOf } from './outcome.ts';
import { newStateDir } from './state-dir.ts';

const undisturbed: unknown = JSON.parse(readFileSync(new URL('./outcome.json', import.meta.url), 'utf8'));
const { stateDir, remove } = newStateDir();
afterAll(remove);

it('a journey in which 30 % of the writes collide and 3 % of all calls are throttled ends as one in which none do', {
  timeout: 900_000,
}, async () => {
  const stack = await startStack({ stateDir, port: 0, startAt: journeyBeginsAt, faultSeed: 7 });
  try {
    stack.faults.change({ conflictRate: 0.3, throttleRate: 0.03 });
    const { grade } = await playJourney(worldOf(stack), () => undefined);
    expect(grade).toBe('excellent');
    stack.faults.change({ conflictRate: 0, throttleRate: 0 });
    await stack.clock.quiet();
  } finally {
    await stack.close();
  }
  const folder = await readFolder(stateDir);
  expect(brokenChains(folder.rows)).toEqual([]);
  expect(ledgerErrors(folder.rows)).toEqual([]);
  expect(leftUndone(folder)).toEqual([]);
  // A mail whose sending was not written down is sent again, under the same identity.
  expect(outcomeOf(folder)).toEqual(undisturbed);
});
