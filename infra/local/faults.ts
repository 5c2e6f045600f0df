import * as z from 'zod/mini';
import { type AwsCall, AwsFault } from './engine.ts';

/** Rates are probabilities from 0 to 1; a call meets at most one fault. */
export type FaultSettings = {
  /** Transactions and writes of the table that collide with another. */
  readonly conflictRate: number;
  readonly throttleRate: number;
  /** Connections that break, half of them after the call has had its effect. */
  readonly timeoutRate: number;
  /** Every call waits that long. */
  readonly delayMs: number;
  /** Names of operations such as `TransactWriteItems`, or of services without such names, such as `s3`; absent: all. */
  readonly only?: readonly string[] | undefined;
};

/** What happens to one call. */
type Injection = {
  readonly delayMs: number;
  readonly fault?: AwsFault;
  readonly drop?: 'before' | 'after';
};

export type Faults = {
  readonly settings: () => FaultSettings;
  /** Takes what is named; the rest stays as it is. */
  readonly change: (settings: Partial<FaultSettings>) => void;
  readonly next: (call: AwsCall) => Injection;
};

const none: FaultSettings = { conflictRate: 0, throttleRate: 0, timeoutRate: 0, delayMs: 0 };
const rate = z.number().check(z.minimum(0), z.maximum(1));
const Settings = z.strictObject({
  conflictRate: rate,
  throttleRate: rate,
  timeoutRate: rate,
  delayMs: z.int().check(z.minimum(0)),
  only: z.optional(z.array(z.string())),
});

const singleWrites = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/** Faults as a function of the seed and the order of the calls alone, so that a run that failed can be had again. */
export function createFaults(seed: number): Faults {
  const random = generator(seed);
  let settings = none;
  return {
    settings: () => settings,
    change: (changes) => {
      settings = Settings.parse({ ...settings, ...changes });
    },
    next: (call) => {
      const { only } = settings;
      if (only !== undefined && !only.includes(call.operation || call.service)) return { delayMs: 0 };
      return injectionOf(call, settings, random(), random());
    },
  };
}

/** `draw` picks among the faults, `detail` what is open within one; both from 0 to 1. */
function injectionOf(call: AwsCall, settings: FaultSettings, draw: number, detail: number): Injection {
  const { delayMs, throttleRate, timeoutRate } = settings;
  const conflictRate = mayConflict(call) ? settings.conflictRate : 0;
  if (draw < conflictRate) return { delayMs, fault: conflictOf(call, detail) };
  if (draw < conflictRate + throttleRate) return { delayMs, fault: throttlingOf(call) };
  if (draw < conflictRate + throttleRate + timeoutRate) return { delayMs, drop: detail < 0.5 ? 'before' : 'after' };
  return { delayMs };
}

const mayConflict = ({ service, operation }: AwsCall) =>
  service === 'dynamodb' && (operation === 'TransactWriteItems' || singleWrites.has(operation));

/** The error of a write that collided; in a transaction, on the item that `detail` (0 to 1) picks. */
function conflictOf({ operation, body }: AwsCall, detail: number): AwsFault {
  const message = 'Transaction is ongoing for the item';
  if (singleWrites.has(operation)) return new AwsFault('TransactionConflictException', message);
  const items = itemsOf(body);
  const hit = Math.floor(detail * items);
  const reasons = Array.from({ length: items }, (_, index) =>
    index === hit ? { Code: 'TransactionConflict', Message: message } : { Code: 'None' },
  );
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const text = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new AwsFault('TransactionCanceledException', text, 400, { CancellationReasons: reasons });
}

const Transaction = z.object({ TransactItems: z.array(z.unknown()) });

function itemsOf(body: Buffer): number {
  try {
    return Transaction.parse(JSON.parse(body.toString())).TransactItems.length;
  } catch {
    // What is no transaction is for the engine to refuse; here it has no item that could collide.
    return 0;
  }
}

function throttlingOf({ service }: AwsCall): AwsFault {
  if (service === 'dynamodb') {
    return new AwsFault('ProvisionedThroughputExceededException', 'The level of configured throughput was exceeded.');
  }
  if (service === 's3') return new AwsFault('SlowDown', 'Please reduce your request rate.', 503);
  return new AwsFault('ThrottlingException', 'Rate exceeded', 400);
}

/** Mulberry32: small, and the same sequence on every machine. */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
