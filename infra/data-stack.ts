import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { indexes } from '#shared/table/access-patterns';
import { accepted } from './accepted.ts';
import { asBucket } from './as-bucket.ts';
import type { Settings } from './settings.ts';

const key = ({ pk, sk }: { readonly pk: string; readonly sk: string }) => ({
  partitionKey: { name: pk, type: AttributeType.STRING },
  sortKey: { name: sk, type: AttributeType.STRING },
});

/** Everything that must never be lost: the table, the documents and the keys that open them. */
export class DataStack extends Stack {
  /** Encrypts the table and the documents where they lie. */
  readonly storageKey: Key;
  /** Wraps the data keys of people: erasing a wrapped key erases the person. */
  readonly dataKey: Key;
  readonly table: TableV2;
  readonly documents: Bucket;
  readonly #isKept: boolean;

  constructor(scope: Construct, id: string, settings: Settings, props: StackProps) {
    super(scope, id, props);
    this.#isKept = settings.isKept;
    this.storageKey = this.#key('StorageKey', 'Encrypts the table and the documents of Hubang at rest');
    this.dataKey = this.#key('DataKey', 'Wraps the data keys of people in Hubang');
    this.table = this.#table();
    this.documents = this.#documents(settings.origin);
  }

  get #removalPolicy() {
    return this.#isKept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  }

  #key(id: string, description: string) {
    return new Key(this, id, { description, enableKeyRotation: true, removalPolicy: this.#removalPolicy });
  }

  #table() {
    const { table, ...others } = indexes;
    return new TableV2(this, 'Table', {
      ...key(table),
      globalSecondaryIndexes: Object.entries(others).map(([indexName, index]) => ({ indexName, ...key(index) })),
      dynamoStream: StreamViewType.NEW_IMAGE,
      timeToLiveAttribute: 'expiresOn',
      encryption: TableEncryptionV2.customerManagedKey(this.storageKey),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: this.#isKept,
      removalPolicy: this.#removalPolicy,
    });
  }

  #documents(origin: string) {
    const documents = new Bucket(this, 'Documents', {
      versioned: true,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.storageKey,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      serverAccessLogsBucket: asBucket(this.#accessLogs()),
      serverAccessLogsPrefix: 'documents/',
      cors: [{ allowedMethods: [HttpMethods.POST], allowedOrigins: [origin], allowedHeaders: ['*'], maxAge: 3600 }],
      lifecycleRules: [
        {
          id: 'what-was-not-taken-in',
          prefix: 'quarantine/',
          expiration: Duration.days(7),
          noncurrentVersionExpiration: Duration.days(7),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      removalPolicy: this.#removalPolicy,
    });
    sendEvents(documents);
    return documents;
  }

  #accessLogs() {
    const logs = new Bucket(this, 'AccessLogs', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      lifecycleRules: [{ id: 'a-year', expiration: Duration.days(366) }],
      removalPolicy: this.#removalPolicy,
    });
    accepted(logs, { 'AwsSolutions-S1': 'It is where the access logs go; logging access to it would never end.' });
    return logs;
  }
}

/** On the bucket itself: CDK's own switch brings a function and its role along only to set this. */
function sendEvents(bucket: Bucket) {
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) throw new Error(`${bucket.node.path} has no bucket inside`);
  resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}
