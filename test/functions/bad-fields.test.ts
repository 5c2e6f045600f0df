import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import type { Route } from '#shared/contracts/route';
import { steps } from '#shared/contracts/routes/all';
import { type Attempt, attempts } from './attempts.ts';
import { openScene, type Scene } from './scene.ts';

let scene: Scene;
let all: Readonly<Record<string, Attempt>>;
beforeAll(async () => {
  scene = await openScene();
  all = await attempts(scene);
});
afterAll(() => scene.close());

const half = '好\ud800';
const bad: readonly unknown[] = [
  ...[1e-200, -0, 0.1 + 0.2, 1e300, -1e300, Number.MAX_SAFE_INTEGER, -1, 0, null, true, false],
  ...['', ' ', half, '\0', `a${'\0'}b`, '__proto__', 'constructor', '#', '%23', '好'.repeat(50_000), 'x'.repeat(300)],
  ...['9999-12-31T23:59:59.999Z', '9999-12-31', '0000-01-01', '0001-01-01T00:00:00.000Z', '2099-12-31T23:59:59.999Z'],
  ...['2000-01-01', 'person-0', 'document-0', 'need-0', 'CARE-99', 'R99'],
  ...[[], {}, [[]], JSON.parse('{"__proto__":{"a":1}}'), { toString: 1 }, [half], [null, null]],
];

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const Fields = z.record(z.string(), z.unknown());
type Path = readonly string[];

/** The way to every part of a body, and to the body itself; of a list to its first item alone, since the others are like it. */
function pathsIn(value: unknown): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [[]];
  const parts = Object.entries(value).slice(0, isList(value) ? 1 : undefined);
  return [[], ...parts.flatMap(([name, part]) => pathsIn(part).map((path) => [name, ...path]))];
}

function withPart(value: unknown, [name, ...rest]: Path, change: (part: unknown) => unknown): unknown {
  if (name === undefined) return change(value);
  if (isList(value)) return value.map((part, index) => (`${index}` === name ? withPart(part, rest, change) : part));
  const fields = Fields.parse(value);
  return { ...fields, [name]: withPart(fields[name], rest, change) };
}

/** Another value in its place; or, of a list, everything twice, or so often that there is no end. */
const changes = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...bad).map((value) => () => value) },
  { weight: 1, arbitrary: fc.constant((part: unknown) => (isList(part) ? [...part, ...part] : [part, part])) },
  { weight: 1, arbitrary: fc.constant((part: unknown) => Array.from({ length: 300 }, () => part)) },
);

it('every route that takes a body is tried', () => {
  const routes = Object.entries(steps).flatMap(([step, those]) =>
    Object.entries<Route>(those)
      .filter(([, { body }]) => !(body instanceof z.ZodMiniUndefined))
      .map(([name]) => `${step}.${name}`),
  );
  expect([...new Set(Object.keys(all).map((name) => name.split(' ')[0]))].toSorted()).toEqual(routes.toSorted());
});

it('what is sent as it should be is taken, up to the writing', async () => {
  for (const [name, { body, send, reaches }] of Object.entries(all))
    expect(await send(body), name).toMatchObject({ body: { code: reaches } });
});

it('one bad field, wherever it is, is refused and is no fault of ours', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const cases = Object.entries(all).flatMap(([name, attempt]) =>
    pathsIn(attempt.body).map((path) => ({ name, path, ...attempt })),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...cases), changes, async ({ name, path, body, send }, change) => {
      const changed = withPart(body, path, change);
      const { status, body: answered } = await send(changed);
      const about = `${name} ${path.join('.')} ${JSON.stringify(answered)} ${logged.mock.calls.at(-1)?.[0]}`;
      expect(status, about).toBeGreaterThanOrEqual(400);
      expect(status, about).toBeLessThan(500);
    }),
    // On a machine that is busy with other tests, as many as there is time for.
    { numRuns: 700, interruptAfterTimeLimit: 8000 },
  );
  logged.mockRestore();
});
