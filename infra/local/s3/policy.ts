import { createHmac } from 'node:crypto';
import * as z from 'zod/mini';
import { AwsFault } from '../engine.ts';
import { ALGORITHM, isSame, signingKey } from '../sigv4.ts';

const exact = z.record(z.string(), z.string());
const matching = z.tuple([z.enum(['eq', 'starts-with']), z.string(), z.string()]);
const size = z.union([z.int(), z.pipe(z.string().check(z.regex(/^\d+$/)), z.transform(Number))]);
const length = z.tuple([z.literal('content-length-range'), size, size]);
const policySchema = z.object({ expiration: z.string(), conditions: z.array(z.union([exact, matching, length])) });

type Fields = Readonly<Record<string, string>>;
type Condition = {
  readonly kind: 'eq' | 'starts-with';
  /** In lower case, as forms are read. */
  readonly field: string;
  readonly value: string;
  /** As S3 repeats it to whoever does not fulfil it. */
  readonly text: string;
};
type Policy = {
  readonly expiresAt: number;
  readonly conditions: readonly Condition[];
  readonly ranges: readonly { readonly least: number; readonly most: number }[];
};

const denied = (why: string) => new AwsFault('AccessDenied', `Invalid according to Policy: ${why}`, 403);
const invalidDocument = (why: string) => new AwsFault('InvalidPolicyDocument', `Invalid Policy: ${why}`);

function need(fields: Fields, name: string): string {
  const value = fields[name.toLowerCase()];
  if (value !== undefined && value !== '') return value;
  throw new AwsFault(
    'InvalidArgument',
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    400,
    { ArgumentName: name, ArgumentValue: '' },
  );
}

/** Who signed the policy: verifies the signature over its base64 text and returns the access key. */
export function verifySigner(
  fields: Fields,
  secretOf: (accessKeyId: string) => string | undefined,
  region: string,
): string {
  const policy = need(fields, 'policy');
  const algorithm = need(fields, 'x-amz-algorithm');
  const credential = need(fields, 'x-amz-credential');
  const stamp = need(fields, 'x-amz-date');
  const signature = need(fields, 'x-amz-signature');
  if (algorithm !== ALGORITHM)
    throw invalid('x-amz-algorithm', algorithm, `X-Amz-Algorithm only supports "${ALGORITHM}"`);
  const [accessKeyId = '', date = '', scopeRegion = '', service, terminal, ...more] = credential.split('/');
  if (service !== 's3' || terminal !== 'aws4_request' || more.length > 0 || !/^\d{8}$/.test(date))
    throw invalid(
      'x-amz-credential',
      credential,
      'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  if (scopeRegion !== region)
    throw invalid('x-amz-credential', credential, `the region '${scopeRegion}' is wrong; expecting '${region}'`);
  if (!/^\d{8}T\d{6}Z$/.test(stamp) || !stamp.startsWith(date))
    throw invalid(
      'x-amz-date',
      stamp,
      'X-Amz-Date must be formatted yyyyMMddTHHmmssZ and be of the day in the Credential',
    );
  const secret = secretOf(accessKeyId);
  if (secret === undefined)
    throw new AwsFault('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403, {
      AWSAccessKeyId: accessKeyId,
    });
  const right = createHmac('sha256', signingKey(secret, date, scopeRegion, 's3'))
    .update(policy)
    .digest('hex');
  if (!isSame(signature, right))
    throw new AwsFault(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      403,
      { AWSAccessKeyId: accessKeyId },
    );
  return accessKeyId;
}

const invalid = (name: string, value: string, message: string) =>
  new AwsFault('InvalidArgument', message, 400, { ArgumentName: name, ArgumentValue: value });

/** The document behind the base64. A condition of a kind that is not known makes the whole document invalid. */
export function readPolicy(base64: string): Policy {
  const parsed = policySchema.safeParse(parseJson(Buffer.from(base64, 'base64').toString()));
  if (!parsed.success)
    throw invalidDocument(
      `Invalid expiration or condition (${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}).`,
    );
  const expiresAt = Date.parse(parsed.data.expiration);
  if (Number.isNaN(expiresAt)) throw invalidDocument("Invalid 'expiration' value");
  const conditions: Condition[] = [];
  const ranges: { least: number; most: number }[] = [];
  for (const written of parsed.data.conditions) {
    if (!Array.isArray(written))
      for (const [field, value] of Object.entries(written)) conditions.push(condition('eq', `$${field}`, value));
    else if (written[0] === 'content-length-range') ranges.push({ least: written[1], most: written[2] });
    else conditions.push(condition(...written));
  }
  return { expiresAt, conditions, ranges };
}

function condition(kind: Condition['kind'], variable: string, value: string): Condition {
  if (!variable.startsWith('$')) throw invalidDocument(`Invalid Condition: ${variable} does not begin with $.`);
  const text = `[${[kind, variable, value].map((part) => JSON.stringify(part)).join(', ')}]`;
  return { kind, field: variable.slice(1).toLowerCase(), value, text };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const fault = invalidDocument('Invalid JSON.');
    fault.cause = cause;
    throw fault;
  }
}

const holds = ({ kind, field, value }: Condition, fields: Fields): boolean => {
  const actual = fields[field];
  if (actual === undefined) return false;
  return kind === 'eq' ? actual === value : actual.startsWith(value);
};

const uncovered = (name: string) =>
  name === 'file' || name === 'policy' || name === 'x-amz-signature' || name.startsWith('x-ignore-');

/** Expiry, every condition, and no field that the policy does not speak of. `fields` holds the bucket, and the key after substitution. */
export function demandPolicy(policy: Policy, fields: Fields, now: number): void {
  if (now >= policy.expiresAt) throw denied('Policy expired.');
  const failed = policy.conditions.find((each) => !holds(each, fields));
  if (failed !== undefined) throw denied(`Policy Condition failed: ${failed.text}`);
  const covered = new Set(policy.conditions.map(({ field }) => field));
  const extra = Object.keys(fields).filter((name) => !uncovered(name) && !covered.has(name));
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(', ')}`);
}

/** The size the policy allows, in bytes. */
export function demandSize(policy: Policy, bytes: number): void {
  for (const { least, most } of policy.ranges) {
    if (bytes > most)
      throw new AwsFault('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, {
        ProposedSize: bytes,
        MaxSizeAllowed: most,
      });
    if (bytes < least)
      throw new AwsFault('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
        ProposedSize: bytes,
        MinSizeAllowed: least,
      });
  }
}
