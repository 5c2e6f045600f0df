import { deps } from '#functions/runtime/deps';
import { lambda } from '#functions/runtime/http';
import { publicRoutes } from '#shared/contracts/routes/public';
import { home } from './home.ts';
import { call, calls, notices } from './read.ts';

export const handler = lambda(publicRoutes, { home, calls, call, notices }, deps());
