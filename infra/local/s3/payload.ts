import { createHash } from 'node:crypto';
import { AwsFault } from '../engine.ts';

type Payload = {
  readonly bytes: Buffer;
  /** The headers with what came after the last chunk, which is where a streaming client puts its checksum. */
  readonly headers: Readonly<Record<string, string>>;
};

/** The object's bytes as the client meant them: checked against the signed hash, or freed from their chunks. */
export function payloadOf(body: Buffer, headers: Readonly<Record<string, string>>): Payload {
  const declared = headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  if (declared === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return unchunk(body, headers);
  if (declared.startsWith('STREAMING-'))
    throw new AwsFault('NotImplemented', `The payload signature ${declared} is not supported here.`, 501);
  if (/aws-chunked/i.test(headers['content-encoding'] ?? ''))
    throw new AwsFault(
      'NotImplemented',
      'aws-chunked without STREAMING-UNSIGNED-PAYLOAD-TRAILER is not supported here.',
      501,
    );
  if (declared !== 'UNSIGNED-PAYLOAD' && createHash('sha256').update(body).digest('hex') !== declared)
    throw new AwsFault(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  return { bytes: body, headers };
}

const broken = () => new AwsFault('IncompleteBody', 'The request body terminated unexpectedly');

function unchunk(body: Buffer, headers: Readonly<Record<string, string>>): Payload {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const line = lineAt(body, at);
    const size = /^[0-9a-f]{1,8}$/i.test(line) ? Number.parseInt(line, 16) : undefined;
    if (size === undefined) throw broken();
    at += line.length + 2;
    if (size === 0) break;
    const chunk = body.subarray(at, at + size);
    if (chunk.length < size || body.toString('latin1', at + size, at + size + 2) !== '\r\n') throw broken();
    chunks.push(chunk);
    at += size + 2;
  }
  const bytes = Buffer.concat(chunks);
  if (Number(headers['x-amz-decoded-content-length']) !== bytes.length) throw broken();
  return { bytes, headers: withTrailers(body.toString('latin1', at), headers) };
}

function lineAt(body: Buffer, from: number): string {
  const end = body.indexOf('\r\n', from);
  if (end === -1) throw broken();
  return body.toString('latin1', from, end);
}

function withTrailers(text: string, headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const trailers: Record<string, string> = {};
  for (const line of text.split('\r\n').filter((part) => part !== '')) {
    const colon = line.indexOf(':');
    if (colon < 1) throw broken();
    trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  const announced = (headers['x-amz-trailer'] ?? '').split(',').map((name) => name.trim().toLowerCase());
  for (const name of announced.filter((part) => part !== ''))
    if (trailers[name] === undefined)
      throw new AwsFault(
        'MalformedTrailerError',
        'The request contained trailing data that was not well-formed or did not conform to our published schema.',
      );
  for (const name of Object.keys(trailers))
    if (!announced.includes(name))
      throw new AwsFault('MalformedTrailerError', `The trailer ${name} was not announced by x-amz-trailer.`);
  const encoding = (headers['content-encoding'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked')
    .join(',');
  const { 'content-encoding': _, ...rest } = headers;
  return { ...rest, ...(encoding === '' ? {} : { 'content-encoding': encoding }), ...trailers };
}
