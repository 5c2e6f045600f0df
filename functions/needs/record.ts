import { created, unique } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { newId } from '#functions/adapters/new-id';
import type { Reader } from '#functions/adapters/reader';
import { uniques } from '#functions/adapters/rows';
import type { Vault } from '#functions/adapters/vault';
import type { Action, Request } from '#functions/runtime/action';
import type { needsRoutes } from '#shared/contracts/routes/needs';
import { BeneficiaryId, NeedId } from '#shared/kernel/ids';
import { fail, ok } from '#shared/kernel/result';
import { beneficiaries, needs, serviceItems } from '#shared/table/aggregates';

type Deps = Reader & Committer & Vault;
type Record = typeof needsRoutes.record;

/** A need, and the person who has it: somebody known by number already is not entered twice. */
export const record: Action<Record, Deps> = async (request, deps) => {
  const { body, authority, once, now } = request;
  const item = await deps.get(serviceItems, { code: body.itemCode });
  if (item?.state.phase !== 'active') return fail({ code: 'serviceItem.unknown', details: { code: body.itemCode } });
  const needId = NeedId.parse(newId('need', now));
  const who = await whoIs(request, needId, deps);
  if (!who.ok) return who;
  const { beneficiaryId, changes } = who.value;
  const { who: _, consent, note, ...facts } = body;
  const by = { by: authority.actor.personId, at: now };
  const event = {
    ...({ type: 'NeedRecorded', v: 1, needId, beneficiaryId, adviserId: authority.actor.personId } as const),
    ...{ ...facts, hasNote: note !== '', ...by },
  };
  return deps.commit({
    changes: [created(needs, event), changes],
    once,
    reply: { needId, beneficiaryId, version: 1 },
  });
};

async function whoIs({ body, authority, now }: Request<Record>, needId: NeedId, deps: Deps) {
  const { name, residentId, telephone } = body.who;
  const numberHash = residentId && (await deps.lookup('resident-id', residentId));
  const known = numberHash && (await deps.get(uniques, { kind: 'resident-id', value: numberHash }));
  const need = needs.key({ needId }).pk;
  const { note } = body;
  if (known) {
    const beneficiaryId = BeneficiaryId.parse(known.owner);
    const beside =
      note === '' ? ok([]) : await deps.keepBeside(beneficiaries.key({ beneficiaryId }).pk, need, { note });
    return beside.ok ? ok({ beneficiaryId, changes: beside.value }) : beside;
  }

  const beneficiaryId = BeneficiaryId.parse(newId('beneficiary', now));
  const { district, targetGroup } = body;
  const identified = numberHash ? ('number' as const) : ('none' as const);
  const event = {
    ...({ type: 'BeneficiaryRegistered', v: 1, beneficiaryId, district, targetGroup, identified } as const),
    ...{ by: authority.actor.personId, at: now },
  };
  const fields = { name, ...(residentId && { residentId }), ...(telephone && { telephone }) };
  const changes = [
    ...created(beneficiaries, event),
    ...(await deps.keepPrivate(
      beneficiaries.key({ beneficiaryId }).pk,
      fields,
      note === '' ? {} : { [need]: { note } },
    )),
    ...(numberHash ? [unique('resident-id', numberHash, beneficiaryId, 'record.busy')] : []),
  ];
  return ok({ beneficiaryId, changes });
}
