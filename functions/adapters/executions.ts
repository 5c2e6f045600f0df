import { late } from './late.ts';

export type Executions = ReturnType<typeof executions>;

/** An error that says the work is done already: somebody was here before, or the wait is over. */
const isDone = (error: unknown) =>
  error instanceof Error && ['ExecutionAlreadyExists', 'TaskTimedOut', 'TaskDoesNotExist'].includes(error.name);

const orDone = (error: unknown) => {
  if (!isDone(error)) throw new Error('Step Functions did not take it', { cause: error });
};

const openStates = late(async () => {
  const { SendTaskSuccessCommand, SFNClient, StartExecutionCommand } = await import('@aws-sdk/client-sfn');
  return { client: new SFNClient(), SendTaskSuccessCommand, StartExecutionCommand };
});

export const executions = () => {
  return {
    /** The name is `<business key>-<attempt>`; a second start of the same name is no second run. */
    startRun: async (stateMachineArn: string, name: string, input: unknown) => {
      const { client, StartExecutionCommand } = await openStates();
      const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
      await client.send(command).catch(orDone);
    },
    /** A wait that is over already counts as woken. */
    wake: async (taskToken: string, output: unknown) => {
      const { client, SendTaskSuccessCommand } = await openStates();
      await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) })).catch(orDone);
    },
  };
};
