import { describe, expect, it } from 'vitest';
import { applicationDue, evaluationDue, needDue } from '#shared/domain/task';
import { Instant } from '#shared/kernel/instant';
import { application, at, call } from './examples.ts';

/** A public holiday on the Monday after the call closes. */
const holidays = { off: new Set(['2026-06-01']), worked: new Set<string>() };
const admission = { by: application.contactId, at, reason: '齐全' };

describe('a task is due', () => {
  it('for admission so many working days after the last day of the call, whenever it was handed in', () => {
    expect(applicationDue({ ...application, phase: 'submitted' }, call, holidays)).toBe('2026-06-08T16:00:00.000Z');
  });
  it('for what follows, within five working days of the step before', () => {
    for (const phase of ['admitted', 'reviewed', 'proposed'] as const)
      expect(applicationDue({ ...application, admission, phase }, call, holidays)).toBe('2026-05-11T16:00:00.000Z');
    expect(applicationDue({ ...application, phase: 'inReview' }, call, holidays)).toBeUndefined();
  });
  it('for a need and for an evaluation from the moment they wait for the foundation', () => {
    const recorded = Instant.parse('2026-05-29T03:00:00.000Z');
    expect(needDue({ recordedAt: recorded }, holidays)).toBe('2026-06-08T16:00:00.000Z');
    const report = { summary: '', documentIds: [], at };
    expect(evaluationDue({ phase: 'reported', report }, holidays)).toBe('2026-05-11T16:00:00.000Z');
    expect(evaluationDue({ phase: 'submitted', submittedAt: at }, holidays)).toBe('2026-05-11T16:00:00.000Z');
    expect(evaluationDue({ phase: 'assigned', report }, holidays)).toBeUndefined();
  });
});
