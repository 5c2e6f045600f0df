import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differenceOf, type Figures, figuresOf, sumOf } from '#shared/domain/figures';
import { Need } from '#shared/domain/need';
import { ServiceRecord } from '#shared/domain/service-record';

const need = Need.parse({
  ...{
    needId: 'need-1',
    beneficiaryId: 'beneficiary-1',
    adviserId: 'person-1',
    district: '310101',
    targetGroup: 'TG01',
  },
  ...{ itemCode: 'CARE-01', quantity: 3, urgency: 'high', source: 'visit', hasNote: false, phase: 'published' },
});

test('a need that was met counts as met, and one that was closed otherwise does not', () => {
  expect(figuresOf('need', { ...need, phase: 'closed', closedAs: 'met' })).toEqual({ 'public/metNeeds': 1 });
  expect(figuresOf('need', { ...need, phase: 'closed', closedAs: 'withdrawn' })).toEqual({});
});

test('only published needs count, by district and service item', () => {
  expect(figuresOf('need', need)).toEqual({ 'public/publishedNeeds': 1, 'needs/310101#CARE-01': 1 });
  expect(figuresOf('need', { ...need, phase: 'recorded' })).toEqual({});
  expect(figuresOf('need', { ...need, phase: 'closed' })).toEqual({});
});

test('a corrected service record counts for nothing', () => {
  const record = ServiceRecord.parse({
    ...{ recordId: 'record-1', awardId: 'award-1', organisationId: 'organisation-1', needId: 'need-1' },
    ...{ beneficiaryId: 'beneficiary-1', itemCode: 'CARE-01', standardVersion: 1, quantity: 4 },
    ...{ servedOn: '2026-03-01', phase: 'recorded' },
  });
  expect(figuresOf('serviceRecord', record)).toEqual({
    'public/personTimes': 4,
    'served/award-1': 4,
    'served/award-1#beneficiary-1': 4,
  });
  expect(figuresOf('serviceRecord', { ...record, phase: 'corrected' })).toEqual({});
});

const figures = fc.dictionary(fc.constantFrom('a/1', 'a/2', 'b/1'), fc.integer({ min: 1, max: 1000 }));

test('whatever the contributions were before, adding the differences gives what a rebuild gives', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(figures, figures)), (records) => {
      const totals = sumOf(records.map(([before]) => before));
      const changes = records.map(([before, after]): Figures => differenceOf(before, after));
      expect(sumOf([totals, ...changes])).toEqual(sumOf(records.map(([, after]) => after)));
    }),
  );
});
