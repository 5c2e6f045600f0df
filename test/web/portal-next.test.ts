import { expect, it } from 'vitest';
import { Award } from '#shared/domain/award';
import { Evaluation } from '#shared/domain/evaluation';
import { isOfFoundation, nextOf } from '../../web/areas/portal/award-next.tsx';
import { awards, evaluations } from './portal-fixtures/records.ts';

const award = Award.parse({ ...awards['award-run'], startsOn: '2026-05-02', endsOn: '2027-05-01' });
const evaluation = (stage: string, reportDueAt: string, phase = 'awaitingReport') =>
  Evaluation.parse({ ...evaluations['midTerm']?.state, stage, reportDueAt, phase });
const both = [evaluation('closeOut', '2027-05-31T16:00:00.000Z'), evaluation('midTerm', '2026-11-30T16:00:00.000Z')];

it('a report is asked for when the time that it covers is over, not before', () => {
  expect(nextOf(award, both, '2026-10-20T02:00:00.000Z')).toEqual({ kind: 'deliver' });
  const midTerm = { kind: 'report', stage: 'midTerm', due: '2026-11-30T16:00:00.000Z' };
  expect(nextOf(award, both, '2026-11-05T02:00:00.000Z')).toEqual(midTerm);
  expect(nextOf(award, both, '2027-05-02T02:00:00.000Z')).toEqual(midTerm);
});

it('what is handed in waits for the foundation only when the project time is over', () => {
  const handedIn = [
    evaluation('midTerm', '2026-11-30T16:00:00.000Z', 'confirmed'),
    evaluation('closeOut', '2027-05-31T16:00:00.000Z', 'reported'),
  ];
  expect(isOfFoundation(nextOf(award, handedIn, '2027-03-01T02:00:00.000Z'))).toBe(false);
  expect(isOfFoundation(nextOf(award, handedIn, '2027-05-02T02:00:00.000Z'))).toBe(true);
});

it('a closed project has nothing left to do', () => {
  expect(nextOf({ ...award, phase: 'closed' }, [], '2027-06-02T02:00:00.000Z')).toEqual({ kind: 'closed' });
});
