import { parseArgs } from 'node:util';
import { commandMeasures } from './bench-commands.ts';
import { importMeasures } from './bench-imports.ts';
import type { Measure } from './bench-measure.ts';
import { readyMeasures } from './bench-ready.ts';
import { webMeasures } from './bench-web.ts';

/** `npm run bench`: the figures of the platform against their goals, as ratios within one run. `-- --json [name]` for a machine to read; a name such as `web` or `command/submit` runs only these. */
const groups = { import: importMeasures, command: commandMeasures, web: webMeasures, ready: readyMeasures };
const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [only = ''] = positionals;
const isMeant = (name: string) => only === '' || name === only || name.startsWith(`${only}/`);
const show = ({ name, value, unit, goal, ok }: Measure) =>
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(28)} ${value.toFixed(2).padStart(8)} ${unit}, at most ${goal}`);

const found: Measure[] = [];
for (const [group, measures] of Object.entries(groups)) {
  if (only !== '' && only.split('/')[0] !== group) continue;
  const measured = (await measures()).filter(({ name }) => isMeant(name));
  if (!values.json) measured.forEach(show);
  found.push(...measured);
}
if (found.length === 0) {
  console.error(`There is no benchmark ${only}; the groups are ${Object.keys(groups).join(', ')}.`);
  process.exit(1);
}
if (values.json) console.log(JSON.stringify(found));
process.exit(values.json || found.every(({ ok }) => ok) ? 0 : 1);
