import { wholeLists } from '#functions/adapters/lister';
import { reader } from '#functions/adapters/reader';
import { table } from '#functions/adapters/table';
import { clock } from '#functions/runtime/clock';
import { setting } from '#functions/runtime/env';
import { lambda } from '#functions/runtime/http';
import { publicRoutes } from '#shared/contracts/routes/public';
import { home } from './home.ts';
import { call, calls, notices } from './read.ts';

const store = table(setting('TABLE'));

/** What anybody may call from anywhere opens no key of people. */
export const handler = lambda(
  publicRoutes,
  { home, calls, call, notices },
  { ...reader(store), ...wholeLists(store), now: clock },
);
