import { deps } from '#functions/runtime/deps';
import { lambda } from '#functions/runtime/http';
import { admissionRoutes } from '#shared/contracts/routes/admission';
import { decide } from './decide.ts';
import { list } from './list.ts';

export const handler = lambda(admissionRoutes, { list, decide }, deps());
