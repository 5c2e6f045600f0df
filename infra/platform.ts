import type { App, StackProps } from 'aws-cdk-lib';
import { AlarmsStack } from './alarms-stack.ts';
import { ApiStack } from './api-stack.ts';
import { DataStack } from './data-stack.ts';
import { grantsFor } from './grants.ts';
import { IdentityStack } from './identity-stack.ts';
import type { CodeOf, Surroundings } from './lambda.ts';
import { MailStack } from './mail-stack.ts';
import type { Settings } from './settings.ts';
import { WebStack } from './web-stack.ts';
import { WorkflowStack } from './workflow-stack.ts';

/** Every stack of one deployment. Each refers only to those made before it. */
export function addPlatform(app: App, settings: Settings, codeOf: CodeOf) {
  const { stage, account, region } = settings;
  const env = { region, ...(account !== undefined && { account }) };
  const props = (name: string): StackProps => ({ env, stackName: `hubang-${stage}-${name}` });

  const data = new DataStack(app, 'Data', settings, props('data'));
  const mail = new MailStack(app, 'Mail', settings.mail, props('mail'));
  const identity = identityOf(app, settings, props('identity'));
  const surroundings = surroundingsOf(settings, codeOf, { data, mail, identity });
  const workflow = new WorkflowStack(app, 'Workflow', {
    surroundings,
    streamArn: data.table.tableStreamArn ?? '',
    documentsBucket: data.documents.bucketName,
    ...props('workflow'),
  });
  const beside: Surroundings = {
    ...surroundings,
    settings: {
      ...surroundings.settings,
      BUS: workflow.bus.eventBusName,
      MAIL_QUEUE_URL: workflow.mailQueue.queueUrl,
    },
    arns: { ...surroundings.arns, bus: [workflow.bus.eventBusArn], mailQueue: [workflow.mailQueue.queueArn] },
  };
  const { issuer, audience } = identity;
  const { api } = new ApiStack(app, 'Api', { surroundings: beside, issuer, audience, ...props('api') });
  new WebStack(app, 'Web', { surroundings: beside, api, edge: settings.edge, ...props('web') });
  const { deadLetters, machineArns } = workflow;
  const watched = { deadLetters, machineArns, apiId: api.apiId, tableName: data.table.tableName };
  new AlarmsStack(app, 'Alarms', settings, watched, props('alarms'));
}

type SignIn = {
  readonly issuer: string;
  readonly audience: string;
  readonly clientId: string;
  readonly signInOrigin: string;
};

function identityOf(app: App, settings: Settings, props: StackProps): SignIn {
  const { identity } = settings;
  if (identity.kind === 'issuer') return { ...identity, signInOrigin: new URL(identity.issuer).origin };
  const { issuer, clientId, signInOrigin } = new IdentityStack(app, 'Identity', settings, identity.prefix, props);
  // Access tokens of a user pool have no audience but the client they were made for.
  return { issuer, clientId, audience: clientId, signInOrigin };
}

type Made = { readonly data: DataStack; readonly mail: MailStack; readonly identity: SignIn };

function surroundingsOf(settings: Settings, codeOf: CodeOf, { data, mail, identity }: Made): Surroundings {
  const { table, documents, storageKey, dataKey } = data;
  const index = (name: string) => [`${table.tableArn}/index/${name}`];
  return {
    stage: settings.stage,
    codeOf,
    grants: grantsFor(settings.mail.port),
    settings: {
      TABLE: table.tableName,
      DATA_KEY_ARN: dataKey.keyArn,
      DOCUMENTS_BUCKET: documents.bucketName,
      ISSUER: identity.issuer,
      CLIENT_ID: identity.clientId,
      AUDIENCE: identity.audience,
      SIGN_IN_ORIGIN: identity.signInOrigin,
      ORIGIN: settings.origin,
      DOCUMENTS_ORIGIN: settings.documentsOrigin ?? `https://${documents.bucketRegionalDomainName}`,
      FIRST_ADMINISTRATOR: settings.firstAdministrator,
      FOUNDATION_NAME: settings.foundationName,
      MAIL_FROM: settings.mail.from,
      MAIL_PORT: settings.mail.port,
      ...(mail.smtpSecret && { SMTP_URL_SECRET: mail.smtpSecret.secretArn }),
    },
    arns: {
      table: [table.tableArn],
      gsi1: index('gsi1'),
      gsi2: index('gsi2'),
      gsi3: index('gsi3'),
      gsi4: index('gsi4'),
      gsi5: index('gsi5'),
      ...(table.tableStreamArn !== undefined && { stream: [table.tableStreamArn] }),
      quarantine: [documents.arnForObjects('quarantine/*')],
      documents: [documents.arnForObjects('documents/*')],
      storageKey: [storageKey.keyArn],
      dataKey: [dataKey.keyArn],
      mailIdentity: mail.senders,
      ...(mail.smtpSecret && { smtpSecret: [mail.smtpSecret.secretArn] }),
      anyStream: ['*'],
      anyToken: ['*'],
    },
  };
}
