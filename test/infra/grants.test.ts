import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { functionNames, type Grant, grantsFor, wildcards } from '#infra/grants';
import { hurtBy } from '#infra/hurt';
import { settingsFor, synthesise, type Template } from '#infra/tools/synthesise';
import { steps } from '#shared/contracts/routes/all';
import { queries } from '#shared/table/access-patterns';

const texts = z.pipe(
  z.transform((value: unknown) => [value].flat()),
  z.array(z.unknown()),
);
const Policy = z.object({
  PolicyDocument: z.object({ Statement: z.array(z.object({ Action: texts, Resource: texts, Effect: z.string() })) }),
});

const { templates } = synthesise(settingsFor('cn-north-1'), { validates: false });
const platform = templates.map((template) => ({
  ...template,
  // CDK's own function that brings the web into its bucket is not ours to grant to.
  Resources: Object.fromEntries(Object.entries(template.Resources).filter(([id]) => !id.startsWith('CustomCDK'))),
}));
const statementsIn = ({ Resources }: Pick<Template, 'Resources'>) =>
  Object.entries(Resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Policy')
    .flatMap(([id, { Properties }]) =>
      z.parse(Policy, Properties).PolicyDocument.Statement.map((statement) => ({ id, ...statement })),
    );
const statements = platform.flatMap(statementsIn);
const isTracing = (action: unknown) => /^(xray|logs):/.test(String(action));

const grants = grantsFor('smtp');
const access = (name: keyof typeof grants): readonly Grant[] => grants[name].access;
const actionsOn = (name: keyof typeof grants, on: Grant['on']): readonly string[] =>
  access(name).flatMap((grant): readonly string[] => (grant.on === on ? grant.may : []));
const touches = (name: keyof typeof grants, ...targets: readonly Grant['on'][]) =>
  access(name).some(({ on }) => targets.includes(on));
const every = [...functionNames];

describe('least privilege', () => {
  it('allows no action by a wildcard', () => {
    expect(statements.flatMap(({ Action }) => Action).filter((action) => String(action).includes('*'))).toEqual([]);
  });

  it('allows every resource only for what IAM lists without one, beside logs and traces', () => {
    const everywhere = statements.filter(({ Resource }) => Resource.includes('*'));
    const actions = everywhere.flatMap(({ Action }) => Action).filter((action) => !isTracing(action));
    expect([...new Set(actions)].toSorted()).toEqual(['dynamodb:ListStreams', 'states:SendTaskSuccess']);
  });

  it('allows a prefix of a bucket only where a reason is given', () => {
    const prefixed = statements.filter(({ Resource }) => JSON.stringify(Resource).includes('/*'));
    expect(
      [...new Set(prefixed.flatMap(({ Action }) => Action))].every((action) => String(action).startsWith('s3:')),
    ).toBe(true);
    expect(Object.keys(wildcards).toSorted()).toEqual(['anyStream', 'anyToken', 'documents', 'quarantine', 'web']);
  });

  it('lets nobody scan the table or delete from it', () => {
    const actions = statements.flatMap(({ Action }) => Action.map(String));
    expect(actions.filter((action) => /Scan|DeleteItem|DeleteObject|DeleteTable/.test(action))).toEqual([]);
  });

  it('reads each index that a list of the platform is read from', () => {
    const read = new Set(every.flatMap((name) => access(name).map(({ on }) => on)));
    const needed = new Set(Object.values(queries).map(({ index }) => index));
    expect([...needed].filter((index) => !read.has(index))).toEqual([]);
  });

  it('keeps writing from steps that only show', () => {
    const showing = Object.entries(steps).filter(([, routes]) =>
      Object.values(routes).every(({ method }) => method === 'GET'),
    );
    expect(showing.map(([step]) => step)).toEqual(['public', 'inbox']);
    expect([...actionsOn('public', 'table'), ...actionsOn('inbox', 'table')]).not.toContain('PutItem');
  });
});

describe('what is encrypted', () => {
  it.each(every.filter((name) => touches(name, 'table', 'stream', 'gsi1')))(
    '%s may open the key of the table that it reads',
    (name) => expect(actionsOn(name, 'storageKey')).toContain('Decrypt'),
  );

  it.each(
    every.filter((name) => actionsOn(name, 'quarantine').concat(actionsOn(name, 'documents')).includes('PutObject')),
  )('%s may make a key for the document that it writes or signs a form for', (name) =>
    expect(actionsOn(name, 'storageKey')).toContain('GenerateDataKey'),
  );

  it.each(
    every.filter((name) => /GetObject/.test(actionsOn(name, 'quarantine').concat(actionsOn(name, 'documents')).join())),
  )('%s may open the key of the document that it reads or signs a link for', (name) =>
    expect(actionsOn(name, 'storageKey')).toContain('Decrypt'),
  );

  it.each(every.filter((name) => grants[name].settings.includes('DATA_KEY_ARN')))(
    '%s may use the key of people that it is told of',
    (name) => expect(actionsOn(name, 'dataKey').toSorted()).toEqual(['Decrypt', 'GenerateDataKey']),
  );

  it('opens the keys of people to no function that knows no people', () => {
    expect(every.filter((name) => !touches(name, 'dataKey')).toSorted()).toEqual([
      'intake',
      'outbox',
      'public',
      'statistics',
      'web',
    ]);
  });
});

describe('the table of grants', () => {
  it.each(every)('is what the role of %s may do, to the action, beside writing its log', (name) => {
    const role = `${name.replaceAll('-', '')}role`;
    const actions = statements.filter(({ id }) => id.startsWith(role)).flatMap(({ Action }) => Action.map(String));
    const expected = access(name).flatMap(({ may }) => [...may].map(String));
    const written = actions.filter((action) => !action.startsWith('logs:')).map((action) => action.split(':')[1]);
    expect([...new Set(written)].toSorted()).toEqual([...new Set(expected)].toSorted());
  });

  it.each([
    ['TABLE', ['table']],
    ['BUS', ['bus']],
    ['MAIL_QUEUE_URL', ['mailQueue']],
    ['DOCUMENTS_BUCKET', ['quarantine', 'documents']],
    ['WEB_BUCKET', ['web']],
    ['REVIEW_MACHINE', ['reviewMachine']],
    ['SMTP_URL_SECRET', ['smtpSecret']],
  ] as const)('tells %s only to functions that may touch it', (setting, targets) => {
    const told = every.filter((name) => grants[name].settings.some((one) => one === setting));
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter((name) => !touches(name, ...targets))).toEqual([]);
  });

  it('gives the mail function SES or the secret of the SMTP server, never both', () => {
    const ports = [grantsFor('ses').mail, grantsFor('smtp').mail].map(({ access: all }) =>
      all.map(({ on }) => on).filter((on) => on === 'mailIdentity' || on === 'smtpSecret'),
    );
    expect(ports).toEqual([['mailIdentity'], ['smtpSecret']]);
  });

  it('says of every function in two sentences or one who is hurt when it fails', () => {
    expect(Object.keys(hurtBy).toSorted()).toEqual([...functionNames].toSorted());
    for (const sentence of Object.values(hurtBy)) expect(sentence).toMatch(/^[A-Z].+\.$/);
  });
});
