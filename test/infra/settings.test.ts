import { describe, expect, it } from 'vitest';
import { settingsOf } from '#infra/settings';
import { settingsFor } from '#infra/tools/synthesise';

const frankfurt = settingsFor('eu-central-1');
const beijing = settingsFor('cn-north-1');
const without = (settings: Readonly<Record<string, string>>, ...names: readonly string[]) =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => !names.includes(name)));

describe('settings', () => {
  it('use a user pool and SES where a region has them', () => {
    expect(settingsOf(frankfurt)).toMatchObject({
      identity: { kind: 'userPool', prefix: 'hubang-prod' },
      mail: { port: 'ses', from: 'notice@hubang.example.org' },
      isKept: true,
    });
  });

  it('use the given issuer and SMTP in China', () => {
    expect(settingsOf(beijing)).toMatchObject({
      identity: { kind: 'issuer', issuer: 'https://id.example.org' },
      mail: { port: 'smtp', url: undefined },
    });
  });

  it('take the domain of CloudFront as the origin', () => {
    const given = { ...without(frankfurt, 'origin'), domain: 'hubang.example.org', certificate: 'certificate-1' };
    expect(settingsOf(given)).toMatchObject({
      origin: 'https://hubang.example.org',
      edge: { certificate: 'certificate-1' },
    });
  });

  it('keep nothing on one machine, where addresses need no https', () => {
    const local = {
      ...beijing,
      stage: 'local',
      origin: 'http://127.0.0.1:8080',
      issuer: 'http://127.0.0.1:9000',
      mail: 'ses',
    };
    expect(settingsOf(local)).toMatchObject({ isKept: false, mail: { port: 'ses' } });
  });

  it.each([
    ['mailFrom is missing', without(frankfurt, 'mailFrom')],
    ['region is missing', without(frankfurt, 'region')],
    ['origin is missing', without(frankfurt, 'origin')],
    ['firstAdministrator has to be an e-mail address', { ...frankfurt, firstAdministrator: 'nobody' }],
    ['mailForm is no setting', { ...frankfurt, mailForm: 'a@example.org' }],
    ['stage has to be a short lower-case word', { ...frankfurt, stage: 'Prod!' }],
    [
      'issuer is missing. In cn-north-1: Amazon Cognito has no user pools',
      without(beijing, 'issuer', 'audience', 'clientId'),
    ],
    ['mail cannot be ses. In cn-north-1: Amazon SES is not offered', { ...beijing, mail: 'ses' }],
    ['issuer needs audience', without(beijing, 'audience')],
    ['audience and clientId belong to an issuer', { ...frankfurt, audience: 'hubang' }],
    ['origin has to be an https address in the stage prod', { ...frankfurt, origin: 'http://hubang.example.org' }],
    ['without a path', { ...frankfurt, origin: 'https://hubang.example.org/' }],
    ['smtpUrl holds a password', { ...beijing, smtpUrl: 'smtps://user:secret@mail.example.org' }],
    ['domain and certificate belong together', { ...frankfurt, certificate: 'certificate-1' }],
    ['leave origin out', { ...frankfurt, domain: 'other.example.org', certificate: 'certificate-1' }],
    ['the stage test has no user pool', { ...frankfurt, stage: 'test' }],
    [
      'one uploaded to IAM. In cn-north-1: CloudFront takes no certificate of Certificate Manager',
      { ...without(beijing, 'origin'), domain: 'hubang.example.org', certificate: 'arn:cn:acm:certificate/1' },
    ],
  ])('say: %s', (sentence, settings) => {
    expect(() => settingsOf(settings)).toThrow(sentence);
  });

  it('say everything that is wrong at once', () => {
    expect(() => settingsOf({ stage: 'prod' })).toThrow(/region[\s\S]*mailFrom[\s\S]*firstAdministrator/);
  });
});
