import type { Authorize, AwsCall, Engine, Invoke, Meter, Need, Place, Publish, Resource } from '#infra/local/engine';
import * as operations from './api.ts';
import { openJournal } from './journal.ts';
import { readMachine } from './machines.ts';
import { inputOf, type Operation, operationOf } from './requests.ts';
import { createRunner } from './runner.ts';

type Options = {
  readonly place: Place;
  /** The template's resources of type AWS::StepFunctions::StateMachine. */
  readonly machines: readonly Resource[];
  readonly invoke: Invoke;
  readonly authorize: Authorize;
  /** From a machine's RoleArn to the role that `authorize` knows. */
  readonly roleIdOf: (roleArn: string) => string;
  readonly publish?: Publish;
  readonly meter: Meter;
};

export type StatesEngine = Engine & {
  /** Takes up what was running when the process ended. */
  readonly start: () => Promise<void>;
  /** Nothing is written or begun after this; what is under way goes on at the next start. */
  readonly stop: () => void;
};

/**
 * Step Functions: Standard workflows in JSONata whose tasks call Lambda functions. Throws for a machine that it could not
 * run exactly as AWS does.
 */
export function statesEngine(options: Options): StatesEngine {
  const { place, publish } = options;
  const machines = options.machines.map((resource) => readMachine(place, resource));
  const journal = openJournal(place.stateDir);
  const runner = createRunner({ ...options, publish, journal });
  const api = { place, journal, runner, machines: new Map(machines.map((machine) => [machine.arn, machine])) };
  return {
    service: 'states',
    needs,
    answer: async (call) => ({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify(run(api, operationOf(call), call)),
    }),
    start: async () => runner.resume(),
    stop: () => {
      if (!journal.isOpen()) return;
      runner.stop();
      journal.close();
    },
  };
}

function run(api: operations.Api, operation: Operation, call: AwsCall): unknown {
  switch (operation) {
    case 'StartExecution':
      return operations.startExecution(api, inputOf(operation, call));
    case 'DescribeExecution':
      return operations.describeExecution(api, inputOf(operation, call));
    case 'ListExecutions':
      return operations.listExecutions(api, inputOf(operation, call));
    case 'GetExecutionHistory':
      return operations.getExecutionHistory(api, inputOf(operation, call));
    case 'StopExecution':
      return operations.stopExecution(api, inputOf(operation, call));
    case 'SendTaskSuccess':
      return operations.sendTaskSuccess(api, inputOf(operation, call));
    case 'SendTaskFailure':
      return operations.sendTaskFailure(api, inputOf(operation, call));
    case 'SendTaskHeartbeat':
      return operations.sendTaskHeartbeat(api, inputOf(operation, call));
    default:
      throw new Error('An unknown operation.', { cause: operation satisfies never });
  }
}

/** IAM has no resource type for the three actions on a task token: they are allowed on `*` or not at all. */
function needs(call: AwsCall): readonly Need[] {
  const operation = operationOf(call);
  return [{ action: `states:${operation}`, resource: resourceOf(operation, call) }];
}

function resourceOf(operation: Operation, call: AwsCall): string {
  switch (operation) {
    case 'StartExecution':
    case 'ListExecutions':
      return inputOf(operation, call).stateMachineArn;
    case 'DescribeExecution':
    case 'GetExecutionHistory':
    case 'StopExecution':
      return inputOf(operation, call).executionArn;
    default:
      return '*';
  }
}
