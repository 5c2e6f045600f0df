import { describe, expect, it } from 'vitest';
import { AwsFault, type Need, type Resource } from '#infra/local/engine';
import { authorizer, policiesOf, resourcePolicies, roleIds } from '#infra/local/permissions';
import { uuidFor } from '#infra/local/template/names';

const arn = (service: string, rest: string) => `arn:aws-cn:${service}:cn-north-1:111122223333:${rest}`;
const table = arn('dynamodb', 'table/Grants');
const bucket = 'arn:aws-cn:s3:::documents';

const resource = (id: string, type: string, properties: Resource['properties']): Resource => ({ id, type, properties });
const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: unknown, Resource: unknown, more: object = {}) => ({
  ...allow(Action, Resource, more),
  Effect: 'Deny',
});
const document = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });

/** A stack with one role, `Api.Role`, that holds the given statements. */
const stack = (...statements: unknown[]): readonly Resource[] => [
  resource('Api.Role', 'AWS::IAM::Role', { RoleName: 'api-role', AssumeRolePolicyDocument: {} }),
  resource('Api.Policy', 'AWS::IAM::Policy', { PolicyDocument: document(...statements), Roles: ['api-role'] }),
];
const may = (resources: readonly Resource[], need: Need, roleId = 'Api.Role') => {
  try {
    authorizer(policiesOf(resources), resourcePolicies(resources))(roleId, need);
    return true;
  } catch (error) {
    if (error instanceof AwsFault && error.code === 'AccessDeniedException') return false;
    throw error;
  }
};

describe('a role', () => {
  const getItem: Need = { action: 'dynamodb:GetItem', resource: table };

  it('may do what one of its statements allows and nothing else', () => {
    const granted = stack(allow(['dynamodb:GetItem', 'dynamodb:Query'], [table, `${table}/index/*`]));
    expect(may(granted, getItem)).toBe(true);
    expect(may(granted, { action: 'dynamodb:Query', resource: `${table}/index/gsi1` })).toBe(true);
    expect(may(granted, { action: 'dynamodb:PutItem', resource: table })).toBe(false);
    expect(may(granted, { action: 'dynamodb:GetItem', resource: `${table}2` })).toBe(false);
    expect(may(granted, getItem, 'Api.OtherRole')).toBe(false);
    expect(may(stack(), getItem)).toBe(false);
  });

  it('holds the policies inside it, those attached by its name or its id, and a managed one of the template', () => {
    const statement = document(allow('dynamodb:GetItem', table));
    const role = (properties: object) =>
      resource('Api.Role', 'AWS::IAM::Role', { RoleName: 'api-role', ...properties });
    expect(may([role({ Policies: [{ PolicyName: 'own', PolicyDocument: statement }] })], getItem)).toBe(true);
    const attached = (Roles: readonly string[]) =>
      resource('Api.P', 'AWS::IAM::Policy', { PolicyDocument: statement, Roles });
    expect(may([role({}), attached(['api-role'])], getItem)).toBe(true);
    expect(may([role({}), attached(['Api.Role'])], getItem)).toBe(true);
    const managed = resource('Api.M', 'AWS::IAM::ManagedPolicy', {
      ManagedPolicyName: 'overflow',
      PolicyDocument: statement,
    });
    const named = role({ ManagedPolicyArns: ['arn:aws-cn:iam::111122223333:policy/overflow'] });
    expect(may([named, managed], getItem)).toBe(true);
    expect(may([role({}), managed], getItem)).toBe(false);
  });

  it('knows of the policies of AWS only the one for logs', () => {
    const named = (name: string) => [
      resource('Api.Role', 'AWS::IAM::Role', {
        ManagedPolicyArns: [`arn:aws-cn:iam::aws:policy/service-role/${name}`],
      }),
    ];
    expect(may(named('AWSLambdaBasicExecutionRole'), { action: 'logs:PutLogEvents', resource: arn('logs', 'x') })).toBe(
      true,
    );
    expect(may(named('AWSLambdaBasicExecutionRole'), getItem)).toBe(false);
    expect(() => policiesOf(named('AdministratorAccess'))).toThrow('does not know the managed policy');
  });

  it('is stopped by an explicit denial, of its own or of the resource to everyone', () => {
    expect(may(stack(allow('dynamodb:*', '*'), deny('dynamodb:Get*', table)), getItem)).toBe(false);
    const guarded = (Condition: object) => [
      ...stack(allow('s3:*', '*')),
      resource('Data.BucketPolicy', 'AWS::S3::BucketPolicy', {
        Bucket: 'documents',
        PolicyDocument: document(deny('s3:*', [bucket, `${bucket}/*`], { Principal: { AWS: '*' }, Condition })),
      }),
    ];
    const read: Need = { action: 's3:GetObject', resource: `${bucket}/documents/abc` };
    expect(may(guarded({ Null: { 's3:ExistingObjectTag/scan': 'true' } }), read)).toBe(false);
    expect(may(guarded({ Bool: { 'aws:SecureTransport': 'false' } }), read)).toBe(true);
  });

  it('is found by id, name or ARN', () => {
    const roleIdOf = roleIds(stack());
    for (const reference of ['Api.Role', 'api-role', 'arn:aws-cn:iam::111122223333:role/api-role']) {
      expect(roleIdOf(reference)).toBe('Api.Role');
    }
    expect(roleIdOf('arn:aws-cn:iam::111122223333:role/other')).toBeUndefined();
  });
});

describe('patterns', () => {
  const object = (key: string): Need => ({ action: 's3:GetObject', resource: `${bucket}/${key}` });

  it('take * for any text and ? for one sign, in actions of any case', () => {
    const granted = stack(allow('S3:get*', `${bucket}/clean-?/*.pdf`));
    expect(may(granted, object('clean-1/a/b.pdf'))).toBe(true);
    expect(may(granted, object('clean-12/a.pdf'))).toBe(false);
    expect(may(granted, object('clean-1/a.pdf.exe'))).toBe(false);
    expect(may(granted, { ...object('clean-1/a.pdf'), action: 's3:PutObject' })).toBe(false);
  });

  it('take other signs as they are, and resources by their case', () => {
    const granted = stack(allow('s3:GetObject', `${bucket}/a.b(1)`));
    expect(may(granted, object('a.b(1)'))).toBe(true);
    expect(may(granted, object('axb(1)'))).toBe(false);
    expect(may(granted, object('A.b(1)'))).toBe(false);
  });
});

describe('a condition', () => {
  const under = (Condition: object, context?: Need['context']) =>
    may(stack(allow('dynamodb:GetItem', table, { Condition })), {
      action: 'dynamodb:GetItem',
      resource: table,
      ...(context === undefined ? {} : { context }),
    });
  const keys = (...values: string[]) => ({ 'dynamodb:LeadingKeys': values });

  it('on leading keys holds for all of them or not at all', () => {
    const like = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['FUND#*', 'ENTRY#*'] } };
    expect(under(like, keys('FUND#1', 'ENTRY#2'))).toBe(true);
    expect(under(like, keys('FUND#1', 'PERSON#2'))).toBe(false);
    const equals = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': 'FUND#1' } };
    expect(under(equals, keys('FUND#1'))).toBe(true);
    expect(under(equals, keys('FUND#*'))).toBe(false);
  });

  it('on any value needs one, and fails where there is none', () => {
    const any = { 'ForAnyValue:StringEquals': { 'dynamodb:Attributes': ['name'] } };
    expect(under(any, { 'dynamodb:Attributes': ['id', 'name'] })).toBe(true);
    expect(under(any, { 'dynamodb:Attributes': ['id'] })).toBe(false);
    expect(under(any)).toBe(false);
  });

  it('on one value compares it, in keys of any case, and a missing value fits only a "not"', () => {
    const context = { 'kms:EncryptionContext:purpose': ['gate'] };
    expect(under({ StringEquals: { 'KMS:encryptioncontext:purpose': ['gate', 'cursor'] } }, context)).toBe(true);
    expect(under({ StringEquals: { 'kms:EncryptionContext:purpose': 'Gate' } }, context)).toBe(false);
    expect(under({ StringLike: { 'kms:EncryptionContext:purpose': 'ga*' } }, context)).toBe(true);
    expect(under({ StringNotEquals: { 'kms:EncryptionContext:purpose': 'gate' } }, context)).toBe(false);
    expect(under({ StringEquals: { 'kms:EncryptionContext:purpose': 'gate' } })).toBe(false);
    expect(under({ StringNotEquals: { 'kms:EncryptionContext:purpose': 'gate' } })).toBe(true);
    expect(under({ Bool: { 'kms:GrantIsForAWSResource': true } }, { 'kms:GrantIsForAWSResource': ['true'] })).toBe(
      true,
    );
    expect(under({ Null: { 'kms:EncryptionContext:purpose': 'false' } }, context)).toBe(true);
    expect(under({ Null: { 'kms:EncryptionContext:purpose': 'true' } }, context)).toBe(false);
  });

  it('asks for all of its keys and operators', () => {
    const both = { StringEquals: { a: '1', b: '2' }, Null: { c: 'true' } };
    expect(under(both, { a: ['1'], b: ['2'] })).toBe(true);
    expect(under(both, { a: ['1'] })).toBe(false);
    expect(under(both, { a: ['1'], b: ['2'], c: ['3'] })).toBe(false);
  });

  it('for one value does not pass judgement on several', () => {
    expect(() => under({ StringEquals: { 'dynamodb:LeadingKeys': 'FUND#1' } }, keys('FUND#1', 'PERSON#1'))).toThrow(
      'needs ForAllValues or ForAnyValue',
    );
  });
});

describe('what the local run does not know of IAM', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ['NotAction', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
    ['NotResource', { Effect: 'Allow', Action: 's3:*', NotResource: bucket }],
    ['NumericLessThan', allow('s3:GetObject', '*', { Condition: { NumericLessThan: { 's3:max-keys': '10' } } })],
    ['StringEqualsIfExists', allow('s3:GetObject', '*', { Condition: { StringEqualsIfExists: { a: 'b' } } })],
    ['policy variable', allow('s3:GetObject', `${bucket}/\${aws:username}/*`)],
    ['no action', allow('GetObject', '*')],
    ['Effect', { Effect: 'allow', Action: 's3:*', Resource: '*' }],
  ];
  it.each(cases)('is an error at start: %s', (what, statement) => {
    expect(() => policiesOf(stack(statement))).toThrow(what);
    expect(() => policiesOf(stack(statement))).toThrow('Api.Policy');
  });

  it('includes users, boundaries and roles that do not exist', () => {
    expect(() => policiesOf([resource('Api.User', 'AWS::IAM::User', {})])).toThrow('does not support AWS::IAM::User');
    const bound = resource('Api.Role', 'AWS::IAM::Role', { PermissionsBoundary: 'arn:aws-cn:iam::aws:policy/X' });
    expect(() => policiesOf([bound])).toThrow('PermissionsBoundary');
    const lost = resource('Api.Policy', 'AWS::IAM::Policy', { PolicyDocument: document(), Roles: ['gone'] });
    expect(() => policiesOf([lost])).toThrow('which is no role here');
  });
});

describe("a service acting by a resource's own policy", () => {
  const queue = arn('sqs', 'mail');
  const rule = arn('events', 'rule/bus/mail');
  const sends = allow('sqs:SendMessage', queue, {
    Principal: { Service: 'events.amazonaws.com' },
    Condition: { ArnEquals: { 'aws:SourceArn': rule } },
  });
  const queues = (...statements: unknown[]) =>
    resourcePolicies([
      resource('Flow.QueuePolicy', 'AWS::SQS::QueuePolicy', {
        Queues: ['http://127.0.0.1:9/111122223333/mail'],
        PolicyDocument: document(...statements),
      }),
    ]);

  it('may send to the queue for the rule that the policy names, whatever the suffix of its principal', () => {
    const { mayService } = queues(sends);
    expect(mayService('events', 'sqs:SendMessage', queue, rule)).toBe(true);
    expect(mayService('events.amazonaws.com.cn', 'sqs:SendMessage', queue, rule)).toBe(true);
    expect(mayService('scheduler', 'sqs:SendMessage', queue, rule)).toBe(false);
    expect(mayService('events', 'sqs:ReceiveMessage', queue, rule)).toBe(false);
    expect(mayService('events', 'sqs:SendMessage', queue, `${rule}2`)).toBe(false);
    expect(mayService('events', 'sqs:SendMessage', arn('sqs', 'other'), rule)).toBe(false);
    expect(resourcePolicies([]).mayService('events', 'sqs:SendMessage', queue, rule)).toBe(false);
  });

  it('is not stopped by the demand for TLS, but by any other denial', () => {
    const plain = { Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
    expect(queues(sends, deny('sqs:*', queue, plain)).mayService('events', 'sqs:SendMessage', queue, rule)).toBe(true);
    const all = deny('sqs:*', queue, { Principal: '*' });
    expect(queues(sends, all).mayService('events', 'sqs:SendMessage', queue, rule)).toBe(false);
  });

  it('may invoke the function that the permission is about, from the source that it names', () => {
    const permission = (FunctionName: string) =>
      resourcePolicies([
        resource('Api.Permission', 'AWS::Lambda::Permission', {
          Action: 'lambda:InvokeFunction',
          FunctionName,
          Principal: 'apigateway.amazonaws.com',
          SourceArn: arn('execute-api', 'abc/*/*/api/awards/{id}'),
        }),
      ]);
    const invoke = (name: string, route: string, FunctionName = arn('lambda', 'function:award')) =>
      permission(FunctionName).mayService(
        'apigateway',
        'lambda:InvokeFunction',
        arn('lambda', `function:${name}`),
        route,
      );
    const route = arn('execute-api', 'abc/$default/POST/api/awards/{id}');
    expect(invoke('award', route)).toBe(true);
    expect(invoke('award', route, 'award')).toBe(true);
    expect(invoke('my-award', route, 'award')).toBe(false);
    expect(invoke('calls', route)).toBe(false);
    expect(invoke('award', arn('execute-api', 'abc/$default/POST/api/calls'))).toBe(false);
  });

  it('may use the key whose policy says so, and no other key', () => {
    const { mayService } = resourcePolicies([
      resource('Data.Key', 'AWS::KMS::Key', {
        KeyPolicy: document(
          allow('kms:*', '*', { Principal: { AWS: 'arn:aws-cn:iam::111122223333:root' } }),
          allow(['kms:Decrypt', 'kms:GenerateDataKey*'], '*', { Principal: { Service: 'events.amazonaws.com' } }),
        ),
      }),
    ]);
    const key = (id: string) => arn('kms', `key/${uuidFor(id)}`);
    expect(mayService('events', 'kms:GenerateDataKey', key('Data.Key'), rule)).toBe(true);
    expect(mayService('s3', 'kms:GenerateDataKey', key('Data.Key'), rule)).toBe(false);
    expect(mayService('events', 'kms:GenerateDataKey', key('Data.OtherKey'), rule)).toBe(false);
  });

  it('is an error at start where the permission says more than the local run knows', () => {
    const permission = {
      Action: 'lambda:InvokeFunction',
      FunctionName: 'f',
      Principal: 's3.amazonaws.com',
      PrincipalOrgID: 'o-1',
    };
    expect(() => resourcePolicies([resource('A.P', 'AWS::Lambda::Permission', permission)])).toThrow('PrincipalOrgID');
  });
});
