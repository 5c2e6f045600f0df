import { bucket } from '#functions/adapters/bucket';
import { deps } from '#functions/runtime/deps';
import { setting } from '#functions/runtime/env';
import { lambda } from '#functions/runtime/http';
import { documentsRoutes } from '#shared/contracts/routes/documents';
import { link, ofOwner, read } from './read.ts';
import { request } from './request.ts';

export const handler = lambda(
  documentsRoutes,
  { request, read, link, ofOwner },
  { ...deps(), ...bucket(setting('DOCUMENTS_BUCKET')) },
);
