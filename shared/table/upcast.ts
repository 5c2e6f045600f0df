import * as z from 'zod/mini';

export type Fields = Readonly<Record<string, unknown>>;

/** Leads what was written under one schema version to the next; the first in a list leads from version 1 to 2. */
export type Upcast = (old: Fields) => Fields;

export const newestOf = (upcast: readonly Upcast[]) => upcast.length + 1;

const Versioned = z.looseObject({ v: z.optional(z.int().check(z.gte(1))) });

/**
 * What was read, as the newest version has it. A row from before rows said their version is of the first. One that is
 * newer than we know was written by a later release: guessing at it would lose what that release has put in.
 */
export function upcasted(what: string, upcast: readonly Upcast[], item: unknown): Fields {
  const old = z.parse(Versioned, item);
  const { v = 1 } = old;
  const newest = newestOf(upcast);
  if (v > newest) throw new Error(`${what} is of version ${v}, and this release knows ${newest} at most`);
  return { ...upcast.slice(v - 1).reduce<Fields>((found, step) => step(found), old), v: newest };
}
