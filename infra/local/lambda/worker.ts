/** The inside of a sandbox: what Lambda's Node runtime does. It imports next to nothing, because every cold start pays for it. */
import { isBuiltin, registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { shiftDate } from '#infra/local/identity/shifted-date';
import type { Order, Report, WorkerSettings } from './protocol.ts';

const settings: WorkerSettings = workerData;
const port = parentPort;
if (!port) throw new Error('A sandbox is a worker thread');
const report = (message: Report) => port.postMessage(message);

const failed = (error: unknown): Report =>
  error instanceof Error
    ? { kind: 'error', errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] }
    : { kind: 'error', errorType: typeof error, errorMessage: String(error), trace: [] };

const named = (name: string, message: string, cause?: unknown) => {
  const error = new Error(message, { cause });
  error.name = name;
  return error;
};

/** The bundle has to hold all that it needs: on AWS there is no node_modules folder above it. */
function confine(folder: string) {
  const inside = pathToFileURL(folder + path.sep).href;
  registerHooks({
    resolve: (specifier, context, next) => {
      if (isBuiltin(specifier)) return next(specifier, context);
      try {
        const found = next(specifier, context);
        if (found.url.startsWith(inside)) return found;
      } catch (cause) {
        throw named('Runtime.ImportModuleError', `Cannot find '${specifier}'`, cause);
      }
      throw named('Runtime.ImportModuleError', `Cannot find '${specifier}': it is not in the bundle`);
    },
  });
}

async function load() {
  const module: Record<string, unknown> = await import(pathToFileURL(settings.file).href);
  const handler = module[settings.exportName];
  if (typeof handler !== 'function') {
    throw named('Runtime.HandlerNotFound', `${settings.exportName} is undefined or not exported`);
  }
  if (handler.length > 2) {
    throw named(
      'Runtime.CallbackHandlerDeprecated',
      'Node.js 24 on Lambda calls no handler with a callback: make it async',
    );
  }
  return handler;
}

const contextOf = ({ requestId, timeoutMs }: Order) => {
  // Not by Date: moving the clock must not eat a function's time.
  const end = performance.now() + timeoutMs;
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: settings.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: settings.functionArn,
    logGroupName: `/aws/lambda/${settings.functionName}`,
    logStreamName: 'local',
    memoryLimitInMB: String(settings.memoryMb),
    getRemainingTimeInMillis: () => Math.max(0, Math.round(end - performance.now())),
  };
};

async function run(handler: (...values: unknown[]) => unknown, order: Order): Promise<Report> {
  try {
    const value = await handler(JSON.parse(order.payload), contextOf(order));
    return { kind: 'done', payload: JSON.stringify(value) ?? 'null' };
  } catch (error) {
    return failed(error);
  }
}

shiftDate(new BigInt64Array(settings.offset));
confine(path.dirname(settings.file));
try {
  const handler = await load();
  port.on('message', async (order: Order) => report(await run((...values) => handler(...values), order)));
  report({ kind: 'ready' });
} catch (error) {
  report(failed(error));
}
