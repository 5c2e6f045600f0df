import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Credentials } from './credentials.ts';
import { type Authorize, type AwsAnswer, type AwsCall, AwsFault, type Clock, type Engine } from './engine.ts';
import type { Faults } from './faults.ts';
import { type Scope, type SignedRequest, verifyHeaderSignature, verifyQuerySignature } from './sigv4.ts';

type DoorOptions = {
  /** 0 takes a free one. */
  readonly port: number;
  readonly engines: readonly Engine[];
  readonly credentials: Credentials;
  readonly authorize: Authorize;
  readonly faults: Faults;
  readonly clock: Clock;
  readonly region: string;
};
export type Door = { readonly url: string; readonly close: () => Promise<void> };

const LARGEST_BODY_BYTES = 64 * 1024 * 1024;
const Address = z.object({ port: z.int() });

/** Opens the one address that stands for every AWS service of the run: signature, role, permission and faults are judged here. */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const server = createServer((request, response) => {
    options.clock
      .work(() => serve(request, response, options))
      .catch((cause: unknown) => {
        // The caller is gone, or its connection was dropped on purpose: nobody is left to tell.
        response.destroy();
        if (!request.destroyed) console.error(new Error('The door could not answer.', { cause }));
      });
  });
  // A connection that a client keeps for later stays open, or it would break just as the client uses it again.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = Address.parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, options: DoorOptions): Promise<void> {
  const requestId = randomUUID();
  const target = splitTarget(request.url ?? '/');
  const headers = flat(request.headers);
  let guess = guessService(headers, target.query);
  const body = await bodyOf(request);
  let answer: AwsAnswer;
  try {
    if (body === undefined)
      throw new AwsFault('EntityTooLarge', `A body may have ${LARGEST_BODY_BYTES} bytes at most.`, 413);
    const signed = { method: request.method ?? 'GET', ...target, headers, body };
    const call = admit(signed, options);
    guess = call.service;
    const engine = engineOf(call.service, options.engines);
    permit(call, engine, options.authorize);
    const outcome = await withFaults(call, engine, options.faults);
    if (outcome === 'dropped') {
      request.socket.destroy();
      return;
    }
    answer = outcome;
  } catch (error) {
    answer = refusal(error, guess, requestId, headers['content-type']);
  }
  response.writeHead(answer.status, {
    'x-amzn-requestid': requestId,
    'x-amz-request-id': requestId,
    ...answer.headers,
    date: new Date(options.clock.now()).toUTCString(),
  });
  response.end(answer.body);
}

/** Verifies who calls. What carries no signature at all goes to S3, which judges forms by their policy and refuses the rest. */
function admit(request: SignedRequest, { credentials, clock, region }: DoorOptions): AwsCall {
  const { 'x-amz-target': target = '' } = request.headers;
  const operation = target.slice(target.lastIndexOf('.') + 1);
  const scope = scopeOf(request, credentials, clock.now());
  if (scope === undefined) {
    if (target !== '')
      throw new AwsFault('MissingAuthenticationTokenException', 'Request is missing Authentication Token');
    return { ...request, service: 's3', operation, principal: undefined };
  }
  if (scope.region !== region) {
    const code = scope.service === 's3' ? 'AuthorizationHeaderMalformed' : 'InvalidSignatureException';
    const message = `Credential should be scoped to the region of this run, ${region}, not to ${scope.region}.`;
    throw new AwsFault(code, message, 400, scope.service === 's3' ? { Region: region } : {});
  }
  const { accessKeyId, service } = scope;
  const roleId = credentials.roleOf(accessKeyId);
  if (roleId === undefined)
    throw new AwsFault('UnrecognizedClientException', 'The access key belongs to no role.', 403);
  return { ...request, service, operation, principal: { roleId, accessKeyId } };
}

function scopeOf(request: SignedRequest, { secretOf }: Credentials, now: number): Scope | undefined {
  const inHeader = request.headers['authorization'] !== undefined;
  const inQuery = ['X-Amz-Algorithm', 'X-Amz-Signature', 'X-Amz-Credential'].some((name) => request.query.has(name));
  if (inHeader && inQuery) throw new AwsFault('InvalidArgument', 'Only one way to sign a request is allowed.', 400);
  if (inHeader) return verifyHeaderSignature(request, secretOf, now);
  return inQuery ? verifyQuerySignature(request, secretOf, now) : undefined;
}

function engineOf(service: string, engines: readonly Engine[]): Engine {
  const engine = engines.find((one) => one.service === service);
  if (engine !== undefined) return engine;
  const names = engines.map((one) => one.service).join(', ');
  throw new AwsFault('UnknownServiceException', `The local run has no service ${service}, only ${names}.`, 501);
}

/** A call of nobody has no role to ask: S3 judges forms by the role that signed their policy. */
function permit(call: AwsCall, engine: Engine, authorize: Authorize): void {
  if (call.principal === undefined) return;
  for (const need of engine.needs(call)) authorize(call.principal.roleId, need);
}

async function withFaults(call: AwsCall, engine: Engine, faults: Faults): Promise<AwsAnswer | 'dropped'> {
  const { delayMs, fault, drop } = faults.next(call);
  if (delayMs > 0) await sleep(delayMs);
  if (fault !== undefined) throw fault;
  if (drop === 'before') return 'dropped';
  const answer = await engine.answer(call);
  return drop === 'after' ? 'dropped' : answer;
}

/** An error in the protocol of the service that was meant. */
function refusal(error: unknown, service: string, requestId: string, contentType: string | undefined): AwsAnswer {
  const fault = error instanceof AwsFault ? error : undefined;
  if (fault === undefined) console.error(new Error(`The engine ${service} failed.`, { cause: error }));
  const code = fault?.code ?? (service === 's3' ? 'InternalError' : 'InternalFailure');
  const message = fault?.message ?? `The local engine ${service} failed; its error is in the log.`;
  const { status, details } = fault ?? { status: 500, details: {} };
  if (service === 's3') return xmlRefusal({ code, message, status, details }, requestId);
  const isRest = contentType?.startsWith('application/x-amz-json') !== true;
  return {
    status,
    headers: { 'content-type': isRest ? 'application/json' : contentType, 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message, ...details }),
  };
}

type Refusal = Pick<AwsFault, 'code' | 'message' | 'status' | 'details'>;

function xmlRefusal({ code, message, status, details }: Refusal, requestId: string): AwsAnswer {
  // S3 has its own word, and its own status, for what the other services call an exception.
  const isDenied = code === 'AccessDeniedException';
  const fields = { Code: isDenied ? 'AccessDenied' : code, Message: message, ...details, RequestId: requestId };
  const xml = Object.entries(fields).map(([name, value]) => `<${name}>${escaped(String(value))}</${name}>`);
  return {
    status: isDenied ? 403 : status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${xml.join('')}</Error>`,
  };
}

const escaped = (text: string) => text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Before a signature is verified only the shape of an error hangs on this. */
function guessService(headers: SignedRequest['headers'], query: URLSearchParams): string {
  const credential = headers['authorization']?.match(/Credential=([^,\s]+)/)?.[1] ?? query.get('X-Amz-Credential');
  if (credential !== undefined && credential !== null) return credential.split('/')[3] ?? 's3';
  return headers['x-amz-target'] === undefined ? 's3' : 'json';
}

function splitTarget(url: string): Pick<SignedRequest, 'path' | 'query'> {
  const at = url.indexOf('?');
  if (at < 0) return { path: url, query: new URLSearchParams() };
  return { path: url.slice(0, at), query: new URLSearchParams(url.slice(at + 1)) };
}

const flat = (headers: IncomingMessage['headers']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [value].flat().join(', ')]],
    ),
  );

/** The whole body; undefined for one that is too large. Rejects when the caller goes away in the middle of it. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    length += part.length;
    // Read to the end all the same, or the client would see a broken connection in place of the reason.
    if (length <= LARGEST_BODY_BYTES) chunks.push(part);
  }
  return length <= LARGEST_BODY_BYTES ? Buffer.concat(chunks) : undefined;
}
