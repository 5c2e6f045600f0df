import { changed, posted, stillThere } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { newId } from '#functions/adapters/new-id';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { agreementRoutes } from '#shared/contracts/routes/agreement';
import { signAsFoundation as signForFoundation, signAsGrantee as signForGrantee } from '#shared/domain/award';
import { post } from '#shared/domain/fund';
import { EntryId } from '#shared/kernel/ids';
import { awards, funds } from '#shared/table/aggregates';

type Routes = typeof agreementRoutes;
type Deps = Reader & Committer;

export const signAsGrantee: Action<Routes['signAsGrantee'], Deps> = async (request, { load, commit }) => {
  const { params, body, authority, once, now } = request;
  const award = await load(authority, awards, params);
  if (!award.ok) return award;
  const { state, version } = award.value;
  const { agreementHash } = body;
  const event = signForGrantee(state, { agreementHash, by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  return commit({
    changes: [changed(awards, award.value, event.value), [stillThere(authority.actor)]],
    once,
    reply: { phase: 'granteeSigned', version: version + 1 },
  });
};

/** The second signature binds the foundation: what was reserved is committed in the same transaction. */
export const signAsFoundation: Action<Routes['signAsFoundation'], Deps> = async (request, { load, get, commit }) => {
  const { params, body, authority, once, now } = request;
  const award = await load(authority, awards, params);
  if (!award.ok) return award;
  const { state, version } = award.value;
  const { agreementHash } = body;
  const by = { by: authority.actor.personId, at: now };
  const event = signForFoundation(state, { agreementHash, ...by });
  if (!event.ok) return event;
  const fund = await get(funds, state);
  if (!fund) throw new Error(`${state.fundId} is missing`);
  const entryId = EntryId.parse(newId('entry', now));
  const { amountFen } = state;
  const entry = post(fund.state, { entryId, kind: 'commitment', cause: awards.key(params).pk, amountFen, ...by });
  if (!entry.ok) throw new Error('What was reserved may be committed, in a closed fund too');
  return commit({
    changes: [changed(awards, award.value, event.value), posted(entry.value), [stillThere(authority.actor)]],
    once,
    reply: { phase: 'inDelivery', version: version + 1 },
  });
};
