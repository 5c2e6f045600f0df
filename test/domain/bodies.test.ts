import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Route } from '#shared/contracts/route';
import { steps } from '#shared/contracts/routes/all';

/** Every schema of a single value in a body, with its path; one that transforms what it takes counts as one. */
function leavesOf(schema: z.core.$ZodType, path: string): readonly (readonly [string, z.core.$ZodType])[] {
  if (schema instanceof z.ZodMiniObject) {
    const shape: Readonly<Record<string, z.core.$ZodType>> = schema.def.shape;
    return Object.entries(shape).flatMap(([name, part]) => leavesOf(part, `${path}.${name}`));
  }
  if (schema instanceof z.ZodMiniArray) return leavesOf(schema.def.element, `${path}[]`);
  if (schema instanceof z.ZodMiniOptional || schema instanceof z.ZodMiniNullable)
    return leavesOf(schema.def.innerType, path);
  if (schema instanceof z.ZodMiniUnion) return schema.def.options.flatMap((option) => leavesOf(option, path));
  return [[path, schema]];
}

const bodies = Object.entries(steps).flatMap(([step, routes]) =>
  Object.entries<Route>(routes).flatMap(([name, { body }]) => leavesOf(body, `${step}.${name}`)),
);
const takes = (value: unknown) => bodies.filter(([, schema]) => z.safeParse(schema, value).success);
const paths = (found: typeof bodies) => found.map(([path]) => path);

describe('no field of any body takes', () => {
  it.each([
    ['half a character', 'a\ud800b'],
    ['half a character at its end', '好\udbff'],
    ['a text without end', '好'.repeat(10_000)],
    ['a number that is next to nothing', 1e-200],
    ['a third decimal', 0.125],
    ['a number without end', 1e300],
    ['more than can be counted exactly', Number.MAX_SAFE_INTEGER + 2],
    ['infinity', Number.POSITIVE_INFINITY],
    ['no number', Number.NaN],
    ['a moment long ago', '1999-12-31T16:00:00.000Z'],
    ['a moment after which no year has four digits', '9999-12-31T23:59:59.999Z'],
    ['an object', JSON.parse('{"__proto__":{"a":1}}')],
    ['nothing', null],
  ])('%s', (_, value) => {
    // A reason may read like a date, and is a text all the same.
    const isMoment = (schema: z.core.$ZodType) => !z.safeParse(schema, '好').success;
    const found = takes(value);
    expect(
      paths(typeof value === 'string' && value.endsWith('Z') ? found.filter(([, it]) => isMoment(it)) : found),
    ).toEqual([]);
  });
});

it('every field of every body is looked at', () => {
  expect(bodies.length).toBeGreaterThan(120);
  expect(takes('好').length).toBeGreaterThan(40);
  expect(takes('2026-11-28T00:00:00.000Z').length).toBeGreaterThan(takes('x').length);
});
