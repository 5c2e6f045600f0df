import { changed, posted, stillThere, unique } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { newId } from '#functions/adapters/new-id';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { fundsRoutes } from '#shared/contracts/routes/funds';
import { post } from '#shared/domain/fund';
import { EntryId } from '#shared/kernel/ids';
import { funds } from '#shared/table/aggregates';

type Receive = Action<typeof fundsRoutes.receive, Reader & Committer>;

/** Money on the bank statement, claimed for the fund (到账认领). */
export const receive: Receive = async ({ params, body, authority, once, now }, { load, commit }) => {
  const fund = await load(authority, funds, params);
  if (!fund.ok) return fund;
  const { state, version } = fund.value;
  const entryId = EntryId.parse(newId('entry', now));
  const by = { by: authority.actor.personId, at: now };
  const { amountFen, reference } = body;
  const entry = post(state, { entryId, kind: 'donation', cause: funds.key(params).pk, amountFen, reference, ...by });
  if (!entry.ok) return entry;
  const event = { type: 'DonationReceived', v: 1, entryId, amountFen, reference, ...by } as const;
  return commit({
    changes: [
      changed(funds, fund.value, event),
      posted(entry.value),
      [unique('bank-reference', reference, entryId, 'fund.reference-used'), stillThere(authority.actor)],
    ],
    once,
    reply: { entryId, version: version + 1 },
  });
};
