import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { createClock } from '#infra/local/clock';
import { credentialsFor } from '#infra/local/credentials';
import { openDoor } from '#infra/local/door';
import type { BusEvent, Place, Resource } from '#infra/local/engine';
import { createFaults } from '#infra/local/faults';
import { authorizer, policiesOf } from '#infra/local/permissions';
import { s3Engine } from '#infra/local/s3/engine';

export const region = 'cn-north-1';
export const account = '123456789012';
export const keyArn = `arn:aws-cn:kms:${region}:${account}:key/4a9b0c7e-0000-4000-8000-000000000001`;
export const documents = 'hubang-documents';
export const origin = 'https://fund.example.org';
const arn = `arn:aws-cn:s3:::${documents}`;

/** The bucket as the platform's template has it. */
export const documentsBucket: Resource = {
  id: 'Data.Documents',
  type: 'AWS::S3::Bucket',
  properties: {
    BucketName: documents,
    VersioningConfiguration: { Status: 'Enabled' },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn } },
      ],
    },
    CorsConfiguration: {
      CorsRules: [
        {
          AllowedMethods: ['POST'],
          AllowedOrigins: [origin],
          AllowedHeaders: ['*'],
          ExposedHeaders: ['ETag'],
          MaxAge: 300,
        },
      ],
    },
    LifecycleConfiguration: {
      Rules: [
        {
          Id: 'quarantine',
          Prefix: 'quarantine/',
          ExpirationInDays: 7,
          Status: 'Enabled',
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        },
        { Id: 'replaced', NoncurrentVersionExpiration: { NoncurrentDays: 30 }, Status: 'Enabled' },
      ],
    },
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  },
};

export const webBucket: Resource = {
  id: 'Web.Site',
  type: 'AWS::S3::Bucket',
  properties: { BucketName: 'hubang-web' },
};

const role = (id: string, ...statements: readonly (readonly [string | readonly string[], string])[]): Resource => ({
  id,
  type: 'AWS::IAM::Role',
  properties: {
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
    Policies: [
      {
        PolicyName: 'own',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: statements.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })),
        },
      },
    ],
  },
});

const key = ['kms:Decrypt', 'kms:GenerateDataKey'];
const roles: readonly Resource[] = [
  role(
    'All',
    ['s3:*', `${arn}/*`],
    ['s3:*', arn],
    ['s3:*', 'arn:aws-cn:s3:::hubang-web'],
    ['s3:*', 'arn:aws-cn:s3:::hubang-web/*'],
    [key, keyArn],
  ),
  role('Uploader', ['s3:PutObject', `${arn}/quarantine/*`], ['kms:GenerateDataKey', keyArn]),
  role('UploaderWithoutKey', ['s3:PutObject', `${arn}/quarantine/*`]),
  role('Reader', ['s3:GetObject', `${arn}/*`], ['kms:Decrypt', keyArn]),
  role('ReaderWithoutKey', ['s3:GetObject', `${arn}/*`]),
  role('CopierWithoutKey', [['s3:GetObject', 's3:PutObject'], `${arn}/*`], ['kms:GenerateDataKey', keyArn]),
  role('Nobody', ['sqs:SendMessage', '*']),
];

export type Scene = Awaited<ReturnType<typeof openScene>>;

/** The engine behind the real door, with the real permission check. The same folder again is a restart. */
export async function openScene(
  options: {
    stateDir?: string;
    buckets?: readonly Resource[];
    startAt?: number;
    busDown?: boolean;
    origins?: readonly string[];
  } = {},
) {
  const stateDir = options.stateDir ?? mkdtempSync(join(tmpdir(), 'hubang-s3-'));
  const clock = createClock(stateDir, options.startAt === undefined ? {} : { startAt: options.startAt });
  const place: Place = { stateDir, region, account, partition: 'aws-cn', clock };
  const credentials = credentialsFor(stateDir);
  const authorize = authorizer(policiesOf(roles));
  const events: (Pick<BusEvent, 'source' | 'detail-type' | 'detail' | 'resources'> & { bus: string })[] = [];
  const engine = s3Engine({
    place,
    buckets: options.buckets ?? [documentsBucket, webBucket],
    secretOf: credentials.secretOf,
    roleOf: credentials.roleOf,
    authorize,
    ...(options.origins === undefined ? {} : { origins: options.origins }),
    publish: (bus, event) => {
      if (options.busDown === true) throw new Error('the bus is down');
      events.push({ bus, ...event });
    },
  });
  engine.start();
  const door = await openDoor({
    port: 0,
    engines: [engine],
    credentials,
    authorize,
    faults: createFaults(1),
    clock,
    region,
  });
  const clients: S3Client[] = [];
  /** A client as a function has it: nothing but the address in its environment's place, and the shifted clock. */
  const as = (roleId: string) => {
    const client = new S3Client({
      region,
      endpoint: door.url,
      credentials: credentials.of(roleId),
      systemClockOffset: clock.offsetMs(),
      maxAttempts: 1,
    });
    clients.push(client);
    return client;
  };
  const close = async () => {
    for (const client of clients) client.destroy();
    await door.close();
    engine.close();
  };
  return {
    stateDir,
    clock,
    engine,
    events,
    url: door.url,
    credentials,
    as,
    close,
    clear: async () => {
      await close();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

export const pdf = Buffer.from(`%PDF-1.7\n${'沪帮'.repeat(200)}`);

/** The form that the platform hands out: one key, one type, a size, and the file's hash. */
export function presign(scene: Scene, roleId: string, changes: Partial<PresignedPostOptions> = {}) {
  return createPresignedPost(scene.as(roleId), {
    Bucket: documents,
    Key: 'quarantine/one.pdf',
    Fields: { 'Content-Type': 'application/pdf' },
    Conditions: [
      ['content-length-range', 10, 5_000],
      ['eq', '$Content-Type', 'application/pdf'],
    ],
    Expires: 600,
    ...changes,
  });
}

export type Fields = Readonly<Record<string, string>>;

/** Sends a form as a browser does. */
export async function send(url: string, fields: Fields, file: Buffer | undefined = pdf, headers: Fields = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (file !== undefined) form.append('file', new Blob([new Uint8Array(file)]), '申请书.pdf');
  const response = await fetch(url, { method: 'POST', body: form, headers: { ...headers } });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    code: /<Code>(.*?)<\/Code>/.exec(text)?.[1],
    message: /<Message>(.*?)<\/Message>/.exec(text)?.[1],
  };
}

/** Signs a policy by hand, as somebody would who writes the form without the SDK. */
export function sign(
  scene: Scene,
  roleId: string,
  conditions: readonly unknown[],
  fields: Fields,
  expiration?: string,
): Fields {
  const { accessKeyId, secretAccessKey } = scene.credentials.of(roleId);
  const stamp = new Date(scene.clock.now()).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = [stamp.slice(0, 8), region, 's3', 'aws4_request'];
  const own = {
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': [accessKeyId, ...scope].join('/'),
    'x-amz-date': stamp,
  };
  const document = {
    expiration: expiration ?? new Date(scene.clock.now() + 600_000).toISOString(),
    conditions: [...conditions, ...Object.entries(own).map(([name, value]) => ({ [name]: value }))],
  };
  const policy = Buffer.from(JSON.stringify(document)).toString('base64');
  const signing = scope.reduce(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  return { ...fields, ...own, policy, 'x-amz-signature': createHmac('sha256', signing).update(policy).digest('hex') };
}

/** What a call was refused with: the error's name and the SDK's facts about the answer. */
export async function fault(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) return { name: 'none' };
  return { name: error.name, ...('$metadata' in error ? { metadata: error.$metadata } : {}) };
}
