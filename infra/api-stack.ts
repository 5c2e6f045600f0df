import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Routes } from '#shared/contracts/route';
import { steps } from '#shared/contracts/routes/all';
import { keysOf } from '#shared/kernel/const-table';
import { accepted } from './accepted.ts';
import { createFunction, type Surroundings } from './lambda.ts';

type Props = StackProps & {
  readonly surroundings: Surroundings;
  readonly issuer: string;
  readonly audience: string;
};

/** A second before the gateway gives up, so that the caller hears from us. */
const stepTimeoutSeconds = 28;

/** What a request leaves in the log: who asked what from where and how it ended, and nothing of its content. */
const logged = {
  at: '$context.requestTime',
  requestId: '$context.requestId',
  route: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  subject: '$context.authorizer.claims.sub',
  address: '$context.identity.sourceIp',
  refusal: '$context.authorizer.error',
  integrationError: '$context.integrationErrorMessage',
};

/** The HTTP API: each route of the table to the function of its step, behind the authorizer unless it is public. */
export class ApiStack extends Stack {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, { surroundings, issuer, audience, ...props }: Props) {
    super(scope, id, props);
    this.api = new HttpApi(this, 'Api', { apiName: `hubang-${surroundings.stage}`, createDefaultStage: false });
    const people = new HttpJwtAuthorizer('People', issuer, { jwtAudience: [audience] });
    const everyone = new HttpNoneAuthorizer();
    for (const step of keysOf(steps)) {
      const lambda = createFunction(this, step, surroundings, { timeoutSeconds: stepTimeoutSeconds });
      // One permission for the whole API: one for each route would fill the function's policy.
      const integration = new HttpLambdaIntegration(step, lambda, { scopePermissionToRoute: false });
      const routes: Routes = steps[step];
      for (const { path, method, access } of Object.values(routes)) {
        const isPublic = access === 'public';
        const [route] = this.api.addRoutes({
          path: `/api${path}`,
          methods: [HttpMethod[method]],
          integration,
          authorizer: isPublic ? everyone : people,
        });
        if (route && isPublic)
          accepted(route, { 'AwsSolutions-APIG4': 'It shows what everyone may see, and asks for no sign-in.' });
      }
    }
    this.#stage(surroundings.stage);
    new CfnOutput(this, 'Address', { value: this.api.apiEndpoint });
  }

  #stage(stage: string) {
    const requests = new LogGroup(this, 'Requests', {
      logGroupName: `/hubang/${stage}/requests`,
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: { rateLimit: 200, burstLimit: 400 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(requests),
        format: AccessLogFormat.custom(JSON.stringify(logged)),
      },
    });
  }
}
