import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

/** Message attributes in the shape of the API; binary values are base64. */
export type MessageAttributes = z.output<typeof MessageAttributes>;
const name = z.string().check(z.minLength(1), z.maxLength(256));
const dataType = z.string().check(z.regex(/^(String|Number|Binary)(\.|$)/));
export const MessageAttributes = z.record(
  name,
  z.union([
    z.strictObject({ DataType: dataType, StringValue: z.string() }),
    z.strictObject({ DataType: dataType, BinaryValue: z.string() }),
  ]),
);

export const md5 = (value: string | Buffer) => createHash('md5').update(value).digest('hex');

/** The digest that SQS gives for attributes: names in order, every part with its length in four bytes. */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const entries = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return undefined;
  const parts = entries.flatMap(([key, attribute]) => {
    const isText = 'StringValue' in attribute;
    const value = isText ? Buffer.from(attribute.StringValue) : Buffer.from(attribute.BinaryValue, 'base64');
    return [
      ...sized(Buffer.from(key)),
      ...sized(Buffer.from(attribute.DataType)),
      Buffer.from([isText ? 1 : 2]),
      ...sized(value),
    ];
  });
  return md5(Buffer.concat(parts));
}

function sized(value: Buffer): readonly Buffer[] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(value.length);
  return [length, value];
}
