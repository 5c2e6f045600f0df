import { changed, posted, stillThere, taken } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { newId } from '#functions/adapters/new-id';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { agreementRoutes } from '#shared/contracts/routes/agreement';
import { type Award, numbersOf, terminateAward, unpaidFen } from '#shared/domain/award';
import { cancelEvaluation, Stage } from '#shared/domain/evaluation';
import type { Command } from '#shared/domain/event';
import { settle } from '#shared/domain/fund';
import { withholdInstalment } from '#shared/domain/instalment';
import { EntryId } from '#shared/kernel/ids';
import { awards, calls, evaluations, instalments } from '#shared/table/aggregates';

type Terminate = Action<typeof agreementRoutes.terminate, Reader & Committer>;
type Why = Command & { readonly reason: string };

/**
 * One transaction: the award ends, what is not paid is withheld, nothing more is evaluated, and the money is free again,
 * in the fund and in the call's budget.
 * A payment that moves at the same moment has another version, and then nothing of this happens.
 */
export const terminate: Terminate = async ({ params, body, authority, once, now }, deps) => {
  const { load, get, getMany, commit } = deps;
  const award = await load(authority, awards, params);
  if (!award.ok) return award;
  const { state, version } = award.value;
  const why = { ...body, by: authority.actor.personId, at: now };
  const [tranches, call] = await Promise.all([getMany(instalments, numbersOf(state)), get(calls, state)]);
  if (!call) throw new Error(`${state.callId} is missing`);
  const parts = tranches.map((tranche) => tranche.state);
  const event = terminateAward(state, parts, why);
  if (!event.ok) return event;
  const entryId = EntryId.parse(newId('entry', now));
  const kind = state.phase === 'inDelivery' ? 'relinquishment' : 'release';
  const posting = { entryId, kind, cause: awards.key(params).pk, amountFen: unpaidFen(state, parts), ...why } as const;
  return commit({
    changes: [
      changed(awards, award.value, event.value),
      ...tranches.flatMap((tranche) => {
        const withheld = withholdInstalment(tranche.state, why);
        return withheld.ok ? [changed(instalments, tranche, withheld.value)] : [];
      }),
      ...(await cancelled(state, why, { getMany })),
      ...(posting.amountFen > 0
        ? [posted(settle(state.fundId, posting)), [taken(call.state, -posting.amountFen)]]
        : []),
      [stillThere(authority.actor)],
    ],
    once,
    reply: { phase: 'terminated', version: version + 1 },
  });
};

async function cancelled({ awardId }: Award, why: Why, { getMany }: Pick<Reader, 'getMany'>) {
  const planned = await getMany(
    evaluations,
    Stage.options.map((stage) => ({ awardId, stage })),
  );
  return planned.flatMap((evaluation) => {
    const event = cancelEvaluation(evaluation.state, why);
    return event.ok ? [changed(evaluations, evaluation, event.value)] : [];
  });
}
