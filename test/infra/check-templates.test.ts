import { Stack } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { checkLiterals } from '#infra/tools/check-literals';
import { checkProperties } from '#infra/tools/check-properties';
import { checkRoutes, conflictsAmong, routesOf } from '#infra/tools/check-routes';
import { settingsFor, synthesise, type Template } from '#infra/tools/synthesise';
import { steps } from '#shared/contracts/routes/all';

const frankfurt = synthesise(settingsFor('eu-central-1'), { validates: true });

const template = (Type: string, Properties: Readonly<Record<string, unknown>>): Template => ({
  stack: 'planted',
  text: '',
  Resources: { It: { Type, Properties } },
});

describe('the check of templates', () => {
  it.each(['cn-north-1', 'cn-northwest-1'])(
    'finds no fault with ours in %s, nor text of another partition',
    (region) => {
      const { templates, violations } = synthesise(settingsFor(region), { validates: true });
      expect(violations).toEqual([]);
      expect(templates.flatMap((each) => [...checkProperties(each), ...checkLiterals(each)])).toEqual([]);
      expect(templates.map(({ stack }) => stack).toSorted()).toEqual(
        ['alarms', 'api', 'data', 'mail', 'web', 'workflow'].map((name) => `hubang-prod-${name}`),
      );
    },
  );

  it('finds no fault with ours in eu-central-1, which has a user pool as well', () => {
    expect(frankfurt.violations).toEqual([]);
    expect(frankfurt.templates.flatMap(checkProperties)).toEqual([]);
    expect(frankfurt.templates.map(({ stack }) => stack)).toContain('hubang-prod-identity');
  });

  it.each([
    ['eu-central-1', 'arn:cn:acm:us-east-1:000000000000:certificate/1', 'AcmCertificateArn'],
    ['cn-northwest-1', 'certificate-1', 'IamCertificateId'],
  ])('finds no fault with CloudFront in %s, with its certificate', (region, certificate, property) => {
    const { origin: _, ...settings } = settingsFor(region);
    const given = { ...settings, domain: 'hubang.example.org', certificate };
    const { templates, violations } = synthesise(given, { validates: true });
    expect(violations).toEqual([]);
    expect(templates.flatMap((each) => [...checkProperties(each), ...checkLiterals(each)])).toEqual([]);
    const edge = templates
      .flatMap(({ Resources }) => Object.values(Resources))
      .find(({ Type }) => Type === 'AWS::CloudFront::Distribution');
    expect(edge).toHaveProperty(`Properties.DistributionConfig.ViewerCertificate.${property}`, certificate);
  });

  it('finds what cdk-nag objects to', () => {
    const { violations } = synthesise(settingsFor('eu-central-1'), {
      validates: true,
      change: (app) => void new CfnBucket(new Stack(app, 'Planted'), 'Open', {}),
    });
    expect(violations.join('\n')).toMatch(/AwsSolutions-S1.*Planted\/Open/);
  });

  it.each([
    ['a type that does not exist', template('AWS::S3::Bukket', {}), 'there is no such type'],
    ['a misspelt property', template('AWS::SQS::Queue', { VisibiltyTimeout: 30 }), 'no such property'],
    [
      'a misspelt property deep inside',
      template('AWS::S3::Bucket', { CorsConfiguration: { CorsRules: [{ AllowedMethod: [] }] } }),
      'no such property',
    ],
    ['text where a number belongs', template('AWS::SQS::Queue', { VisibilityTimeout: 'long' }), 'is no integer'],
    ['a number where a list belongs', template('AWS::Lambda::Function', { Architectures: 1 }), 'is no list'],
    [
      'text where an object belongs',
      template('AWS::S3::Bucket', { VersioningConfiguration: 'Enabled' }),
      'is no object',
    ],
    ['a property that is missing', template('AWS::Lambda::EventSourceMapping', { BatchSize: 10 }), 'is missing'],
  ])('finds %s', (_name, planted, says) => {
    expect(checkProperties(planted).join('\n')).toContain(says);
  });

  it.each([
    ['an ARN', { Policy: { Resource: 'arn:aws:s3:::documents' } }],
    ['a host', { Endpoint: 'https://sqs.eu-central-1.amazonaws.com' }],
    ['a principal that is an account', { Principal: { AWS: 'arn:aws:iam::000000000000:root' } }],
  ])('finds %s that is right in one partition alone', (_name, properties) => {
    expect(checkLiterals(template('AWS::SQS::Queue', properties))).toHaveLength(1);
  });

  it('lets a service be called as every partition calls it', () => {
    expect(checkLiterals(template('AWS::IAM::Role', { Principal: { Service: 'lambda.amazonaws.com' } }))).toEqual([]);
  });
});

describe('the routes', () => {
  it('of table and templates are the same', () => {
    expect(checkRoutes(frankfurt.templates, steps)).toEqual([]);
    expect(routesOf(steps).length).toBeGreaterThan(80);
  });

  it('are missed when a template lacks them or opens one that the table closes', () => {
    const needs = { 'needs of nobody': { ...steps.needs } };
    const opened = frankfurt.templates.map((each) => ({
      ...each,
      Resources: Object.fromEntries(
        Object.entries(each.Resources).map(([id, resource]) => [
          id,
          resource.Properties['RouteKey'] === 'GET /api/inbox'
            ? { ...resource, Properties: { ...resource.Properties, AuthorizationType: 'NONE' } }
            : resource,
        ]),
      ),
    }));
    expect(checkRoutes(opened, steps)).toEqual([
      'The templates have no route GET /api/inbox JWT.',
      'The table has no route GET /api/inbox NONE.',
    ]);
    expect(checkRoutes([], needs)).toContain('The templates have no route $default NONE.');
  });

  it('conflict when they differ in the names of their variables alone', () => {
    expect(conflictsAmong(['GET /api/funds/{fundId} JWT', 'GET /api/funds/{id} JWT']).join()).toContain(
      'match the same requests',
    );
    expect(conflictsAmong(['GET /api/funds/{fundId} JWT', 'PUT /api/funds/{id}/name JWT']).join()).toContain(
      'both {fundId} and {id}',
    );
    expect(conflictsAmong(['GET /api/funds/{fundId} JWT', 'PUT /api/funds/{fundId} JWT'])).toEqual([]);
  });
});
