import { deps } from '#functions/runtime/deps';
import { lambda } from '#functions/runtime/http';
import { catalogueRoutes } from '#shared/contracts/routes/catalogue';
import { list, read } from './read.ts';
import { revise } from './revise.ts';

export const handler = lambda(catalogueRoutes, { list, read, revise }, deps());
