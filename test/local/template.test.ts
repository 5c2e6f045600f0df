import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTemplate } from '#infra/local/template/load';
import { synth } from '#infra/local/template/synth';

const folder = mkdtempSync(path.join(tmpdir(), 'hubang-template-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const facts = { stateDir: folder, region: 'cn-north-1', account: '000000000000', partition: 'aws-cn' };
const addresses = { apiUrl: 'http://127.0.0.1:1', doorUrl: 'http://127.0.0.1:2' };

describe('the fixture app', () => {
  const outDir = path.join(folder, 'cdk.out');
  const context = { issuer: 'http://127.0.0.1:3', audience: 'people', origin: 'http://127.0.0.1:1' };
  const app = { app: 'test/local/fixtures/app.ts', sources: ['test/local/fixtures'] };
  beforeAll(async () => {
    expect(await synth({ outDir, context, ...app })).toBe(true);
  });
  const load = () => loadTemplate(outDir, facts, addresses);
  const named = (id: string) => {
    const found = load().resources.find((resource) => resource.id.replace(/[0-9A-F]{8}$/, '') === id);
    if (!found) throw new Error(`no ${id}`);
    return found;
  };

  it('is synthesised again only when sources or context change', async () => {
    expect(await synth({ outDir, context, ...app })).toBe(false);
    const other = path.join(folder, 'other.out');
    await synth({ outDir: other, context, ...app });
    expect(await synth({ outDir: other, context: { ...context, audience: 'others' }, ...app })).toBe(true);
  });

  it('gives functions the names and addresses of what they use, across stacks', () => {
    const table = named('Data.Table').properties['TableName'];
    const { Variables } = { Variables: {}, ...Object(named('Api.Echo').properties['Environment']) };
    expect(Variables).toMatchObject({
      TABLE: table,
      KEY: expect.stringMatching(/^arn:aws-cn:kms:cn-north-1:000000000000:key\/[0-9a-f-]{36}$/),
      BUCKET: expect.stringMatching(/^data-documents[0-9a-z-]+$/),
      QUEUE: expect.stringMatching(/^http:\/\/127\.0\.0\.1:2\/000000000000\/Data-Queue/),
      ORIGIN: 'http://127.0.0.1:1',
    });
  });

  it('makes a secret once and keeps it', () => {
    const secret = () => Object(Object(named('Api.Echo').properties['Environment']).Variables).CURSOR_SECRET;
    expect(secret()).toMatch(/^.{32}$/);
    expect(secret()).toBe(secret());
    expect(loadTemplate(outDir, { ...facts, stateDir: mkdtempSync(path.join(folder, 'x-')) }, addresses)).not.toEqual(
      load(),
    );
  });

  it('turns the custom resource for bucket events into a property of the bucket and leaves its function out', () => {
    expect(named('Data.Documents').properties['NotificationConfiguration']).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
    const functions = load().resources.filter(({ type }) => type === 'AWS::Lambda::Function');
    expect(functions.map(({ id }) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['Api.Echo', 'Api.Worker']);
  });

  it('finds the folder of a bundle', () => {
    const { S3Key } = Object(named('Api.Echo').properties['Code']);
    expect(load().assetAt(S3Key)).toMatch(/cdk\.out\/asset\.[0-9a-f]+$/);
    expect(() => load().assetAt('nothing.zip')).toThrow('No asset');
  });

  it('resolves outputs', () => {
    expect(Object.values(load().outputs)).toContain('http://127.0.0.1:1');
  });
});

type Body = Record<string, unknown>;
let count = 0;
const assembly = (stacks: Record<string, Body>) => {
  count += 1;
  const outDir = path.join(folder, `made-${count}`);
  mkdirSync(outDir);
  const names = Object.keys(stacks);
  const artifacts = names.map((name, index) => [
    name,
    {
      type: 'aws:cloudformation:stack',
      properties: { templateFile: `${name}.json` },
      // Every stack depends on the one that is listed after it.
      dependencies: names.slice(index + 1, index + 2),
    },
  ]);
  writeFileSync(path.join(outDir, 'manifest.json'), JSON.stringify({ artifacts: Object.fromEntries(artifacts) }));
  for (const name of names) writeFileSync(path.join(outDir, `${name}.json`), JSON.stringify(stacks[name]));
  return outDir;
};
const queueWith = (value: unknown, rest: Body = {}) =>
  assembly({ One: { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { value } } }, ...rest } });
const resolved = (value: unknown, rest?: Body) =>
  loadTemplate(queueWith(value, rest), facts, addresses).resources[0]?.properties['value'];

describe('intrinsic functions', () => {
  const Conditions = {
    IsChina: { 'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws-cn'] },
    IsNot: { 'Fn::Not': [{ Condition: 'IsChina' }] },
    Both: { 'Fn::And': [{ Condition: 'IsChina' }, { 'Fn::Not': [{ Condition: 'IsNot' }] }] },
    Either: { 'Fn::Or': [{ Condition: 'IsNot' }, { 'Fn::Equals': ['a', 'b'] }] },
  };
  it.each([
    [{ Ref: 'AWS::Region' }, 'cn-north-1'],
    [{ Ref: 'AWS::StackName' }, 'One'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'AWS::AccountId' }]] }, 'a-000000000000'],
    [
      { 'Fn::Sub': `\${AWS::Partition} \${!kept} \${Queue.QueueName}` },
      expect.stringMatching(/^aws-cn \$\{kept\} One-Queue-/),
    ],
    [{ 'Fn::Sub': [`\${own}`, { own: { Ref: 'AWS::Region' } }] }, 'cn-north-1'],
    [{ 'Fn::Select': ['1', { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
    [{ 'Fn::Base64': 'text' }, 'dGV4dA=='],
    [{ 'Fn::If': ['Both', 'yes', 'no'] }, 'yes'],
    [{ 'Fn::If': ['Either', 'yes', 'no'] }, 'no'],
    [{ 'Fn::If': ['IsNot', 'yes', { Ref: 'AWS::NoValue' }] }, undefined],
    [
      ['a', { Ref: 'AWS::NoValue' }, { b: { Ref: 'AWS::NoValue' } }],
      ['a', {}],
    ],
    [{ 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'key'] }, 'found'],
  ])('resolves %j', (value, expected) => {
    const Mappings = { Map: { 'cn-north-1': { key: 'found' } } };
    expect(resolved(value, { Conditions, Mappings })).toEqual(expected);
  });

  it('gives a rule the ARN of its bus, whether it is named or referred to', () => {
    const rule = (EventBusName: unknown) => ({ Type: 'AWS::Events::Rule', Properties: { Name: 'r', EventBusName } });
    const arnOf = (of: string) => ({ 'Fn::GetAtt': [of, 'Arn'] });
    const Properties = { arns: [arnOf('Own'), arnOf('ByArn'), arnOf('Default')] };
    const outDir = assembly({
      One: {
        Resources: {
          Queue: { Type: 'AWS::SQS::Queue', Properties },
          Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'b' } },
          Own: rule({ Ref: 'Bus' }),
          ByArn: rule(arnOf('Bus')),
          Default: { Type: 'AWS::Events::Rule', Properties: { Name: 'r' } },
        },
      },
    });
    const prefix = 'arn:aws-cn:events:cn-north-1:000000000000:rule';
    expect(loadTemplate(outDir, facts, addresses).resources[0]?.properties['arns']).toEqual([
      `${prefix}/b/r`,
      `${prefix}/b/r`,
      `${prefix}/r`,
    ]);
  });

  it('leaves out a resource whose condition does not hold', () => {
    const outDir = assembly({ One: { Conditions, Resources: { Q: { Type: 'AWS::SQS::Queue', Condition: 'IsNot' } } } });
    expect(loadTemplate(outDir, facts, addresses).resources).toEqual([]);
  });

  it('imports what another stack exports, and puts that stack first', () => {
    const outDir = assembly({
      Web: { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { from: { 'Fn::ImportValue': 'shared' } } } } },
      Data: {
        Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'kept' } } },
        Outputs: { Out: { Value: { 'Fn::GetAtt': ['Bucket', 'Arn'] }, Export: { Name: 'shared' } } },
      },
    });
    const { resources } = loadTemplate(outDir, facts, addresses);
    expect(resources.map(({ id }) => id)).toEqual(['Data.Bucket', 'Web.Queue']);
    expect(resources[1]?.properties['from']).toBe('arn:aws-cn:s3:::kept');
  });
});

describe('what the local run does not know', () => {
  it.each([
    [
      'an intrinsic',
      { 'Fn::Cidr': ['10.0.0.0/8'] },
      'Stack One, Queue: The intrinsic function Fn::Cidr is not supported',
    ],
    ['an attribute', { 'Fn::GetAtt': ['Queue', 'Colour'] }, 'Stack One, Queue: the attribute Colour of Queue'],
    ['a resource', { Ref: 'Nobody' }, 'Stack One, Queue: there is no resource or parameter Nobody'],
    ['an export', { 'Fn::ImportValue': 'nothing' }, 'Stack One, Queue: no stack exports nothing'],
    [
      'a dynamic reference',
      '{{resolve:ssm:/name}}',
      'Stack One, Queue: the dynamic reference ssm:/name is not supported',
    ],
  ])('refuses %s', (_what, value, message) => {
    expect(() => resolved(value)).toThrow(message);
  });

  it('refuses a resource type', () => {
    const outDir = assembly({ One: { Resources: { Base: { Type: 'AWS::RDS::DBInstance' } } } });
    expect(() => loadTemplate(outDir, facts, addresses)).toThrow(
      'Stack One, Base: the resource type AWS::RDS::DBInstance is not supported',
    );
  });

  it('refuses a name that refers to itself', () => {
    const Properties = { QueueName: { 'Fn::GetAtt': ['Queue', 'QueueName'] } };
    const outDir = assembly({ One: { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties } } } });
    expect(() => loadTemplate(outDir, facts, addresses)).toThrow('refers to itself');
  });

  it('says why it does nothing for an alarm', () => {
    const Properties = { Dimensions: { 'Fn::Transform': 'whatever' } };
    const outDir = assembly({ One: { Resources: { Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties } } } });
    expect(loadTemplate(outDir, facts, addresses).idle).toEqual([
      { id: 'One.Alarm', type: 'AWS::CloudWatch::Alarm', why: expect.stringContaining('CloudWatch') },
    ]);
  });
});
