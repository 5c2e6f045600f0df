import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { withLock } from '#infra/local/lock';
import { buildWeb, projectDir } from '#infra/local/template/synth';
import { type Measure, measure } from './bench-measure.ts';

const Chunk = z.object({
  file: z.string(),
  imports: z._default(z.array(z.string()), []),
  dynamicImports: z._default(z.array(z.string()), []),
});
const Manifest = z.record(z.string(), Chunk);
type Manifest = z.output<typeof Manifest>;

/** Largest first load in KB (1,000 bytes) of gzipped JavaScript. */
const goals = { public: 100, portal: 150, desk: 150, console: 400 } as const;
/** What an area behind the sign-in loads beside its own: the gate, the protocol, and who one is. */
const signIn = ['shell/gate.tsx', 'client/oidc.ts', '../shared/contracts/routes/identity.ts'];

/** Every chunk that has to be there before the first screen of an area shows, in Chinese. */
function firstLoadOf(area: keyof typeof goals, manifest: Manifest): ReadonlySet<string> {
  const words = ['words/zh.ts', 'words/domain.zh.ts', `words/${area}.zh.ts`];
  const own = `areas/${area}/area.tsx`;
  const firstScreen = manifest[own]?.dynamicImports[0] ?? own;
  const pending = ['index.html', own, firstScreen, ...words, ...(area === 'public' ? [] : signIn)];
  const found = new Set<string>();
  for (let key = pending.pop(); key !== undefined; key = pending.pop()) {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`The web has no ${key}: say in bench-web.ts what an area loads first`);
    if (found.has(chunk.file)) continue;
    found.add(chunk.file);
    pending.push(...chunk.imports);
  }
  return found;
}

/** Gzipped JavaScript of the first load of each area, from the manifest of the build. */
export async function webMeasures(): Promise<readonly Measure[]> {
  const dist = path.join(projectDir, 'dist');
  await withLock(dist, 'build', buildWeb);
  const manifest = z.parse(Manifest, JSON.parse(readFileSync(path.join(dist, 'web/.vite/manifest.json'), 'utf8')));
  const bytesOf = (file: string) => gzipSync(readFileSync(path.join(dist, 'web', file)), { level: 9 }).length;
  const areas = ['public', 'portal', 'desk', 'console'] as const;
  return areas.map((area) => {
    const files = [...firstLoadOf(area, manifest)].filter((file) => file.endsWith('.js'));
    const bytes = files.reduce((sum, file) => sum + bytesOf(file), 0);
    return measure(`web/${area}`, bytes / 1000, 'KB gzipped', goals[area]);
  });
}
