import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';

const Json = z.record(z.string(), z.unknown());
const ResourceBody = z.object({
  Type: z.string(),
  Properties: z._default(Json, {}),
  Condition: z.optional(z.string()),
});
const TemplateBody = z.object({
  Resources: z._default(z.record(z.string(), ResourceBody), {}),
  Conditions: z._default(Json, {}),
  Mappings: z._default(z.record(z.string(), z.record(z.string(), Json)), {}),
  Outputs: z._default(
    z.record(z.string(), z.object({ Value: z.unknown(), Export: z.optional(z.object({ Name: z.unknown() })) })),
    {},
  ),
  Parameters: z._default(z.record(z.string(), z.object({ Type: z.string(), Default: z.optional(z.string()) })), {}),
});
const Artifact = z.object({
  type: z.string(),
  properties: z._default(
    z.object({ templateFile: z.optional(z.string()), file: z.optional(z.string()), stackName: z.optional(z.string()) }),
    {},
  ),
  dependencies: z._default(z.array(z.string()), []),
});
const Assets = z.object({
  files: z._default(
    z.record(
      z.string(),
      z.object({
        source: z.object({ path: z.optional(z.string()) }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    ),
    {},
  ),
});

export type StackTemplate = { readonly name: string; readonly body: z.infer<typeof TemplateBody> };
export type ResourceBody = z.infer<typeof ResourceBody>;
export type Assembly = {
  /** In the order in which they deploy. */
  readonly stacks: readonly StackTemplate[];
  /** Object key in the bootstrap bucket -> file or folder on this machine. */
  readonly assets: ReadonlyMap<string, string>;
};

const ignored = new Set(['cdk:tree', 'cdk:feature-flag-report']);

const read = <Type>(schema: z.ZodMiniType<Type>, file: string): Type =>
  z.parse(schema, JSON.parse(readFileSync(file, 'utf8')));

/** Reads what a synthesis wrote into `outDir`. Throws for artifacts that the local run cannot deploy. */
export function readAssembly(outDir: string): Assembly {
  const { artifacts } = read(
    z.object({ artifacts: z.record(z.string(), Artifact) }),
    path.join(outDir, 'manifest.json'),
  );
  const stacks: StackTemplate[] = [];
  const assets = new Map<string, string>();
  for (const [id, artifact] of inOrder(artifacts)) {
    const { templateFile, file, stackName } = artifact.properties;
    if (artifact.type === 'aws:cloudformation:stack' && templateFile)
      stacks.push({ name: stackName ?? id, body: read(TemplateBody, path.join(outDir, templateFile)) });
    else if (artifact.type === 'cdk:asset-manifest' && file) addAssets(assets, outDir, file);
    else if (!ignored.has(artifact.type))
      throw new Error(`The local run does not support the artifact ${id} of type ${artifact.type}`);
  }
  return { stacks, assets };
}

function addAssets(assets: Map<string, string>, outDir: string, file: string) {
  for (const { source, destinations } of Object.values(read(Assets, path.join(outDir, file)).files)) {
    if (source.path === undefined) continue;
    for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, path.resolve(outDir, source.path));
  }
}

/** Each artifact after those it depends on. */
function inOrder(artifacts: Readonly<Record<string, z.infer<typeof Artifact>>>) {
  const ordered = new Map<string, z.infer<typeof Artifact>>();
  const visit = (id: string) => {
    const artifact = artifacts[id];
    if (!artifact || ordered.has(id)) return;
    for (const before of artifact.dependencies) visit(before);
    ordered.set(id, artifact);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return ordered;
}
