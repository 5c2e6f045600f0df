/** A JSONata expression in a definition. */
type Expression = `{% ${string} %}`;
type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

type Retrier = {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
  readonly JitterStrategy: 'FULL';
};
type Catcher<Name> = { readonly ErrorEquals: readonly string[]; readonly Next: Name };

export type Task<Name extends string> = {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Arguments: { readonly FunctionName: string; readonly Payload: Json };
  readonly Output: Json;
  readonly TimeoutSeconds: number;
  readonly Retry: readonly Retrier[];
  readonly Catch: readonly Catcher<Name>[];
  readonly Next: Name;
};
export type State<Name extends string> =
  | Task<Name>
  | {
      readonly Type: 'Choice';
      readonly Choices: readonly { readonly Condition: Expression; readonly Next: Name }[];
      readonly Default: Name;
    }
  | { readonly Type: 'Wait'; readonly Timestamp: Expression; readonly Next: Name }
  | { readonly Type: 'Succeed' }
  | { readonly Type: 'Fail'; readonly Error: string; readonly Cause: Expression };

/** A definition in the Amazon States Language, ready to be written as JSON. */
export type Machine = {
  readonly Comment: string;
  readonly QueryLanguage: 'JSONata';
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State<string>>>;
};

/** What a definition is filled in with when it is deployed. */
export type Substitutions = { readonly Partition: string; readonly TaskFunction: string };
const hole = (name: keyof Substitutions) => `\${${name}}`;

/** A machine whose states name only each other: a name that no state has does not compile. */
export const machineOf = <const Name extends string>(
  Comment: string,
  StartAt: NoInfer<Name>,
  States: Readonly<Record<Name, State<NoInfer<Name>>>>,
): Machine => ({ Comment, QueryLanguage: 'JSONata', StartAt, States });

/** A field of the input that the execution was started with. */
export const given = (field: string): Expression => `{% $states.context.Execution.Input.${field} %}`;

/**
 * What Lambda itself cannot help: worth asking again soon. What the function throws, under whatever name, is worth asking
 * again for a week: it reads the table each time, nobody ever fails a token of ours, and the alarm of the function calls
 * people long before. Each at different moments for different executions; a timeout has its own way, back to the start.
 */
const retries: readonly Retrier[] = [
  {
    ErrorEquals: [
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.TooManyRequestsException',
      'Lambda.Unknown',
    ],
    IntervalSeconds: 2,
    MaxAttempts: 6,
    BackoffRate: 2,
    MaxDelaySeconds: 120,
    JitterStrategy: 'FULL',
  },
  {
    ErrorEquals: ['States.TaskFailed'],
    IntervalSeconds: 10,
    MaxAttempts: 360,
    BackoffRate: 2,
    MaxDelaySeconds: 3_600,
    JitterStrategy: 'FULL',
  },
];
/** Longer than the function may take, so that its own timeout is told from Lambda not answering. */
const answerWithinSeconds = 90;
const daySeconds = 86_400;

type Payload = { readonly ask: string; readonly [field: string]: Json };

/** Asks the platform something, or tells it to do a command; `start` is where a call that timed out begins anew. */
export const ask = <Name extends string>(payload: Payload, Next: Name, start: Name): Task<Name> => ({
  Type: 'Task',
  Resource: `arn:${hole('Partition')}:states:::lambda:invoke`,
  Arguments: { FunctionName: hole('TaskFunction'), Payload: payload },
  Output: '{% $states.result.Payload %}',
  TimeoutSeconds: answerWithinSeconds,
  Retry: retries,
  Catch: [{ ErrorEquals: ['States.Timeout'], Next: start }],
  Next,
});

type Gate = { readonly stream: Expression; readonly gate: string; readonly days: number };

/** Waits for people to decide. When its days are over the table says at `start` where things stand. */
export const awaitGate = <Name extends string>({ stream, gate, days }: Gate, Next: Name, start: Name): Task<Name> => ({
  Type: 'Task',
  Resource: `arn:${hole('Partition')}:states:::lambda:invoke.waitForTaskToken`,
  Arguments: {
    FunctionName: hole('TaskFunction'),
    Payload: {
      ask: 'openGate',
      stream,
      gate,
      attempt: given('attempt'),
      token: '{% $states.context.Task.Token %}',
    },
  },
  Output: {},
  TimeoutSeconds: days * daySeconds,
  Retry: retries,
  Catch: [{ ErrorEquals: ['States.Timeout'], Next: start }],
  Next,
});

/** One way of a Choice: the phases that lead there. */
export const phases = <Name extends string>(names: readonly string[], Next: Name) => ({
  Condition: `{% $states.input.phase in ${JSON.stringify(names)} %}` as const,
  Next,
});

/** For a phase that no way of the Choice knows: an error of ours, which people have to look at. */
export const unknownPhase = {
  Type: 'Fail',
  Error: 'UnknownPhase',
  Cause: "{% 'The workflow does not know what to do in the phase ' & $string($states.input.phase) %}",
} as const;
