import * as z from 'zod/mini';
import type { Routes } from '#shared/contracts/route';
import type { Template } from './synthesise.ts';

const Route = z.object({ RouteKey: z.string(), AuthorizationType: z._default(z.string(), 'NONE') });

/** The routes that a table of steps asks for: `GET /api/me JWT`. */
export const routesOf = (steps: Readonly<Record<string, Routes>>): readonly string[] =>
  Object.values(steps).flatMap((routes) =>
    Object.values(routes).map(
      ({ method, path, access }) => `${method} /api${path} ${access === 'public' ? 'NONE' : 'JWT'}`,
    ),
  );

const routesIn = (templates: readonly Template[]): readonly string[] =>
  templates.flatMap(({ Resources }) =>
    Object.values(Resources)
      .filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route')
      .map(({ Properties }) => z.parse(Route, Properties))
      .map(({ RouteKey, AuthorizationType }) => `${RouteKey} ${AuthorizationType}`),
  );

/** Whether the templates have the routes of the table, no more than these and the web's, and each only once. */
export function checkRoutes(
  templates: readonly Template[],
  steps: Readonly<Record<string, Routes>>,
): readonly string[] {
  const [wanted, found] = [[...routesOf(steps), '$default NONE'], routesIn(templates)];
  return [
    ...wanted.filter((route) => !found.includes(route)).map((route) => `The templates have no route ${route}.`),
    ...found.filter((route) => !wanted.includes(route)).map((route) => `The table has no route ${route}.`),
    ...conflictsAmong(wanted),
  ];
}

const shapeOf = (route: string) => route.replace(/ (NONE|JWT)$/, '').replaceAll(/\{[^}]*\}/g, '{}');

/** Two routes whose paths differ in the names of variables alone match the same requests. */
export function conflictsAmong(routes: readonly string[]): readonly string[] {
  const seen = new Map<string, string>();
  const problems: string[] = [];
  for (const route of routes) {
    const earlier = seen.get(shapeOf(route));
    if (earlier !== undefined) problems.push(`The routes ${earlier} and ${route} match the same requests.`);
    seen.set(shapeOf(route), route);
  }
  return [...problems, ...parentsDisagreeing(routes)];
}

/** API Gateway takes two names for one variable, but a reader takes them for two things. */
function parentsDisagreeing(routes: readonly string[]): readonly string[] {
  const names = new Map<string, string>();
  const problems: string[] = [];
  for (const route of routes)
    for (const match of route.matchAll(/\{([^}]*)\}/g)) {
      const parent = shapeOf(route.slice(route.indexOf(' ') + 1, match.index));
      const earlier = names.get(parent);
      if (earlier !== undefined && earlier !== match[1])
        problems.push(`The paths under ${parent} call what follows both {${earlier}} and {${match[1]}}.`);
      names.set(parent, match[1] ?? '');
    }
  return [...new Set(problems)];
}
