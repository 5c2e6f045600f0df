import { ask, awaitGate, given, machineOf, phases, unknownPhase } from './machine.ts';

const awardId = given('awardId');
const stream = "{% 'AWARD#' & $states.context.Execution.Input.awardId %}";

/** From the award to the plan of its delivery. Input: {awardId, attempt}. */
export const agreementMachine = machineOf('From the award to the plan of its delivery', 'Ask', {
  Ask: ask({ ask: 'awardStanding', awardId }, 'Standing', 'Ask'),
  Standing: {
    Type: 'Choice',
    Choices: [
      phases(['awaitingSignatures', 'granteeSigned'], 'AwaitSignatures'),
      // Planned already or not: a run that was cut off may have planned and not opened the first instalment.
      phases(['inDelivery'], 'PlanDelivery'),
      phases(['closed', 'terminated'], 'Settled'),
    ],
    Default: 'Unknown',
  },
  AwaitSignatures: awaitGate({ stream, gate: 'signatures', days: 90 }, 'Ask', 'Ask'),
  PlanDelivery: ask({ ask: 'planDelivery', awardId }, 'Settled', 'Ask'),
  Settled: { Type: 'Succeed' },
  Unknown: unknownPhase,
});
