import { describe, expect, it } from 'vitest';
import { CallPlan, isOpen, publishCall } from '#shared/domain/call';
import { later } from '#shared/kernel/instant';
import { call, person } from './examples.ts';

const { callId, number, phase, ...plan } = call;
const { rules } = plan;
const issuesOf = (change: object) =>
  CallPlan.safeParse({ ...plan, ...change }).error?.issues.map(({ path, message }) => [path.join('.'), message]) ?? [];

describe('the plan of a call', () => {
  it('holds together', () => expect(issuesOf({})).toEqual([]));
  it.each([
    ['closes before it opens', { closesAt: plan.opensAt }, 'closesAt', 'range'],
    ['has a cap below its floor', { capFen: 1 }, 'capFen', 'range'],
    ['has a cap above its budget', { capFen: plan.budgetFen + 1 }, 'capFen', 'range'],
    [
      'has a rubric that is not a hundred',
      { rules: { ...rules, rubric: rules.rubric.slice(1) } },
      'rules.rubric',
      'sum',
    ],
    [
      'has two criteria of one name',
      { rules: { ...rules, rubric: rules.rubric.map((criterion) => ({ ...criterion, id: 'R1' })) } },
      'rules.rubric',
      'duplicate',
    ],
    ['offers a service twice', { items: ['CARE-01', 'CARE-01'] }, 'items', 'duplicate'],
    ['names a target group twice', { targetGroups: ['TG01', 'TG01'] }, 'targetGroups', 'duplicate'],
    ['closes when years have five digits', { closesAt: '9999-12-31T23:59:59.999Z' }, 'closesAt', 'range'],
    [
      'pays less than all',
      { rules: { ...rules, tranches: [{ share: 99, after: 'signature' }] } },
      'rules.tranches',
      'sum',
    ],
    [
      'pays nothing first',
      { rules: { ...rules, tranches: [{ share: 100, after: 'midTerm' }] } },
      'rules.tranches',
      'first',
    ],
  ])('is refused when it %s', (_, change, path, code) => expect(issuesOf(change)).toEqual([[path, code]]));
});

describe('a call', () => {
  const draft = { ...call, phase: 'draft' as const };
  it('is published before its deadline only', () => {
    const { closesAt } = call;
    const director = { ...person('director'), availableFen: call.budgetFen };
    expect(publishCall(draft, { ...director, at: later(closesAt, -1) }).ok).toBe(true);
    const late = publishCall(draft, { ...director, at: closesAt });
    expect(late).toEqual({ ok: false, error: { code: 'call.deadline-passed', details: { closesAt } } });
  });
  it('is published when the fund has its whole budget, and not with a fen less', () => {
    const { budgetFen } = call;
    expect(publishCall(draft, { ...person('director'), availableFen: budgetFen }).ok).toBe(true);
    const refused = publishCall(draft, { ...person('director'), availableFen: budgetFen - 1 });
    const error = { code: 'call.over-balance', details: { availableFen: budgetFen - 1 } };
    expect(refused).toEqual({ ok: false, error });
  });
  it('is open from its first moment to its deadline, while it is published', () => {
    const moments = [later(call.opensAt, -1), call.opensAt, later(call.closesAt, -1), call.closesAt];
    expect(moments.map((moment) => isOpen(call, moment))).toEqual([false, true, true, false]);
    for (const other of ['draft', 'closed'] as const)
      expect(isOpen({ ...call, phase: other }, call.opensAt)).toBe(false);
  });
});
