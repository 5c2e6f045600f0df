import { calendar } from '#functions/adapters/calendar';
import { executions } from '#functions/adapters/executions';
import { table } from '#functions/adapters/table';
import { deps } from '#functions/runtime/deps';
import { setting } from '#functions/runtime/env';
import { answerTask } from './tasks.ts';

const common = deps();
const all = {
  ...common,
  ...calendar(common),
  ...executions(),
  store: table(setting('TABLE')),
  foundationName: setting('FOUNDATION_NAME'),
};

/** What the state machines ask. Each answer comes from the table, and asking again is safe. */
export const handler = (asked: unknown) => answerTask(asked, all);
