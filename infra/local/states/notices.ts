import type { Publish } from '#infra/local/engine';
import { Execution, type Journal } from './journal.ts';

/** The event that AWS puts on the default bus when an execution starts or ends. */
function statusChange(execution: Execution): Parameters<Publish>[1] {
  return {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    resources: [execution.arn],
    detail: {
      executionArn: execution.arn,
      stateMachineArn: execution.machine,
      name: execution.name,
      status: execution.status,
      startDate: execution.startedAt,
      stopDate: execution.stoppedAt,
      input: execution.input,
      output: execution.output,
      inputDetails: { included: true },
      outputDetails: execution.output === null ? null : { included: true },
      error: execution.error,
      cause: execution.cause,
    },
  };
}

/** Puts what the journal kept for the bus on it, at least once; what the bus refuses is told again later. */
export function tellNotices(
  journal: Journal,
  publish: Publish | undefined,
  ended: (execution: Execution) => void,
): void {
  for (const { id, event } of journal.notices()) {
    const execution = Execution.parse(JSON.parse(event));
    if (execution.status !== 'RUNNING') ended(execution);
    try {
      publish?.('default', statusChange(execution));
    } catch (cause) {
      console.error(new Error(`The bus did not take the status of ${execution.arn}.`, { cause }));
      return;
    }
    journal.dropNotice(id);
  }
}
