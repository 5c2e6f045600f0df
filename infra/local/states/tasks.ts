import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { type Authorize, AwsFault, type Invocation, type Invoke, type Place } from '#infra/local/engine';
import type { Outcome } from './attempt.ts';
import type { Branch, Execution } from './journal.ts';

type Lambda = {
  readonly place: Place;
  readonly invoke: Invoke;
  readonly authorize: Authorize;
  readonly roleIdOf: (roleArn: string) => string;
};

const Call = z.object({ functionName: z.string(), payload: z.unknown() });

/** Calls the function of a task whose arguments are in the journal. Never throws: what goes wrong is the attempt's outcome. */
export async function callFunction(lambda: Lambda, execution: Execution, branch: Branch): Promise<Outcome> {
  const { functionName, payload } = Call.parse(JSON.parse(branch.arguments ?? 'null'));
  const arn = functionArnOf(lambda.place, functionName);
  try {
    lambda.authorize(lambda.roleIdOf(execution.role), { action: 'lambda:InvokeFunction', resource: arn });
  } catch (error) {
    return { ok: false, error: 'Lambda.AWSLambdaException', cause: messageOf(error) };
  }
  try {
    return outcomeOf(await lambda.invoke(arn, payload));
  } catch (error) {
    if (error instanceof AwsFault) return { ok: false, error: `Lambda.${error.code}`, cause: error.message };
    console.error(new Error(`The call of ${arn} by ${execution.arn} failed.`, { cause: error }));
    return { ok: false, error: 'Lambda.SdkClientException', cause: messageOf(error) };
  }
}

/** A name alone means a function of this account and region. */
function functionArnOf({ partition, region, account }: Place, name: string): string {
  return name.startsWith('arn:') ? name : `arn:${partition}:lambda:${region}:${account}:function:${name}`;
}

function outcomeOf(invocation: Invocation): Outcome {
  if (!invocation.ok) {
    const { errorType, errorMessage } = invocation;
    return { ok: false, error: errorType || 'Lambda.Unknown', cause: JSON.stringify({ errorMessage, errorType }) };
  }
  const requestId = randomUUID();
  const headers = { 'Content-Type': 'application/json', 'x-amzn-RequestId': requestId };
  const result = {
    ExecutedVersion: '$LATEST',
    Payload: invocation.payload ?? null,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: 200,
  };
  return { ok: true, result };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
