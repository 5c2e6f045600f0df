import type { APIGatewayProxyStructuredResultV2 as Answer, APIGatewayProxyEventV2 as Event } from 'aws-lambda';
import { problem } from '#functions/runtime/answer';
import type { Instant } from '#shared/kernel/instant';
import { type Encoding, type Files, isHashed, type WebFile } from './files.ts';
import { type Origins, pageHeaders, securityHeaders } from './headers.ts';

type Deps = { readonly fileAt: Files; readonly origins: Origins; readonly now: () => Instant };

const index = 'index.html';
const isApi = (path: string) => /^\/(api|common-grants)(\/|$)/.test(path);
const hasEnding = (path: string) => /\.[\w-]+$/.test(path);

/** The key that a path asks for; nothing for a path that is none. */
function keyOf(rawPath: string) {
  try {
    const path = decodeURIComponent(rawPath);
    return path.split('/').includes('..') || path.includes('\0') ? undefined : path.replace(/^\/+/, '');
  } catch {
    return undefined;
  }
}

/** The first of the file's encodings that the client takes; `br;q=0` is a refusal. */
function encodingFor({ encodingsOf }: WebFile, accepted = ''): Encoding {
  const takes = new Set(
    accepted
      .toLowerCase()
      .split(',')
      .map((each) => each.trim().split(';'))
      .filter(([, weight]) => !/^\s*q=0(\.0*)?$/.test(weight ?? ''))
      .map(([name = '']) => name.trim()),
  );
  return encodingsOf.find((encoding) => encoding === 'identity' || takes.has(encoding)) ?? 'identity';
}

const sameTag = (etag: string, header = '') =>
  header.split(',').some((each) => ['*', etag, `W/${etag}`].includes(each.trim()));

/** The web as it was built: its files, and the page itself for every address that the page resolves in the browser. */
export async function serve(event: Event, deps: Deps): Promise<Answer> {
  const { method } = event.requestContext.http;
  const missing: Answer = withSecurity(problem({ code: 'record.unknown' }, event));
  // What reaches this function under the prefixes of the API has no route there.
  if (isApi(event.rawPath)) return missing;
  if (method !== 'GET' && method !== 'HEAD')
    return { statusCode: 405, headers: { ...securityHeaders, allow: 'GET, HEAD', 'cache-control': 'no-store' } };
  const file = await fileFor(event.rawPath, deps);
  return file ? answerWith(file, event, deps) : missing;
}

async function fileFor(rawPath: string, { fileAt, now }: Deps) {
  const key = keyOf(rawPath);
  if (key === undefined) return undefined;
  if (key !== '' && hasEnding(key)) return fileAt(key, now());
  const page = await fileAt(index, now());
  if (!page) throw new Error(`The web bucket holds no ${index}: deploy the web`);
  return page;
}

async function answerWith(file: WebFile, event: Event, { origins }: Deps): Promise<Answer> {
  const encoding = encodingFor(file, event.headers['accept-encoding']);
  const etag = `"${file.hash}-${encoding}"`;
  const isPage = file.mediaType.startsWith('text/html');
  const headers = {
    ...(isPage ? pageHeaders(event.rawPath, origins) : securityHeaders),
    'cache-control': isHashed(file.key) ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    etag,
  };
  if (sameTag(etag, event.headers['if-none-match'])) return { statusCode: 304, headers };
  const body = await file.bytesIn(encoding);
  const about = {
    ...headers,
    'content-type': file.mediaType,
    ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
  };
  if (event.requestContext.http.method === 'HEAD')
    return { statusCode: 200, headers: { ...about, 'content-length': `${body.length}` } };
  return { statusCode: 200, headers: about, body: body.toString('base64'), isBase64Encoded: true };
}

const withSecurity = (answer: Answer): Answer => ({ ...answer, headers: { ...answer.headers, ...securityHeaders } });
