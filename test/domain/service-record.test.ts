import { describe, expect, it } from 'vitest';
import { Award } from '#shared/domain/award';
import { ItemCode } from '#shared/domain/reference';
import { correctService, evolveServiceRecord, recordService } from '#shared/domain/service-record';
import { BeneficiaryId, NeedId, OrganisationId, PersonId, ServiceRecordId } from '#shared/kernel/ids';
import { Day, Instant } from '#shared/kernel/instant';

const by = PersonId.parse('person-worker');
/** Ten minutes to midnight in Shanghai. */
const at = Instant.parse('2026-03-10T15:50:00.000Z');
const award = Award.parse({
  ...{ awardId: 'award-1', number: 'XM-1', applicationId: 'application-1', callId: 'call-1', fundId: 'fund-1' },
  ...{ organisationId: 'organisation-1', organisationName: '浦江社工服务社', contactId: by, title: '安心到家' },
  ...{ phase: 'inDelivery', amountFen: 1, months: 12, signBy: at, agreementHash: 'a'.repeat(64), attempt: 1 },
  ...{ tranches: [{ share: 100, after: 'signature' }], startsOn: '2026-03-01', endsOn: '2027-02-28' },
});
const facts = {
  ...{
    awardId: award.awardId,
    organisationId: OrganisationId.parse('organisation-1'),
    quantity: 1,
  },
  ...{ recordId: ServiceRecordId.parse('record-1'), needId: NeedId.parse('need-1'), standardVersion: 1, by, at },
  ...{ beneficiaryId: BeneficiaryId.parse('beneficiary-1'), itemCode: ItemCode.parse('CARE-01') },
};
const recordOn = (day: string, moment = at) => recordService(award, { ...facts, servedOn: Day.parse(day), at: moment });

describe('a service', () => {
  it.each(['2026-03-01', '2026-03-10'])('is recorded for %s, the first day or today', (day) => {
    expect(recordOn(day)).toMatchObject({ ok: true, value: { type: 'ServiceRecorded', servedOn: day } });
  });
  it.each(['2026-02-28', '2026-03-11'])('is not recorded for %s, before the project or in the future', (day) => {
    const details = { from: '2026-03-01', until: '2026-03-10' };
    expect(recordOn(day)).toEqual({ ok: false, error: { code: 'delivery.day-out-of-bounds', details } });
  });
  it('is recorded for the last day of the project later on, and for none after it', () => {
    const later = Instant.parse('2027-03-05T02:00:00.000Z');
    const details = { from: '2026-03-01', until: '2027-02-28' };
    expect(recordOn('2027-02-28', later).ok).toBe(true);
    expect(recordOn('2027-03-01', later)).toEqual({
      ok: false,
      error: { code: 'delivery.day-out-of-bounds', details },
    });
  });
  it('knows the day it is in Shanghai', () => {
    expect(recordOn('2026-03-11', Instant.parse('2026-03-10T16:00:00.000Z')).ok).toBe(true);
  });
  it.each(['awaitingSignatures', 'granteeSigned', 'closed', 'terminated'] as const)(
    'is not recorded while %s',
    (phase) => {
      const refused = recordService({ ...award, phase }, { ...facts, servedOn: Day.parse('2026-03-02') });
      expect(refused).toEqual({ ok: false, error: { code: 'delivery.not-running' } });
    },
  );
});

describe('a correction', () => {
  const recorded = recordOn('2026-03-02');
  if (!recorded.ok) throw new Error(recorded.error.code);
  const state = evolveServiceRecord(undefined, recorded.value);
  const correctedBy = ServiceRecordId.parse('record-2');

  it('leaves what was recorded, names the new row, and happens once', () => {
    const corrected = correctService(state, { by, at, correctedBy, reason: '数量有误' });
    if (!corrected.ok) throw new Error(corrected.error.code);
    const next = evolveServiceRecord(state, corrected.value);
    expect(next).toEqual({ ...state, phase: 'corrected', correctedBy });
    expect(correctService(next, { by, at, correctedBy, reason: '又误' })).toMatchObject({
      ok: false,
      error: { code: 'record.wrong-phase' },
    });
  });
  it('of nothing is a fault', () => {
    const event = { type: 'ServiceRecordCorrected', v: 1, by, at, correctedBy, reason: '—' } as const;
    expect(() => evolveServiceRecord(undefined, event)).toThrow('needs a record');
  });
});
