import { calendar } from '#functions/adapters/calendar';
import { deps } from '#functions/runtime/deps';
import { lambda } from '#functions/runtime/http';
import { reviewRoutes } from '#shared/contracts/routes/review';
import { assign } from './assign.ts';
import { mine, ofApplication, read } from './read.ts';
import { accept, recuse, submit } from './respond.ts';

const common = deps();

export const handler = lambda(
  reviewRoutes,
  { assign, ofApplication, mine, read, accept, recuse, submit },
  { ...common, ...calendar(common) },
);
