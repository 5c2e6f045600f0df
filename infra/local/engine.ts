/** The contract between the engines of the local run. Instants here are epoch milliseconds of the shifted clock. */

/** A resource of the synthesised template with every intrinsic function resolved. */
export type Resource = {
  /** The logical id, unique over all stacks: `<stack>.<logicalId>`. */
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
};

/** Where the run keeps its state, and what the pseudo parameters of the template resolve to. */
export type Place = {
  /** Every engine keeps its files in a folder or file of its own name in here. */
  readonly stateDir: string;
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  readonly clock: Clock;
};

/** The one clock of the run: it can be moved, and then moves for everything at once. */
export type Clock = {
  readonly now: () => number;
  /** The distance to real time in milliseconds, kept in the state folder. */
  readonly offsetMs: () => number;
  /** Calls `fire` once, inside `work`, at or after `dueAt`. The same key set again replaces the earlier timer. Not durable: engines set theirs again at start. */
  readonly set: (key: string, dueAt: number, fire: () => void | Promise<void>) => void;
  readonly clear: (key: string) => void;
  /** Everything that runs in the background runs in here, so that a moving clock can wait for it. */
  readonly work: <Value>(run: () => Promise<Value>) => Promise<Value>;
  /** Resolves when no work is under way. */
  readonly quiet: () => Promise<void>;
  /** Steps from due timer to due timer, waiting for quiet after each, until `ms` have gone by. */
  readonly move: (ms: number) => Promise<void>;
  readonly onMove: (listener: (offsetMs: number) => void) => void;
};

/** Who signed a call: a role of the template, known by its own access key. */
export type Principal = { readonly roleId: string; readonly accessKeyId: string };

/** A call to AWS as it came through the door: signature verified, body whole. */
export type AwsCall = {
  readonly service: string;
  /** From X-Amz-Target or the query protocol; empty for REST services, which look at method and path. */
  readonly operation: string;
  readonly method: string;
  /** Still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Absent for what carries no signature of a role, such as a browser's form upload. */
  readonly principal: Principal | undefined;
};

export type AwsAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
};

/** One permission that a call needs: an IAM action on a resource, with the condition keys it was made under. */
export type Need = {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
};

/** An AWS service behind the door. */
export type Engine = {
  /** The service name of the signature's scope: dynamodb, s3, kms, events, sqs, states, ses. */
  readonly service: string;
  /** Throws an AwsFault for an operation that the engine does not support. */
  readonly needs: (call: AwsCall) => readonly Need[];
  readonly answer: (call: AwsCall) => Promise<AwsAnswer>;
};

/** An error in AWS's own shape; the door writes it in the protocol of the service (JSON, or XML for S3). */
export class AwsFault extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;
  constructor(code: string, message: string, status = 400, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** May this role do that? Throws an AwsFault AccessDeniedException when the template's policies do not say so. */
export type Authorize = (roleId: string, need: Need) => void;

export type Invocation =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

/** Runs a function of the template, as its bundle, with its environment and timeout; waits for its answer. */
export type Invoke = (functionArn: string, payload: unknown) => Promise<Invocation>;

/** One event on a bus, after PutEvents gave it id and time. */
export type BusEvent = {
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly time: string;
  readonly detail: unknown;
  readonly resources: readonly string[];
};

/** Puts an event on a bus (its name, `default` for AWS's own events) on behalf of an AWS service such as S3. */
export type Publish = (
  busName: string,
  event: Pick<BusEvent, 'source' | 'detail-type' | 'detail' | 'resources'>,
) => void;

/** What the run counted since the last reset, for the bill. */
export type Meter = {
  readonly add: (name: MeterName, amount: number) => void;
  readonly read: () => Readonly<Record<MeterName, number>>;
  readonly reset: () => void;
};
export type MeterName = 'requests' | 'invocations' | 'readUnits' | 'writeUnits' | 'transitions' | 'mails';
