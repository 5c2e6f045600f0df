import type { Resource } from '../engine.ts';
import { readAssembly, type StackTemplate } from './assembly.ts';
import { isRecord } from './intrinsics.ts';
import { type Addresses, about, type Facts, Resolver } from './resolver.ts';
import { resourceTypes } from './resource-types.ts';
import { openSecrets, withSecrets } from './secrets.ts';

export type Template = {
  /** In the order of the stacks, without the functions that only serve custom resources. */
  readonly resources: readonly Resource[];
  /** The file or folder of an asset by its object key. */
  readonly assetAt: (objectKey: string) => string;
  /** What the local run does nothing for, and why. */
  readonly idle: readonly { readonly id: string; readonly type: string; readonly why: string }[];
  /** By `<stack>.<output>`. */
  readonly outputs: Readonly<Record<string, unknown>>;
};

const valuesOf = (properties: unknown) => (isRecord(properties) ? properties : {});

/**
 * Reads and resolves what a synthesis wrote into `outDir`. A resource that its service would name has its name filled in
 * as a property. Every error names the stack and the logical id that it is about.
 */
export function loadTemplate(outDir: string, facts: Facts, addresses: Addresses): Template {
  const { stacks, assets } = readAssembly(outDir);
  const resolver = new Resolver(stacks, { ...facts, ...addresses });
  const resources = withNotifications(resourcesOf(resolver, facts));
  return {
    resources: withoutProviders(resources, resolver),
    idle: resources.flatMap(({ id, type }) => {
      const why = resourceTypes[type]?.idle;
      return why === undefined ? [] : [{ id, type, why }];
    }),
    assetAt: (objectKey) => {
      const found = assets.get(objectKey);
      if (found === undefined) throw new Error(`No asset in ${outDir} has the key ${objectKey}`);
      return found;
    },
    outputs: Object.fromEntries(stacks.flatMap((stack) => outputsOf(stack, resolver))),
  };
}

function resourcesOf(resolver: Resolver, { stateDir }: Facts): readonly Resource[] {
  const present = resolver.present();
  const secrets = openSecrets(stateDir);
  const secretOf = (arn: string) => {
    const secret = present.find(
      (resource) => resource.body.Type === 'AWS::SecretsManager::Secret' && resolver.refOf(resource) === arn,
    );
    if (!secret) throw new Error(`there is no secret ${arn}`);
    return secrets.valueOf(secret.id, resolver.resolve(secret.body.Properties, secret.stack));
  };
  return present.map((resource) =>
    about(`Stack ${resource.stack.name}, ${resource.logicalId}`, () => {
      const { id, type, body, stack } = resource;
      // What nothing runs may refer to what nothing knows.
      const { ServiceToken } = body.Properties;
      const used = type.idle === undefined ? body.Properties : { ...(ServiceToken !== undefined && { ServiceToken }) };
      const properties = valuesOf(withSecrets(resolver.resolve(used, stack), secretOf));
      const name = type.named ? { [type.named.property]: resolver.nameOf(resource) } : {};
      return { id, type: body.Type, properties: { ...properties, ...name } };
    }),
  );
}

const outputsOf = (stack: StackTemplate, resolver: Resolver) =>
  Object.entries(stack.body.Outputs).map(([name, { Value }]) =>
    about(
      `Stack ${stack.name}, output ${name}`,
      () => [`${stack.name}.${name}`, resolver.resolve(Value, stack)] as const,
    ),
  );

/** CDK's own functions behind custom resources do on AWS what the local run does by itself. */
function withoutProviders(resources: readonly Resource[], resolver: Resolver): readonly Resource[] {
  const arnOf = (logicalId: string, stack: StackTemplate) =>
    resolver.resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] }, stack);
  const tokens = new Set<unknown>(
    resources.map(({ properties }) => properties['ServiceToken']).filter((token) => token !== undefined),
  );
  const providers = new Set(
    resolver
      .present()
      .filter(({ body }) => body.Type === 'AWS::Lambda::Function')
      .filter(({ stack, logicalId }) => tokens.has(arnOf(logicalId, stack)))
      .map(({ id }) => id),
  );
  return resources.filter(({ id }) => !providers.has(id));
}

/** CDK turns a bucket's events on by a custom resource; the engines look at the bucket alone. */
function withNotifications(resources: readonly Resource[]): readonly Resource[] {
  const custom = resources.filter(({ type }) => type === 'Custom::S3BucketNotifications');
  const buckets = new Set(
    custom.map(({ id, properties }) => {
      const { EventBridgeConfiguration, ...others } = valuesOf(properties['NotificationConfiguration']);
      if (EventBridgeConfiguration === undefined || Object.keys(others).length > 0)
        throw new Error(`${id}: the local run supports bucket notifications to EventBridge only`);
      return properties['BucketName'];
    }),
  );
  const NotificationConfiguration = { EventBridgeConfiguration: { EventBridgeEnabled: true } };
  return resources.map((resource) =>
    resource.type === 'AWS::S3::Bucket' && buckets.has(resource.properties['BucketName'])
      ? { ...resource, properties: { ...resource.properties, NotificationConfiguration } }
      : resource,
  );
}
