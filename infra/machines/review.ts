import { ask, awaitGate, given, machineOf, phases, unknownPhase } from './machine.ts';

const applicationId = given('applicationId');
const stream = "{% 'APPLICATION#' & $states.context.Execution.Input.applicationId %}";

/** From admission to the award or the refusal. Input: {applicationId, attempt}. */
export const reviewMachine = machineOf('From admission to the award', 'Ask', {
  Ask: ask({ ask: 'standing', applicationId }, 'Standing', 'Ask'),
  Standing: {
    Type: 'Choice',
    Choices: [
      phases(['admitted', 'inReview'], 'AwaitReviews'),
      phases(['reviewed', 'proposed'], 'AwaitDecision'),
      phases(['inNotice'], 'AwaitNotice'),
      phases(['awarded', 'declined', 'refused', 'withdrawn'], 'Decided'),
    ],
    Default: 'Unknown',
  },
  AwaitReviews: awaitGate({ stream, gate: 'reviews', days: 60 }, 'CloseReview', 'Ask'),
  CloseReview: ask({ ask: 'closeReview', applicationId }, 'Ask', 'Ask'),
  AwaitDecision: awaitGate({ stream, gate: 'decision', days: 90 }, 'Ask', 'Ask'),
  AwaitNotice: { Type: 'Wait', Timestamp: '{% $states.input.noticeUntil %}', Next: 'EndNotice' },
  EndNotice: ask({ ask: 'endNotice', applicationId }, 'Ask', 'Ask'),
  Decided: { Type: 'Succeed' },
  Unknown: unknownPhase,
});
