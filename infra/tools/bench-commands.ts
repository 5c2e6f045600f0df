import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startStack } from '#infra/local/stack';
import { journeyBeginsAt } from '#infra/sample/journey';
import { worldOf } from '#infra/sample/world';
import { listenAtDoor } from './bench-door.ts';
import { type Measure, measure, median } from './bench-measure.ts';
import { type Commands, playCommands } from './bench-scene.ts';

const goal = 3;
/** How often each transaction is written again: the measure has to be steadier than what it measures. */
const turns = 3;

/**
 * The main commands through HTTP, against one GetItem and one TransactWriteItems of the same rows through the same door.
 * Right after each command its own rows are written again, so that both sides meet the same load of the machine.
 */
export async function commandMeasures(): Promise<readonly Measure[]> {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'hubang-bench-'));
  try {
    const stack = await startStack({ stateDir, port: 0, startAt: journeyBeginsAt });
    try {
      const door = listenAtDoor(stack);
      const times = new Map<string, { readonly command: number[]; readonly bare: number[] }>();
      const timed: Commands = async (name, give) => {
        const found = times.get(name) ?? { command: [], bare: [] };
        times.set(name, found);
        await stack.clock.quiet();
        const { value, ms, transaction } = await door.during(give);
        await stack.clock.quiet();
        found.command.push(ms);
        for (let turn = 0; turn < turns; turn += 1) found.bare.push(await door.again(transaction));
        return value;
      };
      await playCommands(worldOf(stack), timed);
      return [...times].map(([name, { command, bare }]) =>
        measure(`command/${name}`, median(command) / median(bare), 'x get and transact', goal),
      );
    } finally {
      await stack.close();
    }
  } finally {
    rmSync(stateDir, { recursive: true, force: true });
  }
}
