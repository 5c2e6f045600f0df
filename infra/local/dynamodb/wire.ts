import { Agent, request } from 'node:http';
import * as z from 'zod/mini';

export type WireAnswer = { readonly status: number; readonly body: string };

/** The way to the DynamoDB endpoint behind the door. */
export type Wire = {
  /** Passes a request on as it is and gives the answer as it is, errors of DynamoDB among them. */
  readonly send: (operation: string, body: string | Buffer) => Promise<WireAnswer>;
  /** Asks on the run's own behalf; throws a WireError for an error of DynamoDB. */
  readonly ask: <Schema extends z.ZodMiniType>(
    operation: string,
    body: unknown,
    schema: Schema,
  ) => Promise<z.output<Schema>>;
  readonly close: () => void;
};

/** An error that the endpoint answered with; `code` is the exception's name. */
export class WireError extends Error {
  readonly code: string;
  constructor(operation: string, code: string, message: string) {
    super(`${operation}: ${code}: ${message}`);
    this.code = code;
  }
}

const Refusal = z.object({
  __type: z.string(),
  message: z.optional(z.string()),
  Message: z.optional(z.string()),
});

/** The exception's name and words in an answer that is not 200. */
export function refusalOf({ body }: WireAnswer) {
  const parsed = z.safeParse(Refusal, JSON.parse(body));
  const { __type = 'UnknownError', message, Message } = parsed.data ?? {};
  return { code: __type.replace(/^.*#/, ''), message: message ?? Message ?? body };
}

/**
 * Embedded engines look for a signature's shape, not for its truth: the door has verified the caller's own.
 * An endpoint that checks signatures, such as AWS itself, cannot serve here.
 */
const headersOf = (operation: string, region: string) => {
  const target = streamOperations.has(operation) ? 'DynamoDBStreams_20120810' : 'DynamoDB_20120810';
  return {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `${target}.${operation}`,
    'x-amz-date': '20260101T000000Z',
    authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
  };
};
const streamOperations = new Set(['DescribeStream', 'GetShardIterator', 'GetRecords', 'ListStreams']);

export function createWire(endpoint: string, region: string): Wire {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });

  const send: Wire['send'] = (operation, body) =>
    new Promise((resolve, reject) => {
      const fail = (cause: unknown) => reject(new Error(`DynamoDB does not answer at ${endpoint}`, { cause }));
      const headers = { ...headersOf(operation, region), 'content-length': Buffer.byteLength(body) };
      const call = request(endpoint, { method: 'POST', agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 500, body: Buffer.concat(chunks).toString() }),
        );
      });
      call.on('error', fail);
      call.end(body);
    });

  const ask: Wire['ask'] = async (operation, body, schema) => {
    const answer = await send(operation, JSON.stringify(body));
    if (answer.status === 200) return z.parse(schema, JSON.parse(answer.body));
    const { code, message } = refusalOf(answer);
    throw new WireError(operation, code, message);
  };

  return { send, ask, close: () => agent.destroy() };
}
