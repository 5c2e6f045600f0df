import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startStack } from '#infra/local/stack';
import { journeyBeginsAt, playJourney, type Step } from '#infra/sample/journey';
import { worldOf } from '#infra/sample/world';

/** `npm run journey`: the main job through HTTP only, on a fresh stack, with its bill. `--json` for a machine to read; `--write-bill` keeps the bill that a test compares. */
const flag = { type: 'boolean', default: false } as const;
const { values } = parseArgs({ options: { json: flag, 'write-bill': flag } });
const billFile = path.resolve(import.meta.dirname, '../../test/journeys/bill.json');
const stateDir = mkdtempSync(path.join(tmpdir(), 'hubang-journey-'));
const steps: Step[] = [];
let ok = false;
let bill = {};
try {
  const stack = await startStack({ stateDir, port: 0, startAt: journeyBeginsAt });
  try {
    stack.meter.reset();
    const outcome = await playJourney(worldOf(stack), (step) => {
      steps.push(step);
      if (!values.json) console.log(`${`${step.ms} ms`.padStart(9)}  ${step.by.padEnd(14)} ${step.name}`);
    });
    bill = stack.meter.read();
    ok = outcome.grade === 'excellent';
    if (!ok) console.error(`The grade is ${outcome.grade}, and it should be excellent`);
  } finally {
    await stack.close();
  }
} catch (error) {
  console.error(error);
} finally {
  rmSync(stateDir, { recursive: true, force: true });
}
if (ok && values['write-bill']) writeFileSync(billFile, `${JSON.stringify(bill, undefined, 2)}\n`);
if (values.json) console.log(JSON.stringify({ ok, steps, bill }));
else {
  console.log('\nBill');
  for (const [name, amount] of Object.entries(bill)) console.log(`${String(amount).padStart(9)}  ${name}`);
}
process.exit(ok ? 0 : 1);
