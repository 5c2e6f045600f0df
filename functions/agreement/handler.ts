import { deps } from '#functions/runtime/deps';
import { lambda } from '#functions/runtime/http';
import { agreementRoutes } from '#shared/contracts/routes/agreement';
import { list, mine, read, text } from './read.ts';
import { restart } from './restart.ts';
import { signAsFoundation, signAsGrantee } from './sign.ts';
import { terminate } from './terminate.ts';

export const handler = lambda(
  agreementRoutes,
  { list, mine, read, text, signAsGrantee, signAsFoundation, terminate, restart },
  deps(),
);
