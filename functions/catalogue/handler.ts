import { deps } from '#functions/runtime/deps';
import { lambda } from '#functions/runtime/http';
import { catalogueRoutes } from '#shared/contracts/routes/catalogue';
import { list } from './list.ts';
import { revise } from './revise.ts';

export const handler = lambda(catalogueRoutes, { list, revise }, deps());
