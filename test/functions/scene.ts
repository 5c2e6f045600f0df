import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authorised, changed, created, type Write } from '#functions/adapters/changes';
import { committer } from '#functions/adapters/committer';
import { lister } from '#functions/adapters/lister';
import { reader } from '#functions/adapters/reader';
import { table } from '#functions/adapters/table';
import { vault } from '#functions/adapters/vault';
import { clock as timeOf } from '#functions/runtime/clock';
import { createClock } from '#infra/local/clock';
import { credentialsFor } from '#infra/local/credentials';
import { openDoor } from '#infra/local/door';
import { openDynamodb } from '#infra/local/dynamodb/open';
import type { Place, Resource } from '#infra/local/engine';
import { createFaults } from '#infra/local/faults';
import { kmsEngine } from '#infra/local/kms/kms-engine';
import { createMeter } from '#infra/local/meter';
import { uuidFor } from '#infra/local/template/names';
import type { RejectionCode } from '#shared/contracts/rejections';
import type { Routes } from '#shared/contracts/route';
import type { PersonEvent, Role } from '#shared/domain/person';
import type { OrganisationId } from '#shared/kernel/ids';
import { PersonId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { indexes } from '#shared/table/access-patterns';
import { type Aggregate, people } from '#shared/table/aggregates';
import { ask, type Call, type Handler, subjectFor } from './gateway.ts';

const TableName = 'hubang-test';
const keyId = 'Data.DataKey';

const keys = ({ pk, sk }: { readonly pk: string; readonly sk: string }) => [
  { AttributeName: pk, KeyType: 'HASH' },
  { AttributeName: sk, KeyType: 'RANGE' },
];

/** The table that the access patterns describe, as the template of the app has it. */
function tableResource(): Resource {
  const { table: base, ...others } = indexes;
  return {
    id: 'Data.Table',
    type: 'AWS::DynamoDB::Table',
    properties: {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: Object.values(indexes)
        .flatMap(({ pk, sk }) => [pk, sk])
        .map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys(base),
      GlobalSecondaryIndexes: Object.entries(others).map(([IndexName, index]) => ({
        IndexName,
        KeySchema: keys(index),
        Projection: { ProjectionType: 'ALL' },
      })),
    },
  };
}

/** Table and keys behind the one door, on a free port and in a folder of their own. */
async function openEngines() {
  const stateDir = mkdtempSync(join(tmpdir(), 'hubang-functions-'));
  const clock = createClock(stateDir);
  const place: Place = { stateDir, region: 'cn-north-1', account: '111122223333', partition: 'aws-cn', clock };
  const dynamodb = await openDynamodb({
    place,
    meter: createMeter(),
    resources: [tableResource()],
    urlSuffix: 'test',
    onCrash: (message) => console.error(message),
  });
  const kms = kmsEngine({ place, keys: [{ id: keyId, type: 'AWS::KMS::Key', properties: {} }], aliases: [] });
  const credentials = credentialsFor(stateDir);
  const faults = createFaults(1);
  const door = await openDoor({
    ...{ port: 0, engines: [dynamodb.engine, kms], credentials, authorize: () => {} },
    ...{ faults, clock, region: place.region },
  });
  const close = async () => {
    await door.close();
    await dynamodb.stop();
    rmSync(stateDir, { recursive: true, force: true });
  };
  return { url: door.url, place, key: credentials.of('Test.Role'), faults, close };
}

const arnOf = ({ partition, region, account }: Place) =>
  `arn:${partition}:kms:${region}:${account}:key/${uuidFor(keyId)}`;

/** When everything that a scene sets up has happened; requests have the time of the machine. */
export const before = Instant.parse('2026-01-05T02:00:00.000Z');
export const system = { by: 'system:workflow', at: before } as const;

export type Scene = Awaited<ReturnType<typeof openScene>>;

/** Real engines for one test file, and what a test needs to set up records and to look at them. */
export async function openScene() {
  const { url, place, key, faults, close } = await openEngines();
  Object.assign(process.env, {
    ...{ AWS_ENDPOINT_URL: url, AWS_REGION: place.region, TABLE: TableName, DATA_KEY_ARN: arnOf(place) },
    ...{ AWS_ACCESS_KEY_ID: key.accessKeyId, AWS_SECRET_ACCESS_KEY: key.secretAccessKey },
  });
  const store = table(TableName);
  const read = reader(store);
  const safe = vault(store, read, { KeyId: arnOf(place), now: timeOf });
  const { commit } = committer(store);

  const write = async (...changes: readonly (readonly Write<RejectionCode>[])[]) => {
    const written = await commit({ changes, once: undefined, reply: {} });
    if (!written.ok) throw new Error(`The scene was refused: ${written.error.code}`);
  };

  /** A record that has lived through these events, with its chain; what it is now. */
  const live = async <State, Event extends { readonly type: string; readonly at: string }, Id>(
    aggregate: Aggregate<State, Event, Id>,
    id: Id,
    ...events: readonly Event[]
  ) => {
    let stored = await read.get(aggregate, id);
    for (const event of events) {
      const changes = stored ? changed(aggregate, stored, event) : created(aggregate, event);
      await write(changes);
      const [row] = changes;
      stored = row && 'put' in row ? aggregate.read(row.put) : undefined;
    }
    if (!stored) throw new Error('Nothing happened to this record');
    return stored;
  };

  /** A linked person who holds these roles; the name is also the `sub` of the token. */
  const person = async (name: string, roles: readonly Role[], organisationId?: OrganisationId) => {
    const personId = PersonId.parse(`person-${name}`);
    const held = [...roles];
    const events: PersonEvent[] = [
      { type: 'PersonRegistered', v: 1, personId, subject: subjectFor(name), roles: held, ...system },
      ...(organisationId
        ? [{ type: 'OrganisationJoined' as const, v: 1 as const, organisationId, roles: held, ...system }]
        : []),
    ];
    const { state, version } = await live(people, { personId }, ...events);
    await write(authorised(state, version), await safe.keepPrivate(people.key({ personId }).pk, { name }));
    return personId;
  };

  /** Every byte that the engines have put on the disk, as text: where a secret in clear would be seen. */
  const onDisk = () =>
    readdirSync(place.stateDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');

  return { ...read, ...lister(store, safe), ...safe, store, onDisk, commit, write, live, person, faults, close };
}

type Asked = Call & { readonly version?: number; readonly key?: string };

/** A caller of one step: a new Idempotency-Key for each request unless it names one, and the version in If-Match. */
export const caller =
  <Rs extends Routes>(routes: Rs, handler: Handler) =>
  (name: keyof Rs & string, { version, key = randomUUID(), ...call }: Asked) => {
    const route = routes[name];
    if (!route) throw new Error(`${name} is no route of this step`);
    const headers = {
      ...(route.method !== 'GET' && { 'idempotency-key': key }),
      ...(version !== undefined && { 'if-match': `"${version}"` }),
      ...call.headers,
    };
    return ask(handler, `${route.method} /api${route.path}`, { ...call, headers });
  };
