import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { steps } from '#shared/contracts/routes/all';
import { openApi } from './generate-openapi.ts';
import { accessPatternTable, lifeCycleTables, routeMatrix, rowTable } from './generate-tables.ts';

export type GeneratedFile = { readonly path: string; readonly text: string };

const projectDir = path.resolve(import.meta.dirname, '..', '..');
const map = 'ARCHITECTURE.md';
const sections: Readonly<Record<string, () => string>> = {
  'life-cycle': lifeCycleTables,
  matrix: () => routeMatrix(steps),
  'access-patterns': accessPatternTable,
  rows: rowTable,
};
const opening = (name: string) => `<!-- generated:${name} -->`;
const closing = '<!-- /generated -->';

/** The text with each part between its marks written anew; throws when the marks of one are missing. */
export function fillMarks(text: string, parts: Readonly<Record<string, () => string>>): string {
  return Object.entries(parts).reduce((whole, [name, write]) => {
    const from = whole.indexOf(opening(name));
    const until = whole.indexOf(closing, from);
    if (from < 0 || until < 0) throw new Error(`There is no ${opening(name)} with a ${closing} after it`);
    return `${whole.slice(0, from)}${opening(name)}\n\n${write()}\n\n${whole.slice(until)}`;
  }, text);
}

const onlyMarks = () =>
  `${Object.keys(sections)
    .map((name) => `${opening(name)}\n${closing}`)
    .join('\n\n')}\n`;

/** Every file, or part of one, that is written from the tables, as it has to be now. */
export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  const file = path.join(projectDir, map);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : onlyMarks();
  return [
    {
      path: path.join(projectDir, 'shared/contracts/generated/openapi.json'),
      text: `${JSON.stringify(await openApi(steps), undefined, 1)}\n`,
    },
    { path: file, text: fillMarks(before, sections) },
  ];
}
