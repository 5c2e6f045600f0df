import { bus } from '#functions/adapters/bus';
import { deps } from '#functions/runtime/deps';
import { setting } from '#functions/runtime/env';
import { lambda } from '#functions/runtime/http';
import { operationsRoutes } from '#shared/contracts/routes/operations';
import { calendar, replaceCalendar } from './calendar.ts';
import { republish } from './republish.ts';

export const handler = lambda(
  operationsRoutes,
  { republish, calendar, replaceCalendar },
  { ...deps(), ...bus(setting('BUS')) },
);
