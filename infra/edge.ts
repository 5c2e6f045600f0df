import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  CfnDistribution,
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { accepted } from './accepted.ts';
import type { Edge } from './settings.ts';

/** What is asked of the API is answered by the API each time; everything else may be kept for as long as it says itself. */
const uncachedPaths = ['/api/*', '/common-grants/*'] as const;

/**
 * CloudFront in front of the HTTP API, which serves the web too: so pages need no rewriting here, and an error of the API
 * arrives as it is.
 */
export function addEdge(scope: Construct, api: HttpApi, { domain, certificate }: Edge) {
  const { region, urlSuffix } = Stack.of(scope);
  const common = {
    targetOriginId: 'api',
    viewerProtocolPolicy: 'redirect-to-https',
    compress: true,
    originRequestPolicyId: toOrigin(scope).originRequestPolicyId,
  };
  const uncached = uncachedPolicy(scope).cachePolicyId;
  const edge = new CfnDistribution(scope, 'Edge', {
    distributionConfig: {
      enabled: true,
      comment: 'Hubang',
      aliases: [domain],
      httpVersion: 'http2',
      origins: [
        {
          id: 'api',
          domainName: `${api.apiId}.execute-api.${region}.${urlSuffix}`,
          customOriginConfig: { originProtocolPolicy: 'https-only', originSslProtocols: ['TLSv1.2'] },
        },
      ],
      defaultCacheBehavior: {
        ...common,
        allowedMethods: ['GET', 'HEAD'],
        cachePolicyId: asItSaysPolicy(scope).cachePolicyId,
      },
      cacheBehaviors: uncachedPaths.map((pathPattern) => ({
        ...common,
        pathPattern,
        allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
        cachePolicyId: uncached,
      })),
      viewerCertificate: {
        ...(certificate.startsWith('arn:') ? { acmCertificateArn: certificate } : { iamCertificateId: certificate }),
        minimumProtocolVersion: 'TLSv1.2_2021',
        sslSupportMethod: 'sni-only',
      },
    },
  });
  accepted(edge, {
    'AwsSolutions-CFR1': 'Applicants may be anywhere while they travel; there is nothing to gain by turning them away.',
    'AwsSolutions-CFR2': 'The API limits how often it may be asked, checks every input and holds no session to steal.',
    'AwsSolutions-CFR3':
      'Every request that is not answered from the cache is in the log of the API; what is cached is public.',
  });
}

const asItSaysPolicy = (scope: Construct) =>
  new CachePolicy(scope, 'AsItSays', {
    comment: 'As long as the answer says itself, and not at all when it says nothing',
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(0),
    maxTtl: Duration.days(365),
    headerBehavior: CacheHeaderBehavior.none(),
    cookieBehavior: CacheCookieBehavior.none(),
    queryStringBehavior: CacheQueryStringBehavior.none(),
    enableAcceptEncodingBrotli: true,
    enableAcceptEncodingGzip: true,
  });

const uncachedPolicy = (scope: Construct) =>
  new CachePolicy(scope, 'Uncached', {
    comment: 'Never',
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(0),
    maxTtl: Duration.seconds(0),
  });

/** The gateway knows itself by its own host; everything else of the request is handed on. */
const toOrigin = (scope: Construct) =>
  new OriginRequestPolicy(scope, 'AllButHost', {
    headerBehavior: OriginRequestHeaderBehavior.denyList('Host'),
    cookieBehavior: OriginRequestCookieBehavior.none(),
    queryStringBehavior: OriginRequestQueryStringBehavior.all(),
  });
