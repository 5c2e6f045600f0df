import { describe, expect, it } from 'vitest';
import { Application } from '#shared/domain/application';
import { Evaluation } from '#shared/domain/evaluation';
import { Caller } from '#shared/domain/policy';
import { visibleApplication, visibleEvaluation } from '#shared/domain/visibility';

const at = '2026-05-04T03:00:00.000Z';
const by = 'person-officer';
const caller = (roles: readonly string[], organisationId: string | null = null) =>
  Caller.parse({ personId: 'person-caller', roles, organisationId });
const applicant = caller(['applicant'], 'organisation-1');

const proposed = Application.parse({
  ...{ applicationId: 'application-1', callId: 'call-1', fundId: 'fund-1', organisationId: 'organisation-1' },
  ...{
    organisationName: '浦江社工服务社',
    title: '安心到家',
    contactId: 'person-grantee',
    requestedFen: 9,
    attempt: 1,
  },
  ...{ phase: 'proposed', admission: { by, at, reason: '齐全' }, review: { at, score: 88, reviews: 3, passed: true } },
  proposal: { by, at, outcome: 'award', amountFen: 7, reason: '可行' },
});
const confirmed = Application.parse({ ...proposed, phase: 'inNotice', confirmation: { by: 'person-director', at } });

describe('an application', () => {
  it('keeps score and proposal from the applicant while the decision is in the making', () => {
    const seen = visibleApplication(applicant, proposed);
    for (const name of ['review', 'proposal', 'confirmation']) expect(seen).not.toHaveProperty(name);
    expect(seen.admission).toEqual({ by: 'system:workflow', at, reason: '齐全' });
    expect(visibleApplication(caller(['officer']), proposed)).toEqual(proposed);
  });
  it('shows them once it is confirmed, but never who of the foundation acted', () => {
    const seen = visibleApplication(applicant, confirmed);
    expect(seen).toMatchObject({ review: { score: 88 }, proposal: { amountFen: 7, reason: '可行' } });
    expect(JSON.stringify(seen)).not.toMatch(/person-(officer|director)/);
    expect(Application.safeParse(seen).success).toBe(true);
  });
  it('is seen from outside by staff who belong to the applying organisation', () => {
    expect(visibleApplication(caller(['director', 'applicant'], 'organisation-1'), proposed)).not.toHaveProperty(
      'proposal',
    );
    expect(visibleApplication(caller(['director'], 'organisation-2'), proposed)).toHaveProperty('proposal');
  });
});

describe('an evaluation', () => {
  const marked = Evaluation.parse({
    ...{ awardId: 'award-1', stage: 'midTerm', organisationId: 'organisation-1', organisationName: '浦江社工服务社' },
    ...{ contactId: 'person-grantee', title: '安心到家', reportDueAt: at, passScore: 60, phase: 'assigned' },
    ...{ evaluatorId: 'person-evaluator', dueAt: at, marks: [], score: 80, opinion: '良好', totals: undefined },
  });
  it('that was sent back keeps its marks from the grantee, not from its evaluator or the staff', () => {
    for (const name of ['marks', 'score', 'opinion', 'evaluatorId'])
      expect(visibleEvaluation(applicant, marked)).not.toHaveProperty(name);
    const evaluator = Caller.parse({ personId: 'person-evaluator', roles: ['evaluator'], organisationId: null });
    for (const insider of [evaluator, caller(['lead'])]) expect(visibleEvaluation(insider, marked)).toEqual(marked);
  });
  it('is open to the grantee when it is confirmed', () => {
    const seen = visibleEvaluation(applicant, { ...marked, phase: 'confirmed', passed: true });
    expect(seen).toMatchObject({ score: 80, opinion: '良好', passed: true });
  });
});
