import type {
  APIGatewayProxyStructuredResultV2 as Answer,
  Context,
  APIGatewayProxyEventV2WithJWTAuthorizer as Event,
} from 'aws-lambda';
import * as z from 'zod/mini';

type Texts = Readonly<Record<string, string>>;
const issuer = 'https://id.example/pool';
/** Whom the platform takes the bearer of a token for. */
export const subjectFor = (sub: string, iss = issuer) => `${iss} ${sub}`;

export type Call = {
  /** The `sub` of the caller's token; without it there is no token. */
  readonly as?: string;
  /** Who issued it; the platform's own issuer unless it says so. */
  readonly iss?: string;
  readonly params?: Texts;
  readonly query?: Texts;
  readonly body?: unknown;
  /** In place of a body: exactly this text. */
  readonly raw?: string;
  readonly headers?: Texts;
};

const pathOf = (routeKey: string, params: Texts) =>
  routeKey.slice(routeKey.indexOf(' ') + 1).replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');

/** What API Gateway hands over, with the token's `iss` and `sub` as its only claims. */
const eventOf = (
  routeKey: string,
  { as, iss = issuer, params = {}, query = {}, body, raw, headers = {} }: Call,
): Event => ({
  ...{ version: '2.0', routeKey, rawPath: pathOf(routeKey, params), rawQueryString: '', isBase64Encoded: false },
  ...{ headers, pathParameters: params, queryStringParameters: query },
  ...(body !== undefined && { body: JSON.stringify(body) }),
  ...(raw !== undefined && { body: raw }),
  requestContext: {
    ...{ accountId: '', apiId: '', domainName: '', domainPrefix: '', requestId: '', routeKey, stage: '' },
    ...{ time: '', timeEpoch: 0, http: { method: '', path: '', protocol: '', sourceIp: '', userAgent: '' } },
    authorizer: { principalId: '', integrationLatency: 0, jwt: { claims: as ? { iss, sub: as } : {}, scopes: [] } },
  },
});

const contextOf = (leftMs: number): Context => ({
  ...{ callbackWaitsForEmptyEventLoop: false, functionName: '', functionVersion: '', invokedFunctionArn: '' },
  ...{ memoryLimitInMB: '', awsRequestId: '', logGroupName: '', logStreamName: '' },
  ...{ getRemainingTimeInMillis: () => leftMs, done: () => {}, fail: () => {}, succeed: () => {} },
});

export type Handler = (event: Event, context: Context) => Promise<Answer>;

/** One request to a function as API Gateway makes it; the body of the answer, parsed. */
export const ask = async (handler: Handler, routeKey: string, call: Call) => {
  const { statusCode, body } = await answerOf(handler, routeKey, call);
  return { status: statusCode, body: z.record(z.string(), z.unknown()).parse(JSON.parse(body ?? '')) };
};

/** The same with everything that API Gateway gets back, from a function that is stopped after so long. */
export const answerOf = (handler: Handler, routeKey: string, call: Call, leftMs = 28_000) =>
  handler(eventOf(routeKey, call), contextOf(leftMs));
