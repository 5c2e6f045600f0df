import { deps } from '#functions/runtime/deps';
import { lambda } from '#functions/runtime/http';
import { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import { assign } from './assign.ts';
import { confirm, sendBack, submit } from './marks.ts';
import { list, mine, ofAward, read } from './read.ts';
import { report } from './report.ts';

export const handler = lambda(
  evaluationRoutes,
  { list, ofAward, mine, read, report, assign, submit, confirm, sendBack },
  deps(),
);
