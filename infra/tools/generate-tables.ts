import type { Route, Routes } from '#shared/contracts/route';
import { type Kind, lifeCycle } from '#shared/domain/life-cycle';
import { Role } from '#shared/domain/person';
import { mayOnAll } from '#shared/domain/policy';
import { keysOf } from '#shared/kernel/const-table';
import { PersonId } from '#shared/kernel/ids';
import { indexes, queries, rows } from '#shared/table/access-patterns';
import { rolesThatMayTry } from './generate-openapi.ts';

const code = (text: string) => (text === '' ? '' : `\`${text}\``);
const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function table(head: readonly string[], body: readonly (readonly string[])[]) {
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

/** Every list that the platform reads: which index, which partition, and what the sort key begins with. */
export const accessPatternTable = () =>
  table(
    ['list', 'index', 'partition', 'sort key begins with'],
    Object.entries(queries).map(([id, { index, pk, prefix }]) => [code(id), index, code(pk), code(prefix)]),
  );

/** Every kind of row and where it shows, index by index. */
export function rowTable() {
  const names = keysOf(indexes);
  const body = Object.entries(rows).map(([name, templates]: [string, Readonly<Record<string, string>>]) => [
    code(name),
    ...names.map((index) => {
      const { pk, sk } = indexes[index];
      return templates[pk] === undefined ? '' : `${code(templates[pk])} ${code(templates[sk] ?? '')}`;
    }),
  ]);
  return table(['row', ...names.map((name) => (name === 'table' ? 'table (pk, sk)' : name))], body);
}

const drawn = ['application', 'award', 'instalment', 'evaluation'] as const satisfies readonly Kind[];
type Move = readonly [phase: string, command: string, next: string];

function movesOf(kind: Kind): readonly Move[] {
  return Object.entries(lifeCycle[kind]).flatMap(([phase, commands]: [string, Readonly<Record<string, string>>]) =>
    Object.entries(commands).map(([command, next]): Move => [phase, command, next]),
  );
}

function diagram(kind: Kind) {
  const moves = movesOf(kind);
  const first = Object.keys(lifeCycle[kind])[0] ?? '';
  const left = new Set(moves.filter(([phase, , next]) => phase !== next).map(([phase]) => phase));
  const last = Object.keys(lifeCycle[kind]).filter((phase) => !left.has(phase));
  return [
    '```mermaid',
    'stateDiagram-v2',
    `  [*] --> ${first}`,
    ...moves.map(([phase, command, next]) => `  ${phase} --> ${next}: ${command}`),
    ...last.map((phase) => `  ${phase} --> [*]`),
    '```',
  ].join('\n');
}

/** Phase, command and next phase of every aggregate; those with a long way are drawn as well. */
export const lifeCycleTables = () =>
  keysOf(lifeCycle)
    .map((kind) => {
      const body = movesOf(kind).map(([phase, command, next]) => [phase, code(command), next]);
      const picture = drawn.some((each) => each === kind) ? `\n\n${diagram(kind)}` : '';
      return `### ${kind}\n\n${table(['phase', 'command', 'next'], body)}${picture}`;
    })
    .join('\n\n');

const somebody = PersonId.parse('person-0');

function cellFor(role: Role, { access }: Route) {
  if (typeof access !== 'object') return '●';
  if (!rolesThatMayTry(access.action).includes(role)) return '';
  const caller = { personId: somebody, organisationId: null, roles: [role] };
  return mayOnAll(caller, access.action) ? '●' : '◐';
}

const everyone = { public: 'anyone', signedIn: 'signed in', person: 'linked' } as const;

/** Who may try which route: ● on every record, ◐ on those of their own organisation, assigned to them, or handed in. */
export function routeMatrix(steps: Readonly<Record<string, Routes>>) {
  const body = Object.entries(steps).flatMap(([step, routes]) =>
    Object.entries(routes).map(([name, route]) => [
      code(`${step}.${name}`),
      code(`${route.method} ${route.path}`),
      typeof route.access === 'string' ? everyone[route.access] : code(route.access.action),
      ...Role.options.map((role) => cellFor(role, route)),
    ]),
  );
  const legend =
    '● on every record (some only in certain phases), ◐ on those of the own organisation, assigned to the person, or handed in.';
  return `${legend}\n\n${table(['route', 'path', 'asks for', ...Role.options], body)}`;
}
