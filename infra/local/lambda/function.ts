import { existsSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import type { Resource } from '#infra/local/engine';
import { parseAs } from '#infra/local/template/parse-as';

/** A function of the template, as its workers need it. */
export type LambdaFunction = {
  readonly name: string;
  readonly arn: string;
  readonly file: string;
  readonly exportName: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly concurrency: number;
  readonly environment: Readonly<Record<string, string>>;
};

export type FunctionPlace = {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly doorUrl: string;
  readonly assetAt: (objectKey: string) => string;
  readonly keysOf: (roleArn: string) => { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** More threads than cores only cost cold starts; AWS itself would start as many as it needs. */
const defaultConcurrency = 2;

const Properties = z.strictObject({
  FunctionName: z.string(),
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  Handler: z.string(),
  Runtime: z.string().check(z.startsWith('nodejs')),
  Role: z.string(),
  Environment: z._default(z.strictObject({ Variables: z._default(z.record(z.string(), z.string()), {}) }), {
    Variables: {},
  }),
  Timeout: z._default(z.number().check(z.minimum(1), z.maximum(900)), 3),
  MemorySize: z._default(z.number().check(z.minimum(128)), 128),
  ReservedConcurrentExecutions: z.optional(z.number().check(z.minimum(1))),
  // What follows changes nothing that a function sees on one machine.
  Architectures: z.optional(z.unknown()),
  Description: z.optional(z.string()),
  LoggingConfig: z.optional(z.unknown()),
  RecursiveLoop: z.optional(z.unknown()),
  RuntimeManagementConfig: z.optional(z.unknown()),
  Tags: z.optional(z.unknown()),
  TracingConfig: z.optional(z.unknown()),
});

/** Reads one AWS::Lambda::Function. Throws for a property that the local run does not support, naming the function. */
export function functionOf(resource: Resource, place: FunctionPlace): LambdaFunction {
  const { id } = resource;
  const { FunctionName: name, Environment, MemorySize, ...given } = parseAs(resource, Properties);
  const ours = environmentOf(place, name, MemorySize, given.Role);
  const reserved = Object.keys(Environment.Variables).find((key) => key in ours);
  if (reserved !== undefined) throw new Error(`The function ${id} sets ${reserved}, which Lambda keeps to itself`);
  return {
    name,
    arn: `arn:${place.partition}:lambda:${place.region}:${place.account}:function:${name}`,
    ...handlerOf(id, place.assetAt(given.Code.S3Key), given.Handler),
    timeoutMs: given.Timeout * 1000,
    memoryMb: MemorySize,
    concurrency: given.ReservedConcurrentExecutions ?? defaultConcurrency,
    environment: { ...Environment.Variables, ...ours },
  };
}

function environmentOf(place: FunctionPlace, name: string, memoryMb: number, role: string) {
  const { accessKeyId, secretAccessKey } = place.keysOf(role);
  return {
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_ENDPOINT_URL: place.doorUrl,
    TZ: 'UTC',
  };
}

/** `folder/index.handler` is the export `handler` of the module folder/index. */
function handlerOf(id: string, folder: string, handler: string) {
  const dot = handler.lastIndexOf('.');
  const module = path.join(folder, handler.slice(0, dot));
  const file = ['.mjs', '.js', '.cjs']
    .map((extension) => module + extension)
    .find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error(`The function ${id} has no module for its handler ${handler} in its bundle`);
  return { file, exportName: handler.slice(dot + 1) };
}
