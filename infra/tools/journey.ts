import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startStack } from '#infra/local/stack';
import { playJourney, type Step } from '#infra/sample/journey';
import { worldOf } from '#infra/sample/world';

/** `npm run journey`: the main job through HTTP only, on a fresh stack, with its bill. `--json` for a machine to read. */
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const stateDir = mkdtempSync(path.join(tmpdir(), 'hubang-journey-'));
const steps: Step[] = [];
let ok = false;
let bill = {};
try {
  const stack = await startStack({ stateDir, port: 0 });
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
if (values.json) console.log(JSON.stringify({ ok, steps, bill }));
else {
  console.log('\nBill');
  for (const [name, amount] of Object.entries(bill)) console.log(`${String(amount).padStart(9)}  ${name}`);
}
process.exit(ok ? 0 : 1);
