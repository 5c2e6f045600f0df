import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assignEvaluator,
  confirmEvaluation,
  Evaluation,
  evolveEvaluation,
  gradeOf,
  Indicator,
  sendBackEvaluation,
  submitEvaluation,
  submitReport,
} from '#shared/domain/evaluation';
import { formOf, formVersion } from '#shared/domain/evaluation-form';
import { dimensions } from '#shared/domain/reference';
import { PersonId } from '#shared/kernel/ids';
import { Instant, later } from '#shared/kernel/instant';

const at = Instant.parse('2026-05-04T03:00:00.000Z');
const [evaluator, lead] = [PersonId.parse('person-evaluator'), PersonId.parse('person-lead')];
const awaited = Evaluation.parse({
  ...{ awardId: 'award-1', stage: 'midTerm', organisationId: 'organisation-1', organisationName: '浦江社工服务社' },
  ...{ contactId: 'person-grantee', title: '安心到家', reportDueAt: at, passScore: 60, phase: 'awaitingReport' },
});
const assigned: Evaluation = { ...awaited, phase: 'assigned', evaluatorId: evaluator, dueAt: later(at, 1) };
const form = formOf('midTerm');
const marksOf = (scores: readonly number[]) =>
  form.map(({ id }, index) => ({ id, score: scores[index] ?? 0, evidence: '抽查' }));
const submit = (scores: readonly number[]) =>
  submitEvaluation(assigned, form, { by: evaluator, at, formVersion, marks: marksOf(scores), opinion: '好' });

describe.each(['midTerm', 'closeOut'] as const)('the form of %s', (stage) => {
  const indicators = formOf(stage);
  it('adds up to 100 points in four dimensions, each counted and judged', () => {
    expect(indicators.reduce((sum, { max }) => sum + max, 0)).toBe(100);
    for (const dimension of dimensions) {
      const measures = new Set(indicators.filter((line) => line.dimension === dimension).map(({ measure }) => measure));
      expect(measures).toEqual(new Set(['quantitative', 'qualitative']));
    }
  });
  it('numbers its indicators by the stage, each once and in both languages', () => {
    const letter = stage === 'midTerm' ? 'M' : 'C';
    expect(indicators.map(({ id }) => id)).toEqual(indicators.map((_, index) => `${letter}${index + 1}`));
    for (const indicator of indicators) {
      expect(Indicator.parse(indicator).name.en).toMatch(/^[A-Z][\w ,]+$/);
      expect(indicator.name.zh).toMatch(/^\p{Script=Han}+$/u);
    }
  });
});

describe('marks', () => {
  it('add up to the score, dimension by dimension, whatever they are', () => {
    const scores = fc.tuple(
      ...form.map(({ max }) => fc.integer({ min: 0, max: max * 100 }).map((cents) => cents / 100)),
    );
    fc.assert(
      fc.property(scores, (given) => {
        const event = submit(given);
        if (!event.ok) throw new Error(event.error.code);
        const { score, totals } = event.value;
        expect(score).toBeCloseTo(
          given.reduce((sum, one) => sum + one, 0),
          6,
        );
        expect(score).toBeLessThanOrEqual(100);
        const sum = Object.values(totals).reduce((whole, total) => whole + total, 0);
        expect(sum).toBeCloseTo(score, 6);
      }),
    );
  });

  it('reach their maximum and not a hundredth more', () => {
    const full = form.map(({ max }) => max);
    expect(submit(full)).toMatchObject({ ok: true, value: { score: 100 } });
    expect(submit(full.with(3, (full[3] ?? 0) + 0.01))).toEqual({
      ok: false,
      error: { code: 'evaluation.mark-invalid', details: { id: 'M4', max: 10 } },
    });
  });

  it.each([
    ['one is missing', form.slice(1), 'M1', 10],
    ['one is of another form', [...form, { id: 'C1' }], 'C1', 0],
    ['one is given twice', [...form, { id: 'M2' }], 'M2', 0],
  ] as const)('are refused when %s', (_, lines, id, max) => {
    const marks = lines.map((line) => ({ id: line.id, score: 1, evidence: '抽查' }));
    const refused = submitEvaluation(assigned, form, { by: evaluator, at, formVersion, marks, opinion: '好' });
    expect(refused).toEqual({ ok: false, error: { code: 'evaluation.mark-invalid', details: { id, max } } });
  });
});

describe('an evaluation', () => {
  const submitted: Evaluation = { ...assigned, phase: 'submitted', score: 60 };

  it.each([
    [60, true],
    [59.99, false],
    [100, true],
  ])('with %d points of 60 has passed: %s', (score, passed) => {
    expect(confirmEvaluation({ ...submitted, score }, { by: lead, at })).toMatchObject({ value: { passed } });
  });

  it('is not confirmed by its own evaluator', () => {
    const refused = confirmEvaluation(submitted, { by: evaluator, at });
    expect(refused).toEqual({ ok: false, error: { code: 'evaluation.own' } });
  });

  it('keeps its marks and its evaluator when it is sent back, and says why', () => {
    const back = sendBackEvaluation(submitted, { by: lead, at, reason: '补证据' });
    if (!back.ok) throw new Error(back.error.code);
    const returned = evolveEvaluation(submitted, back.value);
    expect(returned).toEqual({ ...submitted, phase: 'assigned', sentBackReason: '补证据' });
  });

  it('is not asked for by a time that has passed', () => {
    const assign = (dueAt: typeof at) => assignEvaluator(assigned, { by: lead, at, evaluatorId: evaluator, dueAt });
    expect(assign(later(at, 1)).ok).toBe(true);
    expect(assign(at)).toEqual({ ok: false, error: { code: 'evaluation.due-passed' } });
  });

  it('has one order: report, evaluator, marks, confirmation', () => {
    const report = { by: lead, at, summary: '如期', documentIds: [] };
    const evaluatorOf = { by: lead, at, evaluatorId: evaluator, dueAt: later(at, 1) };
    const answers = (state: Evaluation) => [
      submitReport(state, report).ok,
      assignEvaluator(state, evaluatorOf).ok,
      submitEvaluation(state, form, { by: evaluator, at, formVersion, marks: marksOf([]), opinion: '好' }).ok,
      confirmEvaluation(state, { by: lead, at }).ok,
      sendBackEvaluation(state, { by: lead, at, reason: '退回' }).ok,
    ];
    expect(answers(awaited)).toEqual([true, false, false, false, false]);
    expect(answers({ ...awaited, phase: 'reported' })).toEqual([false, true, false, false, false]);
    expect(answers(assigned)).toEqual([false, true, true, false, false]);
    expect(answers(submitted)).toEqual([false, false, false, true, true]);
    expect(answers({ ...submitted, phase: 'confirmed' })).toEqual([false, false, false, false, false]);
  });

  it.each([
    [100, 'excellent'],
    [90, 'excellent'],
    [89.99, 'good'],
    [80, 'good'],
    [79.99, 'qualified'],
    [60, 'qualified'],
    [59.99, 'unqualified'],
    [0, 'unqualified'],
  ])('of %d points has the grade %s', (score, grade) => {
    expect(gradeOf(score)).toBe(grade);
  });
});
