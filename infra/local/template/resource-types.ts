import { nameFor, shortIdFor, uuidFor } from './names.ts';

/** What a resource's own values are made of. */
export type Self = {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  readonly apiUrl: string;
  readonly doorUrl: string;
  readonly property: (key: string) => string;
  /** Undefined where the template says nothing. */
  readonly optional: (key: string) => string | undefined;
};
type Value = (self: Self) => string;

export type ResourceType = {
  /** The property that names the resource; a missing one is filled in before engines see the resource. */
  readonly named?: { readonly property: string; readonly maxLength: number; readonly lowerCase?: true };
  readonly ref: Value;
  readonly attributes?: Readonly<Record<string, Value>>;
  /** Why the local run does nothing for it; absent for what an engine runs. */
  readonly idle?: string;
};

const arn = (service: string, tail: Value): Value => {
  return (self) => `arn:${self.partition}:${service}:${self.region}:${self.account}:${tail(self)}`;
};
const regionless = (service: string, tail: Value): Value => {
  return (self) => `arn:${self.partition}:${service}::${service === 's3' ? '' : self.account}:${tail(self)}`;
};
const name: Value = (self) => self.name;
const made: Value = (self) => nameFor(self.id, 64);
const shortId: Value = (self) => shortIdFor(self.id);
const uuid: Value = (self) => uuidFor(self.id);
const host = (url: string) => new URL(url).host;

const table: ResourceType = {
  named: { property: 'TableName', maxLength: 255 },
  ref: name,
  attributes: {
    Arn: arn('dynamodb', (self) => `table/${self.name}`),
    // One stream for the life of the table, so its label never changes.
    StreamArn: arn('dynamodb', (self) => `table/${self.name}/stream/2026-01-01T00:00:00.000`),
    TableId: uuid,
  },
};
const topic: ResourceType = {
  named: { property: 'TopicName', maxLength: 256 },
  ref: arn('sns', name),
  attributes: { TopicName: name, TopicArn: arn('sns', name) },
  idle: 'alarms have nobody to call on one machine',
};
/** A rule on a bus of one's own has the bus in its ARN. The property holds the name of the bus or its ARN. */
const busPrefix: Value = (self) => {
  const bus = self.optional('EventBusName')?.replace(/^.*\//, '') ?? 'default';
  return bus === 'default' ? '' : `${bus}/`;
};
const queueUrl: Value = (self) => `${self.doorUrl}/${self.account}/${self.name}`;
const stateMachine = arn('states', (self) => `stateMachine:${self.name}`);
const secret = arn('secretsmanager', (self) => `secret:${self.name}-${shortIdFor(self.id).slice(1, 7)}`);

const run: Readonly<Record<string, ResourceType>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::S3::Bucket': {
    named: { property: 'BucketName', maxLength: 63, lowerCase: true },
    ref: name,
    attributes: {
      Arn: regionless('s3', name),
      DomainName: (self) => `${host(self.doorUrl)}/${self.name}`,
      RegionalDomainName: (self) => `${host(self.doorUrl)}/${self.name}`,
    },
  },
  'AWS::S3::BucketPolicy': { ref: (self) => self.property('Bucket') },
  'AWS::KMS::Key': { ref: uuid, attributes: { Arn: arn('kms', (self) => `key/${uuidFor(self.id)}`), KeyId: uuid } },
  'AWS::KMS::Alias': { ref: (self) => self.property('AliasName') },
  'AWS::Lambda::Function': {
    named: { property: 'FunctionName', maxLength: 64 },
    ref: name,
    attributes: { Arn: arn('lambda', (self) => `function:${self.name}`) },
  },
  'AWS::Lambda::Permission': { ref: made },
  'AWS::Lambda::EventSourceMapping': {
    ref: uuid,
    attributes: {
      Id: uuid,
      EventSourceMappingArn: arn('lambda', (self) => `event-source-mapping:${uuidFor(self.id)}`),
    },
  },
  'AWS::ApiGatewayV2::Api': { ref: shortId, attributes: { ApiId: shortId, ApiEndpoint: (self) => self.apiUrl } },
  'AWS::ApiGatewayV2::Route': { ref: shortId, attributes: { RouteId: shortId } },
  'AWS::ApiGatewayV2::Integration': { ref: shortId, attributes: { IntegrationId: shortId } },
  'AWS::ApiGatewayV2::Authorizer': { ref: shortId, attributes: { AuthorizerId: shortId } },
  'AWS::ApiGatewayV2::Stage': { ref: (self) => self.property('StageName') },
  'AWS::StepFunctions::StateMachine': {
    named: { property: 'StateMachineName', maxLength: 80 },
    ref: stateMachine,
    attributes: { Arn: stateMachine, Name: name },
  },
  'AWS::Events::EventBus': {
    named: { property: 'Name', maxLength: 256 },
    ref: name,
    attributes: { Arn: arn('events', (self) => `event-bus/${self.name}`), Name: name },
  },
  'AWS::Events::Rule': {
    named: { property: 'Name', maxLength: 64 },
    ref: name,
    attributes: { Arn: arn('events', (self) => `rule/${busPrefix(self)}${self.name}`) },
  },
  'AWS::Scheduler::Schedule': {
    named: { property: 'Name', maxLength: 64 },
    ref: name,
    attributes: { Arn: arn('scheduler', (self) => `schedule/default/${self.name}`) },
  },
  'AWS::SQS::Queue': {
    named: { property: 'QueueName', maxLength: 80 },
    ref: queueUrl,
    attributes: { Arn: arn('sqs', name), QueueName: name, QueueUrl: queueUrl },
  },
  'AWS::SQS::QueuePolicy': { ref: made },
  'AWS::SES::EmailIdentity': { ref: (self) => self.property('EmailIdentity') },
  'AWS::SES::ConfigurationSet': { named: { property: 'Name', maxLength: 64 }, ref: name },
  'AWS::SecretsManager::Secret': {
    named: { property: 'Name', maxLength: 256 },
    ref: secret,
    attributes: { Id: secret },
  },
  'AWS::IAM::Role': {
    named: { property: 'RoleName', maxLength: 64 },
    ref: name,
    attributes: { Arn: regionless('iam', (self) => `role/${self.name}`), RoleId: shortId },
  },
  'AWS::IAM::Policy': { ref: (self) => self.property('PolicyName') },
  'AWS::IAM::ManagedPolicy': {
    named: { property: 'ManagedPolicyName', maxLength: 128 },
    ref: regionless('iam', (self) => `policy/${self.name}`),
    attributes: { PolicyArn: regionless('iam', (self) => `policy/${self.name}`) },
  },
  'Custom::CDKBucketDeployment': {
    ref: made,
    attributes: {
      DestinationBucketArn: (self) => `arn:${self.partition}:s3:::${self.property('DestinationBucketName')}`,
    },
  },
  'Custom::S3BucketNotifications': { ref: made },
};

const observed = 'the local run is watched by its operator, not by CloudWatch';
const idle: Readonly<Record<string, ResourceType>> = {
  'AWS::CDK::Metadata': { ref: made, idle: 'it only tells AWS how the stack was made' },
  'AWS::CloudWatch::Alarm': {
    ref: made,
    attributes: { Arn: arn('cloudwatch', (self) => `alarm:${nameFor(self.id, 64)}`) },
    idle: observed,
  },
  'AWS::CloudWatch::CompositeAlarm': {
    ref: made,
    attributes: { Arn: arn('cloudwatch', (self) => `alarm:${nameFor(self.id, 64)}`) },
    idle: observed,
  },
  'AWS::CloudWatch::Dashboard': { ref: made, idle: observed },
  'AWS::Logs::LogGroup': {
    named: { property: 'LogGroupName', maxLength: 512 },
    ref: name,
    attributes: { Arn: arn('logs', (self) => `log-group:${self.name}:*`) },
    idle: 'what functions print goes to the logs folder of the state',
  },
  'AWS::Logs::MetricFilter': { ref: made, idle: observed },
  'AWS::Logs::ResourcePolicy': { ref: made, idle: 'there are no log groups to write to' },
  'Custom::LogRetention': {
    ref: made,
    attributes: { LogGroupName: (self) => self.property('LogGroupName') },
    idle: 'there are no log groups to keep',
  },
  'AWS::SNS::Topic': topic,
  'AWS::SNS::TopicPolicy': { ref: made, idle: 'see AWS::SNS::Topic' },
  'AWS::SNS::Subscription': { ref: made, idle: 'see AWS::SNS::Topic' },
  'AWS::CloudFront::Distribution': {
    ref: shortId,
    attributes: { DomainName: (self) => host(self.apiUrl), Id: shortId },
    idle: 'the default route of the API serves the web',
  },
  'AWS::CloudFront::OriginAccessControl': { ref: shortId, attributes: { Id: shortId }, idle: 'see the distribution' },
  'AWS::CloudFront::CachePolicy': { ref: shortId, attributes: { Id: shortId }, idle: 'see the distribution' },
  'AWS::CloudFront::OriginRequestPolicy': { ref: shortId, attributes: { Id: shortId }, idle: 'see the distribution' },
  'AWS::CloudFront::ResponseHeadersPolicy': { ref: shortId, attributes: { Id: shortId }, idle: 'see the distribution' },
  'AWS::CloudFront::Function': {
    ref: made,
    attributes: { FunctionARN: regionless('cloudfront', (self) => `function/${nameFor(self.id, 64)}`) },
    idle: 'see the distribution',
  },
  'AWS::SES::ConfigurationSetEventDestination': { ref: made, idle: 'the local mailbox accepts every mail' },
  'AWS::Lambda::LayerVersion': { ref: made, idle: 'only the providers of custom resources use layers' },
  'Custom::S3AutoDeleteObjects': { ref: made, idle: 'buckets end with the state folder' },
};

/** Every resource type that the local run knows, and what its Ref and attributes stand for. */
export const resourceTypes: Readonly<Record<string, ResourceType>> = { ...run, ...idle };
