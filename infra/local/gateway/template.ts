import * as z from 'zod/mini';
import type { Resource } from '#infra/local/engine';
import { shortIdFor } from '#infra/local/template/names';
import { parseAs } from '#infra/local/template/parse-as';
import type { Route } from './routes.ts';

export type JwtRule = {
  readonly issuer: string;
  readonly audience: readonly string[];
  /** One of these has to be among the token's; none given asks for none. */
  readonly scopes: readonly string[];
};
export type Target = { readonly functionArn: string; readonly timeoutMs: number; readonly jwt: JwtRule | undefined };
export type Api = { readonly apiId: string; readonly routes: readonly Route<Target>[] };

/** HTTP APIs give up after 30 s at most; ours a little earlier, so that what needs so long is found here. */
const longestMs = 29_000;
const words = z.optional(z.unknown());

const ApiProperties = z.strictObject({
  Name: z.string(),
  ProtocolType: z.literal('HTTP'),
  Description: words,
  DisableExecuteApiEndpoint: words,
  Tags: words,
});
const StageProperties = z.strictObject({
  ApiId: z.string(),
  StageName: z.literal('$default'),
  AutoDeploy: z.literal(true),
  AccessLogSettings: words,
  DefaultRouteSettings: words,
  RouteSettings: words,
  Description: words,
  Tags: words,
});
const IntegrationProperties = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string().check(z.regex(/^arn:[^:]+:lambda:[^:]*:[^:]*:function:[^:]+$/)),
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: z._default(z.number(), longestMs),
  Description: words,
});
const AuthorizerProperties = z.strictObject({
  ApiId: z.string(),
  AuthorizerType: z.literal('JWT'),
  IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
  JwtConfiguration: z.strictObject({ Issuer: z.string(), Audience: z.array(z.string()) }),
  Name: words,
});
const RouteProperties = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string().check(z.startsWith('integrations/')),
  AuthorizationType: z._default(z.enum(['NONE', 'JWT']), 'NONE'),
  AuthorizerId: z.optional(z.string()),
  AuthorizationScopes: z._default(z.array(z.string()), []),
});

/**
 * The HTTP API of the template. Throws for what the local run does not support, naming the resource.
 */
export function apiOf(resources: readonly Resource[]): Api {
  const every = <Type>(type: string, schema: z.ZodMiniType<Type>) =>
    resources
      .filter((resource) => resource.type === `AWS::ApiGatewayV2::${type}`)
      .map((resource) => [shortIdFor(resource.id), parseAs(resource, schema)] as const);
  const [api, another] = every('Api', ApiProperties);
  if (!api || another) throw new Error('The local run serves exactly one AWS::ApiGatewayV2::Api');
  const [apiId] = api;
  const [stage] = every('Stage', StageProperties);
  if (!stage) throw new Error('The API has no stage $default');
  const integrations = new Map(every('Integration', IntegrationProperties));
  const authorizers = new Map(every('Authorizer', AuthorizerProperties));

  const routes = every('Route', RouteProperties).map(([, route]): Route<Target> => {
    const integration = integrations.get(route.Target.slice('integrations/'.length));
    if (!integration) throw new Error(`The route ${route.RouteKey} has no integration ${route.Target}`);
    const authorizer = authorizers.get(route.AuthorizerId ?? '');
    if (route.AuthorizationType === 'JWT' && !authorizer)
      throw new Error(`The route ${route.RouteKey} has no authorizer ${route.AuthorizerId}`);
    const { Issuer: issuer, Audience: audience } = authorizer?.JwtConfiguration ?? { Issuer: '', Audience: [] };
    return {
      key: route.RouteKey,
      target: {
        functionArn: integration.IntegrationUri,
        timeoutMs: Math.min(integration.TimeoutInMillis, longestMs),
        jwt: route.AuthorizationType === 'JWT' ? { issuer, audience, scopes: route.AuthorizationScopes } : undefined,
      },
    };
  });
  return { apiId, routes };
}
