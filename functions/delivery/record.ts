import { changed, created, still } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Lister } from '#functions/adapters/lister';
import { newId } from '#functions/adapters/new-id';
import type { Reader } from '#functions/adapters/reader';
import { standards } from '#functions/adapters/rows';
import type { Vault } from '#functions/adapters/vault';
import type { Action } from '#functions/runtime/action';
import type { deliveryRoutes } from '#shared/contracts/routes/delivery';
import type { Award } from '#shared/domain/award';
import type { Command } from '#shared/domain/event';
import type { Need } from '#shared/domain/need';
import { inForceOn } from '#shared/domain/service-item';
import { correctService, recordService, type Told } from '#shared/domain/service-record';
import { type NeedId, ServiceRecordId } from '#shared/kernel/ids';
import type { Day } from '#shared/kernel/instant';
import { fail, ok } from '#shared/kernel/result';
import { awards, beneficiaries, needs, type Stored, serviceItems, serviceRecords } from '#shared/table/aggregates';
import { citedIds } from './cited.ts';

type Routes = typeof deliveryRoutes;
type Deps = Reader & Committer & Lister & Pick<Vault, 'keepBeside'>;
type Service = Command & {
  readonly needId: NeedId;
  readonly quantity: number;
  readonly servedOn: Day;
  readonly recordId: ServiceRecordId;
  readonly corrects?: ServiceRecordId;
};

/** For whom, and by which version of which standard: both follow from the need and the day, so nobody types them. */
async function serviceOf(award: Award, need: Stored<Need> | undefined, service: Service, told: Told, deps: Deps) {
  const { needId, recordId } = service;
  const [cited, item, beside] = await Promise.all([
    citedIds(award.applicationId, deps),
    need && deps.get(serviceItems, { code: need.state.itemCode }),
    need && deps.keepBeside(beneficiaries.key(need.state).pk, serviceRecords.key({ recordId }).pk, told),
  ]);
  if (!need || !beside || !cited.includes(needId))
    return fail({ code: 'delivery.need-not-cited', details: { needId } });
  const { itemCode, beneficiaryId } = need.state;
  if (item?.state.phase !== 'active') return fail({ code: 'serviceItem.unknown', details: { code: itemCode } });
  // Most services are recorded under the newest version, which the item itself has.
  const standard =
    inForceOn(service.servedOn, [item.state]) ??
    inForceOn(service.servedOn, await deps.all(standards, 'standards.of-item', { code: itemCode }));
  if (!standard) return fail({ code: 'serviceItem.unknown', details: { code: itemCode } });
  const { standardVersion } = standard;
  const { awardId, organisationId } = award;
  if (!beside.ok) return beside;
  const event = recordService(award, {
    ...{ ...service, awardId, organisationId, beneficiaryId, itemCode, standardVersion },
  });
  return event.ok ? ok([created(serviceRecords, event.value), beside.value]) : event;
}

export const record: Action<Routes['record'], Deps> = async ({ params, body, authority, once, now }, deps) => {
  const [award, need] = await Promise.all([deps.load(authority, awards, params), deps.get(needs, body)]);
  if (!award.ok) return award;
  const recordId = ServiceRecordId.parse(newId('record', now));
  const { worker, note, ...rest } = body;
  const service = { ...rest, recordId, by: authority.actor.personId, at: now };
  const begins = await serviceOf(award.value.state, need, service, { worker, note }, deps);
  if (!begins.ok) return begins;
  return deps.commit({
    changes: [...begins.value, [still(awards, params, award.value)]],
    once,
    reply: { recordId, version: 1 },
  });
};

/** The new row and the note on the old one are written together: a service never counts twice, and never not at all. */
export const correct: Action<Routes['correct'], Deps> = async ({ params, body, authority, once, now }, deps) => {
  const { awardId, recordId } = params;
  const wrong = await deps.load(authority, serviceRecords, { recordId });
  if (!wrong.ok) return wrong;
  const [award, need] = await Promise.all([deps.get(awards, { awardId }), deps.get(needs, body)]);
  if (!award || wrong.value.state.awardId !== awardId) return fail({ code: 'record.unknown' });
  const by = { by: authority.actor.personId, at: now };
  const correctedBy = ServiceRecordId.parse(newId('record', now));
  const { reason, worker, note, ...service } = body;
  const ends = correctService(wrong.value.state, { ...by, correctedBy, reason });
  if (!ends.ok) return ends;
  const begins = await serviceOf(
    award.state,
    need,
    { ...service, ...by, recordId: correctedBy, corrects: recordId },
    { worker, note },
    deps,
  );
  if (!begins.ok) return begins;
  return deps.commit({
    changes: [changed(serviceRecords, wrong.value, ends.value), ...begins.value, [still(awards, { awardId }, award)]],
    once,
    reply: { phase: 'corrected', version: wrong.value.version + 1, recordId: correctedBy },
  });
};
