import { queue } from '#functions/adapters/queue';
import { deps } from '#functions/runtime/deps';
import { setting } from '#functions/runtime/env';
import { remind } from './remind.ts';

const common = deps();
const all = { ...common, ...queue(setting('MAIL_QUEUE_URL'), common) };

export const handler = () => remind(all);
