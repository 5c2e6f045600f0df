import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authorised, changed, created, put, type Write } from '#functions/adapters/changes';
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
import { streamArn } from '#infra/local/dynamodb/tables';
import type { BusEvent, Invoke, Place, Resource } from '#infra/local/engine';
import { eventsEngine } from '#infra/local/events/events-engine';
import { createFaults } from '#infra/local/faults';
import { kmsEngine } from '#infra/local/kms/kms-engine';
import { mailEngine } from '#infra/local/mail/mail-engine';
import { createMeter } from '#infra/local/meter';
import { queuesEngine } from '#infra/local/queues/queues-engine';
import { s3Engine } from '#infra/local/s3/engine';
import { secretsEngine } from '#infra/local/secrets/secrets-engine';
import { shortIdFor, uuidFor } from '#infra/local/template/names';
import type { RejectionCode } from '#shared/contracts/rejections';
import type { Role } from '#shared/domain/person';
import { PersonId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { indexes } from '#shared/table/access-patterns';
import { type Aggregate, people } from '#shared/table/aggregates';
import { subjectFor } from './gateway.ts';

const TableName = 'hubang-backstage';
const keyId = 'Data.DataKey';
const resource = (type: string, id: string, properties: Resource['properties']): Resource => ({ type, id, properties });
const keys = ({ pk, sk }: { readonly pk: string; readonly sk: string }) => [
  { AttributeName: pk, KeyType: 'HASH' },
  { AttributeName: sk, KeyType: 'RANGE' },
];

function tableResource(): Resource {
  const { table: base, ...others } = indexes;
  return resource('AWS::DynamoDB::Table', 'Data.Table', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    AttributeDefinitions: Object.values(indexes)
      .flatMap(({ pk, sk }) => [pk, sk])
      .map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: keys(base),
    GlobalSecondaryIndexes: Object.entries(others).map(([IndexName, index]) => ({
      IndexName,
      KeySchema: keys(index),
      Projection: { ProjectionType: 'ALL' },
    })),
  });
}

const queueArn = ({ region, account }: Place, name: string) => `arn:aws-cn:sqs:${region}:${account}:${name}`;
const toQueue = (place: Place, EventPattern: object, EventBusName: string, name: string) =>
  resource('AWS::Events::Rule', `Bus.${name}`, {
    Name: name,
    EventBusName,
    EventPattern,
    Targets: [{ Id: 'Queue', Arn: queueArn(place, name) }],
  });
const mapping = (properties: Resource['properties'], id: string) =>
  resource('AWS::Lambda::EventSourceMapping', id, {
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ...properties,
  });

type Functions = Readonly<Record<string, (payload: unknown) => Promise<unknown>>>;

/** Every engine that the functions behind the bus touch, each real, behind one door; what runs is named by `functions`. */
async function openEngines(functions: Functions) {
  const stateDir = mkdtempSync(join(tmpdir(), 'hubang-backstage-'));
  const clock = createClock(stateDir);
  const place: Place = { stateDir, region: 'cn-north-1', account: '111122223333', partition: 'aws-cn', clock };
  const credentials = credentialsFor(stateDir);
  const meter = createMeter();
  const invoked: { readonly name: string; readonly payload: unknown }[] = [];
  const invoke: Invoke = async (arn, payload) => {
    const name = arn.slice(arn.lastIndexOf(':') + 1);
    invoked.push({ name, payload });
    try {
      return { ok: true, payload: await functions[name]?.(payload) };
    } catch (error) {
      return { ok: false, errorType: 'Error', errorMessage: String(error) };
    }
  };
  const ofTable = tableResource();
  const outbox = mapping(
    {
      EventSourceArn: streamArn(place, TableName),
      FunctionName: 'outbox',
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 25,
    },
    'Bus.Outbox',
  );
  const dynamodb = await openDynamodb({
    ...{ place, meter, resources: functions['outbox'] ? [ofTable, outbox] : [ofTable], urlSuffix: 'test' },
    onCrash: (message) => console.error(message),
  });
  const names = ['mail', 'statistics', 'intake'];
  const queues = queuesEngine({
    place,
    queues: names.map((QueueName) =>
      resource('AWS::SQS::Queue', `Queue.${QueueName}`, { QueueName, VisibilityTimeout: 60 }),
    ),
    mappings: names
      .filter((name) => functions[name])
      .map((name) => mapping({ EventSourceArn: queueArn(place, name), FunctionName: name }, `Map.${name}`)),
    invoke,
  });
  const events = eventsEngine({
    place,
    buses: [resource('AWS::Events::EventBus', 'Bus.Domain', { Name: 'domain' })],
    rules: [
      toQueue(place, { source: ['hubang'] }, 'domain', 'statistics'),
      toQueue(place, { source: ['hubang'], 'detail-type': ['PersonInvited', 'AwardGranted'] }, 'domain', 'mail'),
      toQueue(
        place,
        { source: ['aws.s3'], detail: { object: { key: [{ prefix: 'quarantine/' }] } } },
        'default',
        'intake',
      ),
    ],
    ...{ sendToQueue: queues.send, invoke, mayService: () => true },
  });
  const announced: Pick<BusEvent, 'detail'>[] = [];
  const bucket = (BucketName: string, more: object = {}) =>
    resource('AWS::S3::Bucket', `Data.${BucketName}`, { BucketName, ...more });
  const s3 = s3Engine({
    place,
    buckets: [
      bucket('documents', {
        VersioningConfiguration: { Status: 'Enabled' },
        NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      }),
      bucket('web'),
    ],
    ...{ secretOf: credentials.secretOf, roleOf: credentials.roleOf, authorize: () => {} },
    publish: (bus, event) => {
      announced.push(event);
      events.publish(bus, event);
    },
  });
  const kms = kmsEngine({ place, keys: [resource('AWS::KMS::Key', keyId, {})], aliases: [] });
  const secretResources: Resource[] = [];
  const secrets = secretsEngine({ place, secrets: secretResources });
  /** Keeps a secret and gives its ARN. */
  const secret = (SecretString: string) => {
    const id = `Mail.Secret${secretResources.length}`;
    secretResources.push(resource('AWS::SecretsManager::Secret', id, { Name: 'smtp', SecretString }));
    return `arn:${place.partition}:secretsmanager:${place.region}:${place.account}:secret:smtp-${shortIdFor(id).slice(1, 7)}`;
  };
  const mail = mailEngine({ place, meter });
  const door = await openDoor({
    ...{
      port: 0,
      engines: [dynamodb.engine, kms, secrets, queues, events, s3, mail],
      credentials,
      authorize: () => {},
    },
    ...{ faults: createFaults(1), clock, region: place.region },
  });
  const start = () => {
    queues.start();
    events.start();
    s3.start();
    dynamodb.startMappings(invoke, async (arn, body) => void queues.send(arn, body));
  };
  const close = async () => {
    await clock.quiet();
    queues.stop();
    events.stop();
    s3.close();
    await door.close();
    await dynamodb.stop();
    rmSync(stateDir, { recursive: true, force: true });
  };
  return {
    url: door.url,
    place,
    clock,
    key: credentials.of('Test.Role'),
    invoked,
    secret,
    announced,
    mailbox: mail.mailbox,
    queues,
    s3,
    start,
    close,
  };
}

export const before = Instant.parse('2026-01-05T02:00:00.000Z');
export const system = { by: 'system:workflow', at: before } as const;

export type Backstage = Awaited<ReturnType<typeof openBackstage>>;

/** Engines, and the environment that the functions find; `functions` are run by streams and queues as in the template. */
export async function openBackstage(functions: Functions = {}) {
  const engines = await openEngines(functions);
  const { url, place, key } = engines;
  const { region, account, partition } = place;
  const keyArn = `arn:${partition}:kms:${region}:${account}:key/${uuidFor(keyId)}`;
  Object.assign(process.env, {
    ...{ AWS_ENDPOINT_URL: url, AWS_REGION: region, TABLE: TableName, DATA_KEY_ARN: keyArn, BUS: 'domain' },
    ...{ AWS_ACCESS_KEY_ID: key.accessKeyId, AWS_SECRET_ACCESS_KEY: key.secretAccessKey },
    ...{ DOCUMENTS_BUCKET: 'documents', WEB_BUCKET: 'web', MAIL_QUEUE_URL: `${url}/${account}/mail` },
    ...{
      MAIL_FROM: 'grants@hubang.example',
      MAIL_PORT: 'ses',
      FOUNDATION_NAME: '示例慈善基金会',
      ORIGIN: 'https://fund.example',
    },
    ...{
      ISSUER: 'https://id.example/pool',
      SIGN_IN_ORIGIN: 'https://sign-in.example',
      DOCUMENTS_ORIGIN: 'https://docs.example',
    },
  });
  const store = table(TableName);
  const read = reader(store);
  const safe = vault(store, read, { KeyId: keyArn, now: timeOf });
  const commits = committer(store);
  const deps = { ...read, ...lister(store, safe), ...commits, ...safe };

  const write = async (...changes: readonly (readonly Write<RejectionCode>[])[]) => {
    const written = await commits.commit({ changes, once: undefined, reply: {} });
    if (!written.ok) throw new Error(`The scene was refused: ${written.error.code}`);
  };

  /** A record that has lived through these events; what it is now. */
  const live = async <State, Event extends { readonly type: string; readonly at: string }, Id>(
    aggregate: Aggregate<State, Event, Id>,
    id: Id,
    ...events: readonly Event[]
  ) => {
    for (const event of events) {
      const stored = await read.get(aggregate, id);
      await write(stored ? changed(aggregate, stored, event) : created(aggregate, event));
    }
    const stored = await read.get(aggregate, id);
    if (!stored) throw new Error('Nothing happened to this record');
    return stored;
  };

  /** Somebody with roles and an address, as mails find them. */
  const person = async (name: string, roles: readonly Role[] = []) => {
    const personId = PersonId.parse(`person-${name}`);
    const { state, version } = await live(
      people,
      { personId },
      {
        ...{ type: 'PersonRegistered', v: 1, personId, subject: subjectFor(name), roles: [...roles], ...system },
      },
    );
    const holder = people.key({ personId }).pk;
    await write(authorised(state, version), await safe.keepPrivate(holder, { name, address: `${name}@mail.example` }));
    return personId;
  };

  return { ...engines, deps, write, live, person, put };
}

/** A batch of a queue as the function gets it. */
export const batchOf = (...bodies: readonly unknown[]) => ({
  Records: bodies.map((body, index) => ({ messageId: `message-${index}`, body: JSON.stringify(body) })),
});

/** An event as the bus hands it on. */
export const eventOf = (stream: string, sequence: number, type: string) => ({
  source: 'hubang',
  'detail-type': type,
  detail: { stream, sequence, type, kind: 'any', eventId: `${stream}#${sequence}` },
});
