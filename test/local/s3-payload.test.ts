import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { verifyChecksums } from '#infra/local/s3/checksum';
import { payloadOf } from '#infra/local/s3/payload';

const streamed = {
  'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'x-amz-trailer': 'x-amz-checksum-crc32',
  'x-amz-decoded-content-length': '9',
  'content-encoding': 'aws-chunked',
};
const body = '4\r\n1234\r\n5\r\n56789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n';
const read = (text: string, headers: Readonly<Record<string, string>> = streamed) =>
  payloadOf(Buffer.from(text), headers);

test('a chunked body is put together, and its checksum is the one after the last chunk', () => {
  const { bytes, headers } = read(body);
  expect(bytes.toString()).toBe('123456789');
  expect(headers['content-encoding']).toBeUndefined();
  expect(verifyChecksums(bytes, headers)).toEqual({ crc32: 'y/Q5Jg==' });
  const wrong = read(body.replace('y/Q5Jg==', 'y/Q5Jw=='));
  expect(() => verifyChecksums(wrong.bytes, wrong.headers)).toThrow('did not match the calculated checksum');
});

test.each([
  ['ends in the middle of a chunk', body.slice(0, 12)],
  ['has no last chunk', body.slice(0, body.indexOf('0\r\nx'))],
  ['names a size that is none', body.replace('4\r\n', 'z\r\n')],
  ['has a chunk longer than its size', body.replace('1234', '12345')],
  ['is shorter than announced', body.replace('5\r\n56789', '4\r\n5678')],
  ['lacks the trailer that was announced', body.replace('x-amz-checksum-crc32:y/Q5Jg==\r\n', '')],
  ['brings a trailer that was not announced', body.replace('\r\n\r\n', '\r\nx-amz-meta-a:1\r\n\r\n')],
])('a chunked body that %s is refused', (_, text) => {
  expect(() => read(text)).toThrow(/terminated unexpectedly|trailer|trailing/);
});

test('chunks with signatures of their own are not supported, and say so', () => {
  expect(() => read(body, { ...streamed, 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' })).toThrow(
    'not supported',
  );
  expect(() => read(body, { 'content-encoding': 'aws-chunked' })).toThrow('not supported');
});

test('a body that is not the signed one is refused', () => {
  const hash = createHash('sha256').update('a').digest('hex');
  expect(read('a', { 'x-amz-content-sha256': hash }).bytes.toString()).toBe('a');
  expect(() => read('b', { 'x-amz-content-sha256': hash })).toThrow('does not match');
});
