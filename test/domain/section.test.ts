import { describe, expect, it } from 'vitest';
import { Content, missingFrom, type Sections, sumFen } from '#shared/domain/section';

const whole = Content.parse({
  project: { title: '安心到家', summary: '上门', startsOn: '2026-06-01', leader: '何敏', leaderQualification: '' },
  needs: { needIds: ['need-1'], evidence: '台账' },
  services: {
    lines: [{ itemCode: 'CARE-01', standardVersion: 1, quantity: 1, beneficiaries: 1, unitPriceFen: 1 }],
    approach: '一户一策',
  },
  budget: { lines: [{ heading: 'staff', note: '', amountFen: 1 }], matchingFen: 0 },
  outcomes: { goals: [{ goal: '减负', baseline: '', target: '80%', method: '' }], sustainability: '' },
  declarations: { noMisconduct: true, noConflict: true, personalData: true, accurate: true },
});

describe('what is missing', () => {
  it('is nothing of a whole application with its proposal', () => expect(missingFrom(whole, true)).toEqual([]));
  it('is every section and the proposal at first', () => {
    const names = ['project', 'needs', 'services', 'budget', 'outcomes', 'declarations', 'proposal'];
    expect(missingFrom({}, false)).toEqual(names);
  });
  it.each([
    ['project.title', { project: { ...whole.project, title: '' } }],
    ['project.summary', { project: { ...whole.project, summary: '' } }],
    ['project.startsOn', { project: { ...whole.project, startsOn: undefined } }],
    ['project.leader', { project: { ...whole.project, leader: '' } }],
    ['needs.needIds', { needs: { ...whole.needs, needIds: [] } }],
    ['needs.evidence', { needs: { ...whole.needs, evidence: '' } }],
    ['services.lines', { services: { ...whole.services, lines: [] } }],
    ['services.approach', { services: { ...whole.services, approach: '' } }],
    ['budget.lines', { budget: { ...whole.budget, lines: [] } }],
    ['outcomes.goals', { outcomes: { ...whole.outcomes, goals: [] } }],
    ['declarations.noConflict', { declarations: { ...whole.declarations, noConflict: false } }],
  ] satisfies readonly (readonly [string, Sections])[])('is %s when it is empty', (path, change) => {
    expect(missingFrom({ ...whole, ...change }, true)).toEqual([path]);
  });
  it('is the proposal when none has passed its checks', () => expect(missingFrom(whole, false)).toEqual(['proposal']));
});

describe('amounts of a budget', () => {
  it('add up', () => expect(sumFen([1, 2, 3])).toBe(6));
  it('are refused when they are more together than an amount can be', () => {
    const line = { heading: 'staff', note: '', amountFen: 10_000_000_000_000 };
    const budget = (lines: readonly object[]) => Content.def.shape.budget.safeParse({ lines, matchingFen: 0 });
    expect(budget([line]).success).toBe(true);
    expect(budget([line, { ...line, amountFen: 1 }]).error?.issues).toMatchObject([
      { path: ['lines'], message: 'sum' },
    ]);
  });
  it('of nothing are nil', () => expect(sumFen([])).toBe(0));
});
