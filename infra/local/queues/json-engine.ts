import * as z from 'zod/mini';
import { type AwsAnswer, type AwsCall, AwsFault, type Engine, type Need } from '#infra/local/engine';
import { problemsOf } from './problems.ts';

/** One operation of a service that speaks AWS's JSON protocol. */
export type Operation = {
  readonly needs: (call: AwsCall) => readonly Need[];
  readonly run: (call: AwsCall) => Promise<unknown>;
};

/** An operation with a strict schema of its input: what the schema does not name is refused, never ignored. */
export const operation = <Schema extends z.ZodMiniType>(
  schema: Schema,
  needs: (input: z.output<Schema>) => readonly Need[],
  run: (input: z.output<Schema>, call: AwsCall) => unknown,
): Operation => ({
  needs: (call) => needs(inputOf(call, schema)),
  run: async (call) => run(inputOf(call, schema), call),
});

/** A service of AWS's JSON protocol from its table of operations; every other operation is refused by name. */
export function jsonEngine(
  service: string,
  version: '1.0' | '1.1',
  operations: Readonly<Record<string, Operation>>,
): Engine {
  const known = new Map(Object.entries(operations));
  const find = (call: AwsCall): Operation => {
    const name = nameOf(call);
    const found = known.get(name);
    if (found) return found;
    throw new AwsFault('UnsupportedOperation', `The local run does not support ${service}:${name || call.path}.`);
  };
  const answer = async (call: AwsCall): Promise<AwsAnswer> => {
    const output = await find(call).run(call);
    const headers = { 'content-type': `application/x-amz-json-${version}` };
    return { status: 200, headers, body: JSON.stringify(output ?? {}) };
  };
  return { service, needs: (call) => find(call).needs(call), answer };
}

/** The body of a JSON call, or a fault that names every member that is wrong or not supported. */
export function inputOf<Schema extends z.ZodMiniType>(call: AwsCall, schema: Schema): z.output<Schema> {
  const body = jsonOf(call.body);
  if (body === undefined) throw new AwsFault('SerializationException', `The body of ${titleOf(call)} is not JSON.`);
  const result = z.safeParse(schema, body);
  if (result.success) return result.data;
  const unknown = result.error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  if (unknown.length > 0) {
    throw new AwsFault(
      'UnsupportedOperation',
      `The local run does not support ${unknown.join(', ')} in ${titleOf(call)}.`,
    );
  }
  throw new AwsFault('ValidationException', `${titleOf(call)}: ${problemsOf(result.error)}.`);
}

/** With or without the service's prefix, such as `AmazonSQS.`. */
const nameOf = ({ operation }: AwsCall) => operation.slice(operation.lastIndexOf('.') + 1);
const titleOf = (call: AwsCall) => nameOf(call) || `${call.method} ${call.path}`;

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8') || '{}');
  } catch {
    return undefined;
  }
}
