import { queue } from '#functions/adapters/queue';
import { deps } from '#functions/runtime/deps';
import { setting } from '#functions/runtime/env';
import { lambda } from '#functions/runtime/http';
import { identityRoutes } from '#shared/contracts/routes/identity';
import { config } from './config.ts';
import { link } from './link.ts';
import { me } from './me.ts';
import { requestCode } from './request-code.ts';

const common = deps();
const issuer = {
  issuer: setting('ISSUER'),
  clientId: setting('CLIENT_ID'),
  audience: setting('AUDIENCE'),
  firstAdministrator: setting('FIRST_ADMINISTRATOR').toLowerCase(),
};

export const handler = lambda(
  identityRoutes,
  { config, me, requestCode, link },
  { ...common, ...issuer, ...queue(setting('MAIL_QUEUE_URL'), common) },
);
