import { calendar } from '#functions/adapters/calendar';
import { deps } from '#functions/runtime/deps';
import { lambda } from '#functions/runtime/http';
import { inboxRoutes } from '#shared/contracts/routes/inbox';
import { inbox } from './inbox.ts';
import { lookup } from './lookup.ts';
import { ofApplication, ofAward, ofFund, ofOrganisation } from './timeline.ts';

const common = deps();

export const handler = lambda(
  inboxRoutes,
  { inbox, lookup, ofApplication, ofAward, ofOrganisation, ofFund },
  { ...common, ...calendar(common) },
);
