import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { fillMarks, type GeneratedFile, generatedFiles } from '#infra/tools/generate-files';
import { openApi } from '#infra/tools/generate-openapi';
import { steps } from '#shared/contracts/routes/all';

describe('What is written from the tables', () => {
  let files: readonly GeneratedFile[];
  beforeAll(async () => {
    files = await generatedFiles();
  });

  it.each(['openapi.json', 'ARCHITECTURE.md'])('%s is what the tables say now', (name) => {
    const file = files.find((each) => path.basename(each.path) === name);
    const found = file && existsSync(file.path) ? readFileSync(file.path, 'utf8') : '';
    expect(found === file?.text, `${name} is out of date: run npm run generate`).toBe(true);
  });

  it('misses marks that were deleted', () => {
    expect(() => fillMarks('nothing here', { rows: () => 'x' })).toThrow('<!-- generated:rows -->');
  });

  it('writes a part anew and leaves the rest', () => {
    const text = 'before\n<!-- generated:rows -->\nold\n<!-- /generated -->\nafter';
    expect(fillMarks(text, { rows: () => 'new' })).toBe(
      'before\n<!-- generated:rows -->\n\nnew\n\n<!-- /generated -->\nafter',
    );
  });
});

describe('The OpenAPI document', () => {
  const Operation = z.object({
    operationId: z.string(),
    security: z.array(z.unknown()),
    parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean(), schema: z.unknown() })),
    requestBody: z.optional(z.unknown()),
    responses: z.record(z.string(), z.object({ $ref: z.optional(z.string()) })),
  });
  let text = '';
  let operations = new Map<string, z.output<typeof Operation>>();
  beforeAll(async () => {
    const document = await openApi(steps);
    text = JSON.stringify(document);
    const found = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    operations = new Map(found.map((each) => Operation.parse(each)).map((each) => [each.operationId, each]));
  });

  it('has one operation for each route', () => {
    const routes = Object.values(steps).flatMap((routes) => Object.keys(routes));
    expect(operations.size).toBe(routes.length);
  });

  it('refers to nothing that it lacks', () => {
    const Parts = z.record(z.string(), z.record(z.string(), z.unknown()));
    const { components } = z.parse(z.object({ components: Parts }), JSON.parse(text));
    const referred = [...text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)];
    const lacking = referred.filter(([, kind = '', name = '']) => !(name in (components[kind] ?? {})));
    expect(lacking).toEqual([]);
    expect(text).not.toContain('$defs');
  });

  it('says what a command on a record has to bring, and how it may be refused', () => {
    const submit = operations.get('applications.submit');
    const asked = submit?.parameters.map(({ name, in: place }) => `${place} ${name}`);
    expect(asked).toEqual(['path applicationId', 'header Idempotency-Key', 'header If-Match']);
    expect(submit?.requestBody).toBeUndefined();
    expect(submit?.responses['422']?.$ref).toContain('application.incomplete');
    expect(submit?.responses['412']?.$ref).toContain('record.stale');
    expect(submit?.responses['401']).toBeDefined();
  });

  it('asks nobody for a token on the public site', () => {
    const home = operations.get('public.home');
    expect(home?.security).toEqual([]);
    expect(home?.responses['401']).toBeUndefined();
  });

  it('bounds a page as the route does, and leaves it optional', () => {
    const limit = operations.get('needs.mine')?.parameters.find(({ name }) => name === 'limit');
    expect(limit).toMatchObject({ required: false, schema: { type: 'integer', minimum: 1, maximum: 100 } });
  });
});
