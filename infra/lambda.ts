import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { accepted } from './accepted.ts';
import { type FunctionName, type Grants, type Setting, type Target, wildcards } from './grants.ts';

/** Where the bundle of a function is. */
export type CodeOf = (name: FunctionName) => Code;

/** What functions may be told and may touch, as far as it is known where they are made. */
export type Surroundings = {
  readonly stage: string;
  readonly codeOf: CodeOf;
  readonly grants: Grants;
  readonly settings: Partial<Readonly<Record<Setting, string>>>;
  readonly arns: Partial<Readonly<Record<Target, readonly string[]>>>;
};
type Limits = { readonly timeoutSeconds: number; readonly memoryMb?: number };

const services: Readonly<Record<Target, string>> = {
  table: 'dynamodb',
  gsi1: 'dynamodb',
  gsi2: 'dynamodb',
  gsi3: 'dynamodb',
  gsi4: 'dynamodb',
  gsi5: 'dynamodb',
  stream: 'dynamodb',
  anyStream: 'dynamodb',
  quarantine: 's3',
  documents: 's3',
  web: 's3',
  bus: 'events',
  workflowQueue: 'sqs',
  mailQueue: 'sqs',
  statisticsQueue: 'sqs',
  intakeQueue: 'sqs',
  outboxDeadLetters: 'sqs',
  storageKey: 'kms',
  dataKey: 'kms',
  reviewMachine: 'states',
  agreementMachine: 'states',
  instalmentMachine: 'states',
  anyToken: 'states',
  mailIdentity: 'ses',
  smtpSecret: 'secretsmanager',
};

/** The name of a function, known before it exists, so that alarms and policies can speak of it. */
export const functionNameOf = (stage: string, name: FunctionName) => `hubang-${stage}-${name}`;

const known = <Value>(value: Value | undefined, name: FunctionName, what: string): Value => {
  if (value === undefined) throw new Error(`The function ${name} asks for ${what}, which its stack does not know`);
  return value;
};

/** A function with exactly the settings and the permissions of its row in the table of grants, and its own log. */
export function createFunction(scope: Construct, name: FunctionName, surroundings: Surroundings, limits: Limits) {
  const { stage, codeOf, grants, settings, arns } = surroundings;
  const entry = grants[name];
  const logGroup = new LogGroup(scope, `${name}-log`, {
    // The Cybersecurity Law keeps network logs for at least six months.
    retention: RetentionDays.ONE_YEAR,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(scope, `${name}-role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(
    new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
  );
  for (const { on, may } of entry.access) {
    const actions = may.map((action) => `${services[on]}:${action}`);
    const statement = new PolicyStatement({ actions, resources: [...known(arns[on], name, on)] });
    const why = wildcards[on];
    if (why === undefined) role.addToPolicy(statement);
    // A policy of its own, so that what is accepted here is accepted nowhere else.
    else accepted(new Policy(role, on, { statements: [statement], roles: [role] }), { 'AwsSolutions-IAM5': why });
  }
  return new Lambda(scope, name, {
    functionName: functionNameOf(stage, name),
    code: codeOf(name),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: limits.memoryMb ?? 512,
    timeout: Duration.seconds(limits.timeoutSeconds),
    environment: Object.fromEntries(entry.settings.map((key) => [key, known(settings[key], name, key)])),
    role,
    logGroup,
  });
}
