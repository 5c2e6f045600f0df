/** What a worker is started with. */
export type WorkerSettings = {
  readonly file: string;
  readonly exportName: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  /** One cell: the distance of the shifted clock to real time in milliseconds. */
  readonly offset: SharedArrayBuffer;
};

/** One event, as JSON. */
export type Order = { readonly requestId: string; readonly payload: string; readonly timeoutMs: number };

/** What a worker says: that it is ready, or how an event ended. A failed start is an `error` without `ready` before it. */
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly payload: string }
  | {
      readonly kind: 'error';
      readonly errorType: string;
      readonly errorMessage: string;
      readonly trace: readonly string[];
    };
