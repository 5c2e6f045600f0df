import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { type RejectionCode, rejections } from '#shared/contracts/rejections';
import type { Route, Routes } from '#shared/contracts/route';
import { Role } from '#shared/domain/person';
import { mayTry } from '#shared/domain/policy';
import { keysOf } from '#shared/kernel/const-table';
import { PersonId } from '#shared/kernel/ids';
import { type SchemaOf, schemaWriter } from './generate-schemas.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: Json) => ({ 'application/json': { schema } });
const problemName = (code: RejectionCode) => `Problem.${code}`;
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** The OpenAPI 3.1 document of the platform, from the tables of routes, refusals and policy. */
export async function openApi(steps: Readonly<Record<string, Routes>>) {
  const { schemaOf, components } = await schemaWriter();
  const paths: Record<string, Record<string, Json>> = {};
  for (const [step, routes] of Object.entries(steps))
    for (const [name, route] of Object.entries(routes)) {
      const path = `/api${route.path}`;
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(step, name, route, schemaOf) };
    }
  const problems = keysOf(rejections).map((code) => [problemName(code), problemSchema(code, schemaOf)]);
  const schemas = [...components, ...problems, ['Gateway', gatewaySchema]];
  return {
    openapi: '3.1.1',
    info: {
      title: '沪帮 Hubang',
      version: versionOfProject(),
      description:
        'Every step from a need to the last payment. Amounts are whole fen (CNY 0.01); instants are UTC with three decimals; days are those of Asia/Shanghai. A record that one may not see answers as one that does not exist.',
    },
    servers: [{ url: '/' }],
    tags: Object.keys(steps).map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Issuer: see `GET /api/config`.' },
      },
      responses: sharedResponses(Object.values(steps).flatMap((routes) => Object.values(routes))),
      schemas: Object.fromEntries(schemas.toSorted(([a], [b]) => (`${a}` < `${b}` ? -1 : 1))),
    },
  };
}

function versionOfProject() {
  const file = path.resolve(import.meta.dirname, '..', '..', 'package.json');
  return z.parse(z.object({ version: z.string() }), JSON.parse(readFileSync(file, 'utf8'))).version;
}

function operation(step: string, name: string, route: Route, schemaOf: SchemaOf): Json {
  return {
    operationId: `${step}.${name}`,
    tags: [step],
    description: whoMay(route),
    security: route.access === 'public' ? [] : [{ token: [] }],
    parameters: parametersOf(route, schemaOf),
    ...(hasBody(route) && { requestBody: { required: true, content: json(schemaOf(route.body, 'input')) } }),
    responses: responsesOf(route, schemaOf),
  };
}

/** Who is not turned away at the door, in words; the record itself may still be closed to them. */
export function whoMay({ access }: Route): string {
  if (access === 'public') return 'For anyone, without a token.';
  if (access === 'signedIn') return 'For whoever has signed in.';
  if (access === 'person') return 'For every linked person, whatever the role.';
  return `For ${rolesThatMayTry(access.action).join(', ')} (\`${access.action}\`).`;
}

const somebody = PersonId.parse('person-0');
export const rolesThatMayTry = (action: Parameters<typeof mayTry>[1]): readonly Role[] =>
  Role.options.filter((role) => mayTry({ personId: somebody, organisationId: null, roles: [role] }, action));

const hasBody = ({ body }: Route) => !z.safeParse(body, undefined).success;

const Fields = z.object({
  properties: z._default(z.record(z.string(), z.record(z.string(), z.unknown())), {}),
  required: z._default(z.array(z.string()), []),
});

function parametersOf(route: Route, schemaOf: SchemaOf): readonly Json[] {
  const text = (name: string, description: string, schema: Json) => ({
    ...{ name, in: 'header', required: true, description, schema },
  });
  return [
    ...fieldsIn(route.params, 'path', schemaOf),
    ...fieldsIn(route.query, 'query', schemaOf),
    ...(route.method === 'GET'
      ? []
      : [
          text('Idempotency-Key', 'The same key does nothing twice for 48 hours.', {
            ...{ type: 'string', minLength: 1, maxLength: 64 },
          }),
        ]),
    ...(route.versioned
      ? [text('If-Match', 'The version of the record that was seen.', { type: 'string', pattern: '^"?\\d+"?$' })]
      : []),
  ];
}

/** What a caller has to send is what the input asks for; its bounds are those of the output, since text is converted. */
function fieldsIn(schema: z.ZodMiniObject, place: 'path' | 'query', schemaOf: SchemaOf) {
  const { required } = Fields.parse(schemaOf(schema, 'input'));
  return Object.entries(Fields.parse(schemaOf(schema, 'output')).properties).map(([name, field]) => ({
    ...{ name, in: place, required: required.includes(name), schema: field },
  }));
}

function responsesOf(route: Route, schemaOf: SchemaOf): Json {
  return {
    200: { description: 'Done.', content: json(schemaOf(route.reply, 'output')) },
    ...(route.access !== 'public' && { 401: { $ref: '#/components/responses/Gateway' } }),
    ...Object.fromEntries(
      refusalsByStatus(route).map(([status, codes]) => [
        status,
        { $ref: `#/components/responses/${responseName(codes)}` },
      ]),
    ),
  };
}

const refusalsByStatus = (route: Route) => [...Map.groupBy(refusalsOf(route), (code) => rejections[code].status)];
const responseName = (codes: readonly RejectionCode[]) => codes.join('_');

/** The answers that routes have in common, by the refusals in them. */
function sharedResponses(routes: readonly Route[]): Json {
  const groups = routes.flatMap(refusalsByStatus).map(([, codes]) => [
    responseName(codes),
    {
      description: codes.map((code) => `\`${code}\`: ${rejections[code].title.en}.`).join(' '),
      content: { 'application/problem+json': { schema: oneOf(codes.map((code) => ref(problemName(code)))) } },
    },
  ]);
  return {
    ...Object.fromEntries(groups),
    Gateway: {
      description: 'No token, or one that is expired or for another audience.',
      content: json(ref('Gateway')),
    },
  };
}

const oneOf = (schemas: readonly Json[]): Json => (schemas.length === 1 ? { ...schemas[0] } : { oneOf: schemas });

/** The route's own refusals, and those of the runtime that this kind of route can meet. */
function refusalsOf(route: Route): readonly RejectionCode[] {
  const { access, method, versioned, rejections: own } = route;
  const asksPerson = access !== 'public' && access !== 'signedIn';
  const writes = method !== 'GET';
  const meets: Partial<Record<RejectionCode, boolean>> = {
    'request.invalid': true,
    'request.not-json': hasBody(route),
    'request.too-large': hasBody(route),
    'request.cursor-invalid': 'cursor' in route.query.def.shape,
    'request.key-missing': writes,
    'request.key-reused': writes,
    'request.running': writes,
    'request.unlinked': asksPerson,
    'record.unknown': typeof access === 'object' || Object.keys(route.params.def.shape).length > 0,
    'record.version-missing': versioned === true,
    'record.stale': versioned === true,
    'record.busy': writes,
    'record.wrong-phase': writes,
    'request.busy': true,
    'request.failed': true,
  };
  return [...keysOf(rejections).filter((code) => meets[code]), ...own];
}

/** RFC 9457; `title` comes in the language of Accept-Language, Chinese unless English is asked for first. */
function problemSchema(code: RejectionCode, schemaOf: SchemaOf): Json {
  const { status, title, details } = rejections[code];
  return {
    type: 'object',
    description: `${title.zh} / ${title.en}`,
    properties: {
      type: { const: `/problems/${code}` },
      title: { type: 'string', examples: [title.zh, title.en] },
      status: { const: status },
      code: { const: code },
      ...(details && { details: schemaOf(details, 'output') }),
    },
    required: ['type', 'title', 'status', 'code', ...(details ? ['details'] : [])],
    additionalProperties: false,
  };
}

const gatewaySchema: Json = {
  type: 'object',
  description: 'What the gateway itself refuses has its own shape.',
  properties: { message: { type: 'string' } },
  required: ['message'],
};
