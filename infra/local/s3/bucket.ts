import * as z from 'zod/mini';
import type { Place, Resource } from '../engine.ts';

const corsRule = z.strictObject({
  Id: z.optional(z.string()),
  AllowedMethods: z.array(z.enum(['GET', 'PUT', 'HEAD', 'POST', 'DELETE'])),
  AllowedOrigins: z.array(z.string()),
  AllowedHeaders: z._default(z.array(z.string()), []),
  ExposedHeaders: z._default(z.array(z.string()), []),
  MaxAge: z.optional(z.number()),
});

const lifecycleRule = z.strictObject({
  Id: z.optional(z.string()),
  Status: z.enum(['Enabled', 'Disabled']),
  Prefix: z._default(z.string(), ''),
  ExpirationInDays: z.optional(z.int().check(z.positive())),
  NoncurrentVersionExpiration: z.optional(z.strictObject({ NoncurrentDays: z.int().check(z.positive()) })),
  AbortIncompleteMultipartUpload: z.optional(z.unknown()),
});

const encryption = z.strictObject({
  ServerSideEncryptionConfiguration: z.tuple([
    z.strictObject({
      BucketKeyEnabled: z.optional(z.boolean()),
      ServerSideEncryptionByDefault: z.union([
        z.strictObject({ SSEAlgorithm: z.literal('AES256') }),
        z.strictObject({ SSEAlgorithm: z.literal('aws:kms'), KMSMasterKeyID: z.string().check(z.minLength(1)) }),
      ]),
    }),
  ]),
});

/** A bucket that is open to anybody has no place in this platform, so each of the four switches must be on. */
const shut = z.literal(true);
const eventBridgeOnly = z.strictObject({
  EventBridgeConfiguration: z.optional(z.strictObject({ EventBridgeEnabled: z._default(z.boolean(), true) })),
});

const bucketProperties = z.strictObject({
  BucketName: z.string(),
  VersioningConfiguration: z.optional(z.strictObject({ Status: z.literal('Enabled') })),
  BucketEncryption: z.optional(encryption),
  CorsConfiguration: z._default(z.strictObject({ CorsRules: z.array(corsRule) }), { CorsRules: [] }),
  LifecycleConfiguration: z._default(z.strictObject({ Rules: z.array(lifecycleRule) }), { Rules: [] }),
  NotificationConfiguration: z._default(eventBridgeOnly, {}),
  PublicAccessBlockConfiguration: z.optional(
    z.strictObject({
      BlockPublicAcls: shut,
      BlockPublicPolicy: shut,
      IgnorePublicAcls: shut,
      RestrictPublicBuckets: shut,
    }),
  ),
  OwnershipControls: z.optional(
    z.strictObject({
      Rules: z.array(z.strictObject({ ObjectOwnership: z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred']) })),
    }),
  ),
  LoggingConfiguration: z.optional(z.unknown()),
  Tags: z.optional(z.unknown()),
});

export type CorsRule = z.infer<typeof corsRule>;
export type LifecycleRule = z.infer<typeof lifecycleRule>;

export type Bucket = {
  readonly name: string;
  readonly arn: string;
  readonly versioned: boolean;
  /** The ARN of the key of SSE-KMS; absent where S3 encrypts with its own. */
  readonly keyArn: string | undefined;
  readonly cors: readonly CorsRule[];
  readonly lifecycle: readonly LifecycleRule[];
  readonly sendsEvents: boolean;
};

const keyArn = (place: Place, id: string) => {
  if (id.startsWith('alias/')) throw new Error(`the local S3 does not resolve key aliases: ${id}`);
  return id.startsWith('arn:') ? id : `arn:${place.partition}:kms:${place.region}:${place.account}:key/${id}`;
};

const explain = ({ issues }: z.core.$ZodError) =>
  issues
    .map((issue) => [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys : [])].join('.'))
    .join(', ');

function readBucket(place: Place, resource: Resource, origins: readonly string[]): Bucket {
  const parsed = bucketProperties.safeParse(resource.properties);
  if (!parsed.success)
    throw new Error(`the local S3 does not support ${resource.id} as it is: ${explain(parsed.error)}`);
  const properties = parsed.data;
  const name = properties.BucketName;
  const cipher = properties.BucketEncryption?.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault;
  return {
    name,
    arn: `arn:${place.partition}:s3:::${name}`,
    versioned: properties.VersioningConfiguration !== undefined,
    keyArn: cipher?.SSEAlgorithm === 'aws:kms' ? keyArn(place, cipher.KMSMasterKeyID) : undefined,
    cors: properties.CorsConfiguration.CorsRules.map((rule) => ({
      ...rule,
      AllowedOrigins: [...rule.AllowedOrigins, ...origins],
    })),
    lifecycle: properties.LifecycleConfiguration.Rules.filter((rule) => rule.Status === 'Enabled'),
    sendsEvents: properties.NotificationConfiguration.EventBridgeConfiguration?.EventBridgeEnabled ?? false,
  };
}

/**
 * The AWS::S3::Bucket resources of the template by name; a property that is not supported is an error naming it.
 * `origins` are allowed besides those of each CORS rule.
 */
export function readBuckets(
  place: Place,
  resources: readonly Resource[],
  origins: readonly string[] = [],
): ReadonlyMap<string, Bucket> {
  const buckets = new Map<string, Bucket>();
  for (const resource of resources) {
    if (resource.type !== 'AWS::S3::Bucket')
      throw new Error(`the local S3 does not support ${resource.type} (${resource.id})`);
    const bucket = readBucket(place, resource, origins);
    if (buckets.has(bucket.name)) throw new Error(`two buckets of the template are called ${bucket.name}`);
    buckets.set(bucket.name, bucket);
  }
  return buckets;
}
