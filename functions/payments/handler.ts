import { deps } from '#functions/runtime/deps';
import { lambda } from '#functions/runtime/http';
import { paymentsRoutes } from '#shared/contracts/routes/payments';
import { approve, prepare, sendBack } from './prepare.ts';
import { inPhase, ofAward } from './read.ts';
import { restart } from './restart.ts';
import { bounce, confirm, execute } from './settle.ts';

export const handler = lambda(
  paymentsRoutes,
  { ofAward, inPhase, prepare, approve, sendBack, execute, confirm, bounce, restart },
  deps(),
);
