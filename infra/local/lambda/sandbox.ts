import type { Writable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import * as z from 'zod/mini';
import type { Invocation } from '#infra/local/engine';
import type { LambdaFunction } from './function.ts';
import type { Order, WorkerSettings } from './protocol.ts';

/** One warm copy of a function; it takes one event at a time. */
export type Sandbox = {
  readonly run: (requestId: string, payload: string) => Promise<Invocation>;
  /** False once the thread has ended, by the function's doing or by ours. */
  readonly isAlive: () => boolean;
  readonly close: () => Promise<void>;
};

const Report = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('done'), payload: z.string() }),
  z.object({
    kind: z.literal('error'),
    errorType: z.string(),
    errorMessage: z.string(),
    trace: z.array(z.string()),
  }),
]);
type Report = z.infer<typeof Report>;

/** What Lambda gives a function to start before it counts on the time of the first event. */
const startMs = 10_000;
const largestAnswerBytes = 6_291_556;

const refused = (errorType: string, errorMessage: string): Invocation => ({ ok: false, errorType, errorMessage });

/** Starts a thread with the function's bundle. `offset` is the cell with the shift of the clock. */
export function openSandbox(lambda: LambdaFunction, offset: SharedArrayBuffer, log: Writable): Sandbox {
  const { file, exportName, name: functionName, arn: functionArn, memoryMb } = lambda;
  const workerData: WorkerSettings = { file, exportName, functionName, functionArn, memoryMb, offset };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData,
    env: { ...lambda.environment },
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  worker.stdout.pipe(log, { end: false });
  worker.stderr.pipe(log, { end: false });
  const { next, death } = reportsOf(worker);
  let alive = true;
  death.then(() => {
    alive = false;
  });
  const end = async () => {
    alive = false;
    await worker.terminate();
  };
  const within = async (ms: number, onTimeout: Invocation): Promise<Report | Invocation> => {
    const timeout = Promise.withResolvers<Invocation>();
    const timer = setTimeout(() => timeout.resolve(onTimeout), ms);
    const first = await Promise.race([next(), death, timeout.promise]);
    clearTimeout(timer);
    if (first === onTimeout) await end();
    return first;
  };

  let ready = false;
  return {
    isAlive: () => alive,
    close: end,
    run: async (requestId, payload) => {
      const seconds = (lambda.timeoutMs / 1000).toFixed(2);
      const late = refused(
        'Sandbox.Timedout',
        `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
      );
      if (!ready) {
        const start = await within(startMs + lambda.timeoutMs, late);
        if (!('kind' in start) || start.kind !== 'ready') {
          await end();
          return outcomeOf(start, requestId, log);
        }
        ready = true;
      }
      const order: Order = { requestId, payload, timeoutMs: lambda.timeoutMs };
      worker.postMessage(order);
      return outcomeOf(await within(lambda.timeoutMs, late), requestId, log);
    },
  };
}

function outcomeOf(report: Report | Invocation, requestId: string, log: Writable): Invocation {
  if ('ok' in report) {
    if (!report.ok) log.write(`${requestId} ${report.errorType} ${report.errorMessage}\n`);
    return report.ok ? report : { ...report, errorMessage: withRequest(report.errorMessage, requestId) };
  }
  if (report.kind === 'ready') throw new Error('A sandbox reports ready once');
  if (report.kind === 'done') {
    const size = Buffer.byteLength(report.payload);
    if (size <= largestAnswerBytes) return { ok: true, payload: JSON.parse(report.payload) };
    const message = `Response payload size exceeded maximum allowed payload size (${largestAnswerBytes} bytes).`;
    return refused('Function.ResponseSizeTooLarge', message);
  }
  const { errorType, errorMessage, trace } = report;
  log.write(`${requestId} ERROR ${JSON.stringify({ errorType, errorMessage, stack: trace })}\n`);
  return refused(errorType, errorMessage);
}

const withRequest = (message: string, requestId: string) =>
  message.startsWith('RequestId:') ? message : `RequestId: ${requestId} Error: ${message}`;

/** The thread's messages one after the other, and how it ended. */
function reportsOf(worker: Worker) {
  const queued: Report[] = [];
  let waiting: ((report: Report) => void) | undefined;
  let cause: Invocation | undefined;
  const death = Promise.withResolvers<Invocation>();
  worker.on('message', (message: unknown) => {
    const report = z.parse(Report, message);
    if (waiting) waiting(report);
    else queued.push(report);
    waiting = undefined;
  });
  worker.on('error', (error: unknown) => {
    cause = causeOf(error);
  });
  worker.on('exit', (code) => {
    const status =
      code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
    death.resolve(cause ?? refused('Runtime.ExitError', status));
  });
  const next = () => {
    const first = queued.shift();
    return first
      ? Promise.resolve(first)
      : new Promise<Report>((resolve) => {
          waiting = resolve;
        });
  };
  return { next, death: death.promise };
}

function causeOf(error: unknown): Invocation {
  if (!(error instanceof Error)) return refused('Runtime.UnhandledPromiseRejection', String(error));
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return refused('Runtime.OutOfMemory', 'Runtime exited with error: signal: killed');
  return refused(error.name, error.message);
}
