import { BusMessage } from '#functions/adapters/bus';
import { calendar } from '#functions/adapters/calendar';
import { executions } from '#functions/adapters/executions';
import { eachMessage } from '#functions/adapters/messages';
import { table } from '#functions/adapters/table';
import { deps } from '#functions/runtime/deps';
import { setting } from '#functions/runtime/env';
import { hear } from './hear.ts';

const common = deps();
const machines = {
  review: setting('REVIEW_MACHINE'),
  agreement: setting('AGREEMENT_MACHINE'),
  instalment: setting('INSTALMENT_MACHINE'),
};
const all = { ...common, ...calendar(common), ...executions(), store: table(setting('TABLE')), machines };

/** What happened, for the machines: starts the next part of the way, wakes who waits, does what follows by itself. */
export const handler = eachMessage(BusMessage, ({ detail }) => hear(detail, all));
