import { calendar } from '#functions/adapters/calendar';
import { deps } from '#functions/runtime/deps';
import { lambda } from '#functions/runtime/http';
import { decisionRoutes } from '#shared/contracts/routes/decision';
import { cancelNotice } from './cancel-notice.ts';
import { confirm, sendBack } from './confirm.ts';
import { propose } from './propose.ts';
import { restart } from './restart.ts';

const common = deps();

export const handler = lambda(
  decisionRoutes,
  { propose, confirm, sendBack, cancelNotice, restart },
  { ...common, ...calendar(common) },
);
