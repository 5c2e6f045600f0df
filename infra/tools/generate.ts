import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generatedFiles } from './generate-files.ts';

/** `npm run generate`: writes what is made from the tables, the OpenAPI document and the tables in ARCHITECTURE.md. */
for (const { path: file, text } of await generatedFiles()) {
  const isNew = !existsSync(file) || readFileSync(file, 'utf8') !== text;
  if (isNew) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  console.log(`${path.basename(file)} ${isNew ? 'is written anew' : 'was up to date'}`);
}
