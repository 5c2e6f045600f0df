import { created, emptyAccounts, stillThere } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { newId } from '#functions/adapters/new-id';
import type { Action } from '#functions/runtime/action';
import type { fundsRoutes } from '#shared/contracts/routes/funds';
import { FundId } from '#shared/kernel/ids';
import { funds } from '#shared/table/aggregates';

export const open: Action<typeof fundsRoutes.open, Committer> = async ({ body, authority, once, now }, { commit }) => {
  const fundId = FundId.parse(newId('fund', now));
  const event = { type: 'FundOpened', v: 1, fundId, ...body, by: authority.actor.personId, at: now } as const;
  return commit({
    changes: [created(funds, event), emptyAccounts(fundId), [stillThere(authority.actor)]],
    once,
    reply: { fundId, version: 1 },
  });
};
