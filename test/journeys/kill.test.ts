import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { playJourney } from '#infra/sample/journey';
import { brokenChains } from './chain.ts';
import { readFolder } from './folder.ts';
import { ledgerErrors } from './ledger.ts';
import { type Mortal, openMortal } from './mortal.ts';
import { leftUndone, outcomeOf } from './outcome.ts';
import { newStateDir } from './state-dir.ts';

const seed = 20_261_123;
const kills = 20;
const undisturbed: unknown = JSON.parse(readFileSync(new URL('./outcome.json', import.meta.url), 'utf8'));
const { stateDir, remove } = newStateDir();
afterAll(remove);

/** Numbers from 0 to 1, the same for the same seed (a linear congruential generator with the constants of Numerical Recipes). */
function numbersFrom(start: number) {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

type Moment = { readonly step: number; readonly beat: number; readonly delayMs: number };

/** Four in the first step, in which half of all requests are made, the others in as many steps all over the journey. */
function momentsOf(random: () => number): Moment[] {
  const steps = Array.from({ length: kills }, (_, index) =>
    index < 4 ? 0 : Math.floor(((index - 4 + random()) * 52) / (kills - 4)) + 1,
  );
  return steps
    .map((step) => ({ step, beat: Math.floor(random() * (step === 0 ? 150 : 4)), delayMs: random() ** 2 * 600 }))
    .toSorted((a, b) => a.step - b.step || a.beat - b.beat);
}

/** Kills when the moment has come: so many questions into a step, and a little later. */
function assassin(moments: Moment[], kill: () => Promise<void>) {
  const done: Promise<void>[] = [];
  let [step, beat] = [0, 0];
  return {
    done,
    stepped: () => {
      [step, beat] = [step + 1, 0];
    },
    beat: () => {
      beat += 1;
      const [next] = moments;
      if (!next || step < next.step || (step === next.step && beat < next.beat)) return;
      moments.shift();
      const { promise, resolve } = Promise.withResolvers<void>();
      setTimeout(resolve, next.delayMs);
      done.push(promise.then(kill));
    },
  };
}

it('a journey that is killed at twenty moments ends as one that nobody disturbed', { timeout: 900_000 }, async () => {
  let mortal: Mortal | undefined;
  const death = assassin(momentsOf(numbersFrom(seed)), async () => mortal?.kill());
  mortal = await openMortal(stateDir, death.beat);
  const { grade } = await playJourney(mortal.world, death.stepped);
  await Promise.all(death.done);
  await mortal.world.clock.quiet();
  await mortal.close();

  expect(death.done.length).toBe(kills);
  expect(grade).toBe('excellent');
  const folder = await readFolder(stateDir);
  expect(brokenChains(folder.rows)).toEqual([]);
  expect(ledgerErrors(folder.rows)).toEqual([]);
  expect(leftUndone(folder)).toEqual([]);
  // A mail that was on its way to the server when the process died is sent again, under the same identity.
  expect(outcomeOf(folder)).toEqual(undisturbed);
});
