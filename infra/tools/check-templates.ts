import { machines } from '#infra/workflow-stack';
import { steps } from '#shared/contracts/routes/all';
import { keysOf } from '#shared/kernel/const-table';
import { checkLiterals } from './check-literals.ts';
import { checkMachineOf } from './check-machines.ts';
import { checkProperties } from './check-properties.ts';
import { checkRoutes } from './check-routes.ts';
import { settingsFor, synthesise } from './synthesise.ts';

/** One region of each kind: with everything, and those where a Shanghai foundation's data has to live. */
const regions = ['eu-central-1', 'cn-north-1', 'cn-northwest-1'] as const;

/** What is wrong with the templates for a region. */
function problemsIn(region: string): readonly string[] {
  const { templates, violations } = synthesise(settingsFor(region), { validates: true });
  return [
    ...violations,
    ...checkRoutes(templates, steps),
    ...templates.flatMap((template) => [...checkProperties(template), ...checkLiterals(template)]),
  ].map((problem) => `${region}: ${problem}`);
}

const problems = [
  ...keysOf(machines).flatMap((name) => checkMachineOf(name, machines[name])),
  ...regions.flatMap(problemsIn),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`Templates for ${regions.join(', ')}: nothing to find fault with.`);
