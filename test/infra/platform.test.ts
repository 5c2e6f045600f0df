import { describe, expect, it } from 'vitest';
import { settingsFor, synthesise, type Template } from '#infra/tools/synthesise';
import { subscriptions } from '#shared/contracts/subscriptions';
import { indexes } from '#shared/table/access-patterns';

const kept = synthesise(settingsFor('cn-north-1'), { validates: false });
const passing = synthesise({ ...settingsFor('cn-north-1'), stage: 'test' }, { validates: false });

const ofType = ({ templates }: { readonly templates: readonly Template[] }, type: string) =>
  templates.flatMap(({ Resources }) => Object.values(Resources).filter(({ Type }) => Type === type));
const propertiesOf = (type: string) => ofType(kept, type).map(({ Properties }) => Properties);
const policyOf = ({ templates }: typeof kept, type: string) =>
  [
    ...JSON.stringify(templates.map(({ text }) => JSON.parse(text))).matchAll(
      new RegExp(`"Type":"${type}".*?"DeletionPolicy":"(\\w+)"`, 'g'),
    ),
  ].map(([, policy]) => policy);

describe('the data', () => {
  it('outlives its stack, and the table cannot be deleted by mistake', () => {
    expect(policyOf(kept, 'AWS::DynamoDB::GlobalTable')).toEqual(['Retain']);
    expect(JSON.stringify(propertiesOf('AWS::DynamoDB::GlobalTable'))).toContain('"DeletionProtectionEnabled":true');
    expect(policyOf(passing, 'AWS::DynamoDB::GlobalTable')).toEqual(['Delete']);
  });

  it('has every index of the table of access patterns, a stream, an expiry and a way back in time', () => {
    const [table] = propertiesOf('AWS::DynamoDB::GlobalTable');
    const { table: _, ...others } = indexes;
    expect(table).toMatchObject({
      GlobalSecondaryIndexes: Object.entries(others).map(([IndexName, { pk, sk }]) => ({
        IndexName,
        KeySchema: [
          { AttributeName: pk, KeyType: 'HASH' },
          { AttributeName: sk, KeyType: 'RANGE' },
        ],
      })),
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'expiresOn', Enabled: true },
      Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
    });
  });

  it('has keys that turn over every year', () => {
    const keys = propertiesOf('AWS::KMS::Key');
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(key).toMatchObject({ EnableKeyRotation: true });
  });

  it('takes documents from our origin alone, keeps their versions, and clears what was never taken in', () => {
    const documents = propertiesOf('AWS::S3::Bucket').find(({ CorsConfiguration }) => CorsConfiguration !== undefined);
    expect(documents).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      CorsConfiguration: { CorsRules: [{ AllowedMethods: ['POST'], AllowedOrigins: ['https://hubang.example.org'] }] },
      LifecycleConfiguration: {
        Rules: [{ Prefix: 'quarantine/', ExpirationInDays: 7, NoncurrentVersionExpiration: { NoncurrentDays: 7 } }],
      },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    });
  });
});

describe('the functions', () => {
  it('run Node 24 on arm64, shorter than the gateway waits', () => {
    const ours = propertiesOf('AWS::Lambda::Function').filter(({ FunctionName }) => FunctionName !== undefined);
    expect(ours).toHaveLength(27);
    for (const { Runtime, Architectures, Timeout } of ours) {
      expect([Runtime, Architectures]).toEqual(['nodejs24.x', ['arm64']]);
      expect([28, 60]).toContain(Timeout);
    }
  });
});

describe('the workflow', () => {
  it('passes the events of each subscription to its queue', () => {
    const rules = propertiesOf('AWS::Events::Rule').map(({ EventPattern }) => EventPattern);
    for (const types of Object.values(subscriptions))
      expect(rules).toContainEqual({ source: ['hubang'], 'detail-type': types });
  });

  it('puts only new events of the table on the bus, and sets aside what it cannot put there', () => {
    const outbox = propertiesOf('AWS::Lambda::EventSourceMapping').find(({ FilterCriteria }) => FilterCriteria);
    const { filters, ...rest } = { filters: JSON.stringify(outbox?.['FilterCriteria']), ...outbox };
    expect(JSON.parse(JSON.parse(filters).Filters[0].Pattern)).toEqual({
      eventName: ['INSERT'],
      dynamodb: { Keys: { sk: { S: [{ prefix: 'EVENT#' }] } } },
    });
    expect(rest).toMatchObject({
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      MaximumRecordAgeInSeconds: 43_200,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(rest).not.toHaveProperty('MaximumRetryAttempts');
    expect(rest).toHaveProperty('DestinationConfig.OnFailure.Destination');
  });

  it('reports each failed message, and sets aside what failed five times', () => {
    const queues = propertiesOf('AWS::SQS::Queue').filter(({ RedrivePolicy }) => RedrivePolicy !== undefined);
    expect(queues).toHaveLength(4);
    for (const queue of queues)
      expect(queue).toMatchObject({ RedrivePolicy: { maxReceiveCount: 5 }, VisibilityTimeout: 360 });
  });

  it('looks for what is due every quarter of an hour in Shanghai', () => {
    expect(propertiesOf('AWS::Scheduler::Schedule')).toMatchObject([
      { ScheduleExpression: 'cron(0/15 * * * ? *)', ScheduleExpressionTimezone: 'Asia/Shanghai' },
    ]);
  });
});

describe('the alarms', () => {
  it('each say who is hurt and what to do', () => {
    const alarms = propertiesOf('AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(70);
    for (const { AlarmDescription } of alarms) expect(String(AlarmDescription)).toMatch(/^[A-Z][^.]+\. [A-Z].+\.$/);
  });
});
