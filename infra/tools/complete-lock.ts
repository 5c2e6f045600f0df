import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod/mini';

/**
 * npm leaves optional packages of other platforms out of the lock file when it cannot reach them, and then `npm ci`
 * refuses that very lock file. This puts them back by name and version, so that it installs on every platform. Run it
 * after each `npm install`: `npm run lock`.
 */
const Entry = z.looseObject({
  dev: z.optional(z.boolean()),
  optionalDependencies: z.optional(z.record(z.string(), z.string())),
});
const Lock = z.looseObject({ packages: z.record(z.string(), Entry) });

const systems = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix', 'win32'];
const processors = ['arm64', 'x64', 'ia32', 'arm', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32'];

/** What the name of such a package says of where it runs. */
function platformOf(name: string) {
  const words = name.split('/').at(-1)?.split('-') ?? [];
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  return { ...(os.length > 0 && { os }), ...(cpu.length > 0 && { cpu }) };
}

const file = 'package-lock.json';
const lock = z.parse(Lock, JSON.parse(readFileSync(file, 'utf8')));
const added: Record<string, object> = {};
for (const { optionalDependencies = {}, dev } of Object.values(lock.packages)) {
  for (const [name, range] of Object.entries(optionalDependencies)) {
    const place = `node_modules/${name}`;
    if (lock.packages[place] || added[place]) continue;
    const version = range.replace(/^[~^]/, '');
    added[place] = { version, ...(dev && { dev }), optional: true, ...platformOf(name) };
  }
}
const packages = Object.fromEntries(
  Object.entries({ ...lock.packages, ...added }).sort(([one], [other]) => (one < other ? -1 : 1)),
);
writeFileSync(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
console.log(`${Object.keys(added).length} packages of other platforms are in the lock file again.`);
