import { ask, awaitGate, given, machineOf, phases, unknownPhase } from './machine.ts';

const awardId = given('awardId');
const number = given('number');
const stream =
  "{% 'INSTALMENT#' & $states.context.Execution.Input.awardId & '#' & $string($states.context.Execution.Input.number) %}";

/** From the day an instalment's window opens to what follows its payment. Input: {awardId, number, attempt}. */
export const instalmentMachine = machineOf('From an open window to the confirmed payment', 'Ask', {
  Ask: ask({ ask: 'instalmentStanding', awardId, number }, 'Standing', 'Ask'),
  Standing: {
    Type: 'Choice',
    Choices: [
      phases(['due', 'prepared', 'approvedOnce', 'approved', 'executed'], 'AwaitPayment'),
      phases(['confirmed', 'withheld'], 'AfterPayment'),
    ],
    Default: 'Unknown',
  },
  AwaitPayment: awaitGate({ stream, gate: 'payment', days: 90 }, 'Ask', 'Ask'),
  AfterPayment: ask({ ask: 'afterPayment', awardId, number }, 'Settled', 'Ask'),
  Settled: { Type: 'Succeed' },
  Unknown: unknownPhase,
});
