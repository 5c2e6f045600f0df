import { deps } from '#functions/runtime/deps';
import { lambda } from '#functions/runtime/http';
import { callsRoutes } from '#shared/contracts/routes/calls';
import { close, publish } from './decide.ts';
import { amend, draft } from './draft.ts';
import { list, read } from './read.ts';

export const handler = lambda(callsRoutes, { draft, list, read, amend, publish, close }, deps());
