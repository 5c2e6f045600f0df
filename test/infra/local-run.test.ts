import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createClock } from '#infra/local/clock';
import { credentialsFor } from '#infra/local/credentials';
import { openEngines } from '#infra/local/engines';
import { apiOf } from '#infra/local/gateway/template';
import { createMeter } from '#infra/local/meter';
import { loadTemplate } from '#infra/local/template/load';
import { routesOf } from '#infra/tools/check-routes';
import { settingsFor, synthesise } from '#infra/tools/synthesise';
import { steps } from '#shared/contracts/routes/all';

const stateDir = mkdtempSync(path.join(tmpdir(), 'hubang-infra-'));
const closers: (() => void | Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closers.reverse()) await close();
  rmSync(stateDir, { recursive: true, force: true });
});

const addresses = { apiUrl: 'http://127.0.0.1:8080', doorUrl: 'http://127.0.0.1:9001' };
const whereabouts = { region: 'cn-north-1', account: '000000000000', partition: 'aws-cn' } as const;
const given = {
  ...settingsFor('cn-north-1'),
  stage: 'local',
  mail: 'ses',
  origin: addresses.apiUrl,
  documentsOrigin: addresses.doorUrl,
  issuer: 'http://127.0.0.1:9000',
};
const { outDir } = synthesise(given, { validates: false });
const template = loadTemplate(outDir, { stateDir, ...whereabouts }, addresses);
const named = (name: string) =>
  template.resources.find(({ properties }) => properties['FunctionName'] === `hubang-local-${name}`)?.properties;

describe('the template of one machine', () => {
  it('holds nothing that an engine of the local run does not understand', async () => {
    const place = { stateDir, ...whereabouts, clock: createClock(stateDir) };
    const credentials = credentialsFor(stateDir);
    const meter = createMeter();
    const engines = await openEngines(
      { place, template, credentials, meter, doorUrl: addresses.doorUrl },
      (close) => void closers.push(close),
    );
    expect(engines.behindDoor.map(({ service }) => service).toSorted()).toEqual(
      ['dynamodb', 'events', 'kms', 's3', 'secretsmanager', 'ses', 'sqs', 'states'].toSorted(),
    );
  });

  it('lets the API call each function that a route leads to', () => {
    const { routes } = apiOf(template.resources);
    expect(routes.length).toBe(routesOf(steps).length + 1);
    const functions = template.resources.filter(({ type }) => type === 'AWS::Lambda::Function');
    const arns = functions.map(({ properties }) => String(properties['FunctionName']));
    expect(routes.filter(({ target }) => !arns.some((name) => target.functionArn.endsWith(`:${name}`)))).toEqual([]);
  });

  it('tells the functions the addresses of this machine', () => {
    expect(named('web')?.['Environment']).toMatchObject({
      Variables: { DOCUMENTS_ORIGIN: addresses.doorUrl, SIGN_IN_ORIGIN: 'http://127.0.0.1:9000' },
    });
    expect(named('identity')?.['Environment']).toMatchObject({
      Variables: { ISSUER: 'http://127.0.0.1:9000', FIRST_ADMINISTRATOR: 'administrator@hubang.example.org' },
    });
  });

  it('gives the address of an SMTP server to the mail function through a secret alone', () => {
    const smtp = { ...given, mail: 'smtp', smtpUrl: 'smtp://127.0.0.1:2525' };
    const other = synthesise(smtp, { validates: false });
    const { resources } = loadTemplate(other.outDir, { stateDir, ...whereabouts }, addresses);
    const secret = resources.find(({ type }) => type === 'AWS::SecretsManager::Secret');
    expect(secret?.properties['SecretString']).toBe('smtp://127.0.0.1:2525');
    const told = resources.filter(({ properties }) => JSON.stringify(properties).includes('2525'));
    expect(told).toEqual([secret]);
  });
});
