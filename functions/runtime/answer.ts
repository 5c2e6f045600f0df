import type { APIGatewayProxyStructuredResultV2, APIGatewayProxyEventV2 as Event } from 'aws-lambda';
import { type Refusal, type RejectionCode, rejections } from '#shared/contracts/rejections';

export const answer = (
  body: unknown,
  statusCode = 200,
  contentType = 'application/json',
): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': contentType, 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

/** Chinese unless the caller asks for English first. */
const languageOf = ({ headers }: Pick<Event, 'headers'>) =>
  headers['accept-language']?.trim().toLowerCase().startsWith('en') ? 'en' : 'zh';

/** RFC 9457, in the caller's language. */
export function problem({ code, ...details }: Refusal<RejectionCode>, event: Pick<Event, 'headers'>) {
  const { status, title } = rejections[code];
  const body = { type: `/problems/${code}`, title: title[languageOf(event)], status, code, ...details };
  const answered = answer(body, status, 'application/problem+json');
  return status === 503 ? { ...answered, headers: { ...answered.headers, 'retry-after': '2' } } : answered;
}
