import { deps } from '#functions/runtime/deps';
import { lambda } from '#functions/runtime/http';
import { fundsRoutes } from '#shared/contracts/routes/funds';
import { open } from './open.ts';
import { entries, list, read } from './read.ts';
import { receive } from './receive.ts';

export const handler = lambda(fundsRoutes, { open, list, read, entries, receive }, deps());
