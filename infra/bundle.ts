import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';

const projectDir = path.resolve(import.meta.dirname, '..');
const sourceOf = (name: string) => path.join('functions', name, 'handler.ts');

/** How everything that is to run as a function is built, the AWS SDK included. */
export const forLambda = {
  absWorkingDir: projectDir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  // Some clients still contain a `require` of a Node module.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
} as const satisfies BuildOptions;

/**
 * Bundles the functions in one build, which takes a second where a NodejsFunction each takes minutes. What is loaded with the first
 * call that needs it, such as the client of a service, lies in files of its own, so that a cold start does not even
 * parse it. Returns the folder of each bundle. Throws for a function whose handler is not there.
 */
export function bundle(names: readonly string[], outdir = path.join(projectDir, 'dist', 'functions')) {
  const missing = names.map(sourceOf).filter((file) => !existsSync(path.join(projectDir, file)));
  if (missing.length > 0) throw new Error(`There is no ${missing.join(', no ')} to bundle`);
  const entryPoints = names.map((name) => ({ in: sourceOf(name), out: name }));
  const { metafile, outputFiles } = buildSync({
    ...forLambda,
    ...{ entryPoints, outdir, splitting: true, metafile: true, write: false },
  });
  const contents = new Map(outputFiles.map((file) => [path.basename(file.path), file.contents]));
  const folderOf = (name: string) => path.join(outdir, name);
  for (const name of names) {
    // A file of an earlier build would go up with the function.
    rmSync(folderOf(name), { recursive: true, force: true });
    mkdirSync(folderOf(name), { recursive: true });
    const entry = `${name}.mjs`;
    for (const file of neededBy(entry, metafile))
      writeFileSync(path.join(folderOf(name), file === entry ? 'index.mjs' : file), contents.get(file) ?? '');
  }
  return folderOf;
}

/** The names of all files that an entry reaches by imports, at once or later. They all lie in one folder. */
function neededBy(entry: string, { outputs }: Metafile): ReadonlySet<string> {
  const importsOf = new Map(Object.entries(outputs).map(([file, { imports }]) => [path.basename(file), imports]));
  const needed = new Set([entry]);
  for (const file of needed)
    for (const { path: target } of importsOf.get(file) ?? [])
      if (importsOf.has(path.basename(target))) needed.add(path.basename(target));
  return needed;
}
