import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';

const isOne = (construct: object): construct is IBucket => construct instanceof Bucket;

/** CDK's own class does not fit its own interface under exactOptionalPropertyTypes. */
export function asBucket(bucket: Bucket): IBucket {
  const construct: object = bucket;
  if (isOne(construct)) return construct;
  throw new Error(`${bucket.node.path} is no bucket`);
}
