import * as z from 'zod/mini';
import type { Resource } from '../engine.ts';

/** The properties of a resource by a schema, or an error that names the resource and each property that is wrong. */
export function parseAs<Type>(resource: Resource, schema: z.ZodMiniType<Type>): Type {
  // zod/mini has no words of its own.
  const result = z.safeParse(schema, resource.properties, { error: z.locales.en().localeError });
  if (result.success) return result.data;
  throw new Error(`${resource.type} ${resource.id} is not supported as it is: ${z.prettifyError(result.error)}`);
}
