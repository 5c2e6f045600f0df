import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evolveReview, submitReview } from '#shared/domain/review';
import { call, person, review } from './examples.ts';

const { rubric } = call.rules;
const expert = person('expert');
const line = (id: string, score: number, reason = '') => ({ id, score, reason });
const submit = (...lines: readonly ReturnType<typeof line>[]) =>
  submitReview(review, rubric, { ...expert, lines, opinion: '可行' });

describe('a score sheet', () => {
  it('adds up, in the order of the rubric', () => {
    expect(submit(line('R2', 30.25), line('R1', 45.5))).toMatchObject({
      ok: true,
      value: { total: 75.75, lines: [line('R1', 45.5), line('R2', 30.25)] },
    });
  });
  it.each([
    ['a line is missing', [line('R1', 45)], 'R2', 40],
    ['a line is above its maximum', [line('R1', 60.01, '—'), line('R2', 30)], 'R1', 60],
    ['there is none', [], 'R1', 60],
    ['a line is of no criterion', [line('R1', 45), line('R2', 30), line('R3', 1)], 'R3', 0],
    ['a line is given twice', [line('R1', 45), line('R1', 50), line('R2', 30)], 'R1', 0],
  ] as const)('is refused when %s', (_, lines, id, max) => {
    expect(submit(...lines)).toEqual({ ok: false, error: { code: 'review.line-invalid', details: { id, max } } });
  });
  it.each([
    [29.99, 'below half'],
    [57.01, 'above 95 in a hundred'],
  ])('gives words to %d of 60, which is %s', (score) => {
    const error = { code: 'review.reason-missing', details: { id: 'R1' } };
    expect(submit(line('R1', score), line('R2', 30))).toEqual({ ok: false, error });
    expect(submit(line('R1', score, '  '), line('R2', 30))).toEqual({ ok: false, error });
    expect(submit(line('R1', score, '证据充分'), line('R2', 30)).ok).toBe(true);
  });
  it.each([30, 57])('needs no words for %d of 60', (score) => {
    expect(submit(line('R1', score), line('R2', 30)).ok).toBe(true);
  });
  it('whose every line is within its maximum is never above a hundred', () => {
    const score = (max: number) => fc.integer({ min: 0, max: max * 100 }).map((cents) => cents / 100);
    fc.assert(
      fc.property(score(60), score(40), (first, second) => {
        const decided = submit(line('R1', first, '—'), line('R2', second, '—'));
        if (!decided.ok) throw new Error(decided.error.code);
        expect(decided.value.total).toBeCloseTo(first + second, 2);
        expect(decided.value.total).toBeLessThanOrEqual(100);
        expect(evolveReview(review, decided.value)).toMatchObject({ phase: 'submitted', total: decided.value.total });
      }),
    );
  });
});
