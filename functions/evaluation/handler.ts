import { calendar } from '#functions/adapters/calendar';
import { deps } from '#functions/runtime/deps';
import { lambda } from '#functions/runtime/http';
import { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import { assign } from './assign.ts';
import { confirm, sendBack, submit } from './marks.ts';
import { list, mine, ofAward, read } from './read.ts';
import { report } from './report.ts';

const common = deps();

export const handler = lambda(
  evaluationRoutes,
  { list, ofAward, mine, read, report, assign, submit, confirm, sendBack },
  { ...common, ...calendar(common) },
);
