import { existsSync } from 'node:fs';
import path from 'node:path';
import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { type HttpApi, HttpNoneAuthorizer, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import { accepted } from './accepted.ts';
import { asBucket } from './as-bucket.ts';
import { addEdge } from './edge.ts';
import { createFunction, type Surroundings } from './lambda.ts';
import type { Edge } from './settings.ts';

type Props = StackProps & {
  readonly surroundings: Surroundings;
  readonly api: HttpApi;
  readonly edge: Edge | undefined;
};

const built = path.resolve(import.meta.dirname, '..', 'dist', 'web');

/** The web: its files in a bucket of its own, served by one small function for whatever no other route takes. */
export class WebStack extends Stack {
  constructor(scope: Construct, id: string, { surroundings, api, edge, ...props }: Props) {
    super(scope, id, props);
    const bucket = new Bucket(this, 'Files', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      // It holds nothing but what a build makes again.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    accepted(bucket, { 'AwsSolutions-S1': 'Its files are public; who asks for them is in the log of the API.' });
    if (existsSync(built)) this.#deploy(bucket);
    const web = createFunction(
      this,
      'web',
      {
        ...surroundings,
        settings: { ...surroundings.settings, WEB_BUCKET: bucket.bucketName },
        arns: { ...surroundings.arns, web: [bucket.arnForObjects('*')] },
      },
      { timeoutSeconds: 28 },
    );
    const route = new HttpRoute(this, 'EverythingElse', {
      httpApi: api,
      routeKey: HttpRouteKey.DEFAULT,
      // Its permission is scoped to the route: AWS names the caller <api>/<stage>/$default, which no wider pattern of ours covers.
      integration: new HttpLambdaIntegration('web', web),
      authorizer: new HttpNoneAuthorizer(),
    });
    accepted(route, { 'AwsSolutions-APIG4': 'The pages of the web are open; what they show comes through the API.' });
    if (edge) addEdge(this, api, edge);
  }

  #deploy(bucket: Bucket) {
    new BucketDeployment(this, 'Deployment', {
      sources: [Source.asset(built, { exclude: ['.vite'] })],
      destinationBucket: asBucket(bucket),
      // Pages that are still open ask for the files of the build they came from.
      prune: false,
    });
    const provider = this.node
      .findAll()
      .find((construct) => construct.node.id.startsWith('Custom::CDKBucketDeployment'));
    if (provider)
      accepted(provider, {
        'AwsSolutions-L1': 'The function is part of CDK, which chooses and tests its runtime.',
        'AwsSolutions-IAM4': 'The role is part of CDK; the managed policy lets its function write its log.',
        'AwsSolutions-IAM5':
          'The role is part of CDK: it reads the assets of this deployment and writes this bucket, which holds the web alone.',
      });
  }
}
