import { Application } from '#shared/domain/application';
import { Call } from '#shared/domain/call';
import type { Command } from '#shared/domain/event';
import { Review } from '#shared/domain/review';
import { PersonId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';

export const at = Instant.parse('2026-05-04T03:00:00.000Z');
export const person = (name: string): Command & { readonly by: PersonId } => ({
  by: PersonId.parse(`person-${name}`),
  at,
});

/** A call that is open at `at`, with two criteria and a pass line of 60. */
export const call = Call.parse({
  ...{ callId: 'call-1', number: 'ZM-2026-0001', phase: 'published', fundId: 'fund-1' },
  ...{
    name: { zh: '安心到家', en: 'Home' },
    budgetFen: 100_000_00,
    floorFen: 10_000_00,
    capFen: 50_000_00,
    months: 12,
  },
  ...{ items: ['CARE-01'], targetGroups: ['TG01'], eligibility: '社会组织', note: '', contact: '021-0000 0000' },
  ...{ opensAt: '2026-05-01T00:00:00.000Z', closesAt: '2026-05-31T16:00:00.000Z' },
  rules: {
    ...{ v: 1, passScore: 60, expertsPerApplication: 3, admissionWorkingDays: 5, reviewDays: 10, noticeDays: 7 },
    ...{ signDays: 15, midTermPassScore: 60, closeOutPassScore: 60, reportDays: 10 },
    rubric: [
      { id: 'R1', name: { zh: '必要性', en: 'Need' }, max: 60, lookFor: '需求' },
      { id: 'R2', name: { zh: '可行性', en: 'Feasibility' }, max: 40, lookFor: '方案' },
    ],
    tranches: [{ share: 100, after: 'signature' }],
  },
});

/** One that has everything it needs for any step, whatever phase it is said to be in. */
export const application = Application.parse({
  ...{ applicationId: 'application-1', callId: 'call-1', fundId: 'fund-1', organisationId: 'organisation-1' },
  ...{ organisationName: '浦江社工服务社', title: '安心到家', phase: 'reviewed', contactId: 'person-grantee' },
  ...{ requestedFen: 30_000_00, attempt: 1, review: { at, score: 88, reviews: 3, passed: true } },
  proposal: { by: 'person-officer', at, outcome: 'award', amountFen: 20_000_00, reason: '方案可行' },
  notice: { from: '2026-04-20T02:00:00.000Z', until: at },
});

const line = (id: string, score: number, reason = '') => ({ id, score, reason });
export const lines = [line('R1', 45), line('R2', 30)];

export const review = Review.parse({
  ...{ applicationId: 'application-1', callId: 'call-1', expertId: 'person-expert', title: '安心到家' },
  ...{ phase: 'accepted', dueAt: at },
});
export const submitted = (expert: string, total: number) =>
  Review.parse({ ...review, expertId: `person-${expert}`, phase: 'submitted', lines, total, opinion: '可行' });
