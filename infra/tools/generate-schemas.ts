import { globSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod/mini';

type Json = Readonly<Record<string, unknown>>;
export type SchemaOf = (schema: z.ZodMiniType, io: 'input' | 'output') => Json;

const projectDir = path.resolve(import.meta.dirname, '..', '..');
const Part = z.record(z.string(), z.unknown());
const Converted = z.looseObject({ $defs: z.optional(z.record(z.string(), Part)) });

/** The schemas that the code itself has a name for, so that the document calls them the same. */
async function namedSchemas() {
  const named = z.core.registry<{ id: string }>();
  const taken = new Set<string>();
  for (const file of globSync('shared/{kernel,domain,contracts}/**/*.ts', { cwd: projectDir }).toSorted()) {
    const exported: object = await import(pathToFileURL(path.join(projectDir, file)).href);
    for (const [name, value] of Object.entries(exported)) {
      if (!/^[A-Z]/.test(name) || !(value instanceof z.ZodMiniType) || named.has(value)) continue;
      if (taken.has(name)) throw new Error(`Two schemas are called ${name}; ${file} has the second`);
      taken.add(name);
      named.add(value, { id: name });
    }
  }
  return named;
}

/** Zod writes the bounds of a safe integer, which every number in JSON has anyway. */
function withoutSafeBounds({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }) {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

/** Turns zod schemas into JSON Schema 2020-12; the named ones go to `components` and are referred to. */
export async function schemaWriter() {
  const metadata = await namedSchemas();
  const components = new Map<string, Json>();

  function keep(id: string, schema: Json) {
    const name = id.replaceAll('$', '');
    const { $schema: _schema, id: _id, ...content } = schema;
    const earlier = components.get(name);
    if (earlier && JSON.stringify(earlier) !== JSON.stringify(content))
      throw new Error(`${name} is one thing when it is sent and another when it is answered`);
    components.set(name, content);
  }

  const schemaOf: SchemaOf = (schema, io) => {
    const written = z.toJSONSchema(schema, { io, metadata, override: withoutSafeBounds });
    const text = JSON.stringify(written).replaceAll('"#/$defs/', '"#/components/schemas/');
    const { $defs = {}, $schema: _dialect, ...content } = Converted.parse(JSON.parse(text));
    for (const [id, part] of Object.entries($defs)) keep(id, part);
    const own = metadata.get(schema)?.id;
    if (own === undefined || typeof content['$ref'] === 'string') return content;
    keep(own, content);
    return { $ref: `#/components/schemas/${own}` };
  };
  return { schemaOf, components };
}
