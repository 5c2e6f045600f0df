import * as z from 'zod/mini';
import { type Authorize, AwsFault, type Need, type Resource } from './engine.ts';
import { type Context, problemsOf, type Statement, statementsOf } from './statements.ts';
import { uuidFor } from './template/names.ts';

type Properties = Resource['properties'];

/** AWS's own policies that a role may name, by the end of their name. */
const awsManaged: Readonly<Record<string, unknown>> = {
  AWSLambdaBasicExecutionRole: {
    Statement: {
      Effect: 'Allow',
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: '*',
    },
  },
};

const Names = z._default(z.array(z.string()), []);
const Role = z.object({
  RoleName: z.optional(z.string()),
  Policies: z._default(z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() })), []),
  ManagedPolicyArns: Names,
  PermissionsBoundary: z.optional(z.never()),
});
const Policy = z.object({
  PolicyDocument: z.unknown(),
  ManagedPolicyName: z.optional(z.string()),
  Roles: Names,
  Users: Names.check(z.maxLength(0)),
  Groups: Names.check(z.maxLength(0)),
});
const QueuePolicy = z.object({ PolicyDocument: z.unknown(), Queues: z.array(z.string()) });
const BucketPolicy = z.object({ PolicyDocument: z.unknown(), Bucket: z.string() });
const Key = z.object({ KeyPolicy: z.unknown() });
const Permission = z.strictObject({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.optional(z.string()),
  SourceAccount: z.optional(z.string()),
});

/** What stands for the transport: calls do not leave the machine, which is what TLS is asked for. */
const everyCall: Context = { 'aws:SecureTransport': ['true'] };

/**
 * The statements of each role (its `Resource.id`): those inside it and those of the policies attached to it. Throws for
 * whatever part of IAM the local run does not know.
 */
export function policiesOf(resources: readonly Resource[]): ReadonlyMap<string, readonly Statement[]> {
  refuseUnsupported(resources);
  const roleIdOf = roleIds(resources);
  const statements = new Map<string, Statement[]>();
  const attach = (roleId: string, added: readonly Statement[]) =>
    void statements.set(roleId, [...(statements.get(roleId) ?? []), ...added]);
  const managed = new Map<string, readonly Statement[]>();

  for (const { id, type, properties } of resources) {
    if (type !== 'AWS::IAM::Policy' && type !== 'AWS::IAM::ManagedPolicy') continue;
    const policy = parsed(Policy, id, properties);
    const own = statementsOf(policy.PolicyDocument, id);
    managed.set(policy.ManagedPolicyName ?? id, own);
    for (const name of policy.Roles)
      attach(known(roleIdOf(name), `${id} is attached to ${name}, which is no role here.`), own);
  }
  for (const { id, properties } of ofType(resources, 'AWS::IAM::Role')) {
    const role = parsed(Role, id, properties);
    attach(
      id,
      role.Policies.flatMap((policy) => statementsOf(policy.PolicyDocument, `${id}, ${policy.PolicyName}`)),
    );
    for (const arn of role.ManagedPolicyArns) attach(id, managedStatements(arn, id, managed));
  }
  return statements;
}

/** Finds the id of a role by its id, its name or its ARN, whichever a property of the template resolves to. */
export function roleIds(resources: readonly Resource[]): (reference: string) => string | undefined {
  const ids = new Map<string, string>();
  for (const { id, properties } of ofType(resources, 'AWS::IAM::Role')) {
    ids.set(id, id);
    const { RoleName } = parsed(Role, id, properties);
    if (RoleName !== undefined) ids.set(RoleName, id);
  }
  return (reference) => ids.get(reference.replace(/^arn:[^:]+:iam::[^:]*:role\//, ''));
}

/** Refuses what no statement of the role allows, what one denies, and what a resource's own policy denies to everyone. */
export function authorizer(policies: ReadonlyMap<string, readonly Statement[]>, guards?: ResourcePolicies): Authorize {
  return (roleId, need) => {
    const { action, resource } = need;
    const verdict = verdictOf(policies.get(roleId) ?? [], need);
    if (verdict === 'allowed' && guards?.denyEveryone(need) !== true) return;
    const why =
      verdict === 'silent'
        ? `because no identity-based policy allows the ${action} action${explained(need)}`
        : 'with an explicit deny';
    throw new AwsFault(
      'AccessDeniedException',
      `${roleId} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
    );
  };
}

export type ResourcePolicies = {
  /**
   * May an AWS service, named by its principal or the first label of it (`events`, `apigateway`, `scheduler`), do that to
   * the resource on behalf of `sourceArn`? Only if the resource's own policy says so.
   */
  readonly mayService: (service: string, action: string, resourceArn: string, sourceArn: string) => boolean;
  readonly denyEveryone: (need: Need) => boolean;
};

/** The policies of queues, buckets, keys and functions, each speaking for its own resource alone. */
export function resourcePolicies(resources: readonly Resource[]): ResourcePolicies {
  const policies = resources.flatMap((resource) => {
    const read = readers[resource.type];
    return read === undefined ? [] : [read(resource)];
  });
  const about = (resourceArn: string, selected: (statement: Statement) => boolean) =>
    policies.flatMap(({ covers, statements }) => (covers(resourceArn) ? statements.filter(selected) : []));
  return {
    mayService: (service, action, resource, sourceArn) => {
      const name = labelOf(service);
      const theirs = about(
        resource,
        ({ everyone, services }) => everyone || services.some((one) => labelOf(one) === name),
      );
      const account = sourceArn.split(':')[4] ?? '';
      const context = {
        'aws:SourceArn': [sourceArn],
        'aws:SourceAccount': [account],
        'aws:PrincipalIsAWSService': ['true'],
      };
      return verdictOf(theirs, { action, resource, context }) === 'allowed';
    },
    denyEveryone: (need) =>
      verdictOf(
        about(need.resource, ({ everyone }) => everyone),
        need,
      ) === 'denied',
  };
}

type ResourcePolicy = { readonly covers: (arn: string) => boolean; readonly statements: readonly Statement[] };

const readers: Readonly<Record<string, (resource: Resource) => ResourcePolicy>> = {
  'AWS::SQS::QueuePolicy': ({ id, properties }) => {
    const { PolicyDocument, Queues } = parsed(QueuePolicy, id, properties);
    const names = Queues.map((url) => url.slice(url.lastIndexOf('/') + 1));
    return {
      covers: (arn) => names.some((name) => arn.endsWith(`:${name}`)),
      statements: statementsOf(PolicyDocument, id),
    };
  },
  'AWS::S3::BucketPolicy': ({ id, properties }) => {
    const { PolicyDocument, Bucket } = parsed(BucketPolicy, id, properties);
    const covers = (arn: string) => arn.endsWith(`:::${Bucket}`) || arn.includes(`:::${Bucket}/`);
    return { covers, statements: statementsOf(PolicyDocument, id) };
  },
  'AWS::KMS::Key': ({ id, properties }) => {
    const { KeyPolicy } = parsed(Key, id, properties);
    return { covers: (arn) => arn.endsWith(`:key/${uuidFor(id)}`), statements: statementsOf(KeyPolicy, id) };
  },
  'AWS::Lambda::Permission': ({ id, properties }) => {
    const { Action, FunctionName, Principal, SourceArn, SourceAccount } = parsed(Permission, id, properties);
    const source = SourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': SourceArn } };
    const account = SourceAccount === undefined ? {} : { StringEquals: { 'aws:SourceAccount': SourceAccount } };
    const document = {
      Statement: {
        Effect: 'Allow',
        Action,
        Resource: '*',
        Principal: { Service: Principal },
        Condition: { ...source, ...account },
      },
    };
    const name = FunctionName.slice(FunctionName.lastIndexOf(':') + 1);
    return { covers: (arn) => arn.endsWith(`:function:${name}`), statements: statementsOf(document, id) };
  },
};

/** `events` of `events.<suffix>`, whatever suffix the partition has. */
const labelOf = (service: string) => service.split('.')[0] ?? service;

/** An explicit denial weighs more than any permission. */
function verdictOf(statements: readonly Statement[], need: Need): 'allowed' | 'denied' | 'silent' {
  const context = { ...everyCall, ...need.context };
  const matching = statements.filter((statement) => statement.matches(need.action, need.resource, context));
  if (matching.some(({ effect }) => effect === 'Deny')) return 'denied';
  return matching.length > 0 ? 'allowed' : 'silent';
}

const explained = ({ context }: Need) => (context === undefined ? '' : ` under ${JSON.stringify(context)}`);

function managedStatements(
  arn: string,
  roleId: string,
  own: ReadonlyMap<string, readonly Statement[]>,
): readonly Statement[] {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const found = own.get(name);
  if (found !== undefined) return found;
  const known = awsManaged[name];
  if (known === undefined) throw new Error(`${roleId}: the local run does not know the managed policy ${arn}.`);
  return statementsOf(known, `${roleId}, ${name}`);
}

function refuseUnsupported(resources: readonly Resource[]): void {
  const supported = ['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'];
  const other = resources.find(({ type }) => type.startsWith('AWS::IAM::') && !supported.includes(type));
  if (other !== undefined) throw new Error(`${other.id}: the local run does not support ${other.type}.`);
}

const ofType = (resources: readonly Resource[], type: string) => resources.filter((resource) => resource.type === type);

function parsed<Schema extends z.ZodMiniType>(schema: Schema, id: string, properties: Properties): z.output<Schema> {
  const result = schema.safeParse(properties);
  if (result.success) return result.data;
  throw new Error(`${id}: ${problemsOf(result.error)}.`);
}

function known<Value>(value: Value | undefined, otherwise: string): Value {
  if (value === undefined) throw new Error(otherwise);
  return value;
}
