import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  closeReview,
  confirmDecision,
  endNotice,
  proposeDecision,
  reviewsComplete,
  scoreOf,
  sendBackDecision,
  submitApplication,
} from '#shared/domain/decision';
import { AwardId } from '#shared/kernel/ids';
import { Instant, later } from '#shared/kernel/instant';
import { Fen } from '#shared/kernel/money';
import { application, at, call, person, review, submitted } from './examples.ts';

const [officer, director, grantee] = [person('officer'), person('director'), person('grantee')];
const workflow = { by: 'system:workflow', at } as const;
const proposed = { ...application, phase: 'proposed' } as const;
const { parse: fen } = Fen;

describe('an application that is handed in', () => {
  const draft = { ...application, phase: 'draft' } as const;
  const submit = (requestedFen: number, moment = at) =>
    submitApplication(draft, call, {
      ...{ ...grantee, at: moment, title: '安心到家', requestedFen: fen(requestedFen) },
      ...{ receiptNumber: 'SB-1', contentHash: 'a'.repeat(64) },
    });
  const { opensAt, closesAt } = call;

  it.each([
    ['the moment it opens', opensAt],
    ['the last millisecond', later(closesAt, -1)],
  ])('is in time at %s', (_, moment) => expect(submit(30_000_00, moment).ok).toBe(true));
  it.each([
    ['a millisecond before it opens', later(opensAt, -1)],
    ['the deadline', closesAt],
  ])('is not in time at %s', (_, moment) => {
    const error = { code: 'application.call-not-open', details: { opensAt, closesAt } };
    expect(submit(30_000_00, moment)).toEqual({ ok: false, error });
  });
  it.each([10_000_00, 50_000_00])('may ask for %i fen, a bound of the call', (amount) => {
    expect(submit(amount).ok).toBe(true);
  });
  it.each([10_000_00 - 1, 50_000_00 + 1, 0])('may not ask for %i fen', (amount) => {
    const details = { floorFen: 10_000_00, capFen: 50_000_00 };
    expect(submit(amount)).toEqual({ ok: false, error: { code: 'application.amount-out-of-bounds', details } });
  });
});

describe('the score', () => {
  it.each([
    [[], 0],
    [[70], 70],
    [[70, 80], 75],
    [[0, 80, 80, 100], 65],
    [[0, 80, 81, 82, 100], 81],
    [[1, 1, 70, 71, 72, 99], 53.5],
    [[70, 70, 71], 70.33],
  ])('of %j is %d: five or more drop one highest and one lowest', (totals, score) => {
    expect(scoreOf(totals)).toBe(score);
  });
  const totals = fc.array(
    fc.integer({ min: 0, max: 10_000 }).map((cents) => cents / 100),
    { minLength: 1, maxLength: 9 },
  );
  it('lies between the lowest and the highest, whatever the order, and one expert of five cannot move it out of the others', () => {
    fc.assert(
      fc.property(totals, (given) => {
        const score = scoreOf(given);
        expect(score).toBe(scoreOf(given.toReversed()));
        expect(score).toBeGreaterThanOrEqual(Math.min(...given) - 0.005);
        expect(score).toBeLessThanOrEqual(Math.max(...given) + 0.005);
        if (given.length < 5) return;
        const others = given.toSorted((a, b) => a - b);
        expect(score).toBeGreaterThanOrEqual((others[1] ?? 0) - 0.005);
        expect(score).toBeLessThanOrEqual((others.at(-2) ?? 0) + 0.005);
      }),
    );
  });
});

describe('reviews', () => {
  const inReview = { ...application, phase: 'inReview' } as const;
  const recused = { ...review, phase: 'recused' } as const;

  it.each([
    ['nobody was asked', [], false],
    ['all have recused themselves', [recused, recused], false],
    ['one still scores', [submitted('a', 80), review], false],
    ['one has not answered', [submitted('a', 80), { ...review, phase: 'assigned' }], false],
    ['all have scored', [submitted('a', 80), submitted('b', 70)], true],
    ['one has scored and one recused', [submitted('a', 80), recused], true],
  ] as const)('when %s: complete is %s', (_, given, complete) => {
    expect(reviewsComplete(given)).toBe(complete);
    const closed = closeReview(inReview, call, given, workflow);
    if (complete) expect(closed.ok).toBe(true);
    else expect(closed).toEqual({ ok: false, error: { code: 'review.incomplete' } });
  });
  it.each([
    [[60, 60], 60, true],
    [[59, 60.98], 59.99, false],
  ])('of %j come to %d, and passed is %s at a line of 60', (given, score, passed) => {
    const asked = given.map((total, index) => submitted(`${index}`, total));
    expect(closeReview(inReview, call, [...asked, recused], workflow)).toMatchObject({
      value: { type: 'ReviewClosed', score, passed, reviews: 2 },
    });
  });
});

describe('a proposal', () => {
  const propose = (outcome: 'award' | 'decline', amountFen: number, state = application) =>
    proposeDecision(state, { ...officer, outcome, amountFen: fen(amountFen), reason: '—' });
  const failed = { ...application, review: { at, score: 59.99, reviews: 3, passed: false } };

  it('awards at most what was asked for, and something', () => {
    expect(propose('award', 30_000_00)).toMatchObject({ ok: true, value: { amountFen: 30_000_00 } });
    const error = { code: 'decision.over-request', details: { requestedFen: 30_000_00 } };
    expect(propose('award', 30_000_01)).toEqual({ ok: false, error });
    expect(propose('award', 0)).toEqual({ ok: false, error });
  });
  it('awards nothing to who failed the pass line, and may decline them', () => {
    const error = { code: 'decision.below-pass-line', details: { score: 59.99 } };
    expect(propose('award', 1, failed)).toEqual({ ok: false, error });
    expect(propose('decline', 0, failed).ok).toBe(true);
    const { review: _, ...unreviewed } = application;
    expect(propose('award', 1, unreviewed)).toMatchObject({ error: { code: 'decision.below-pass-line' } });
  });
});

describe('two persons', () => {
  it('decide: who proposed neither confirms nor sends back', () => {
    const error = { code: 'decision.same-person' };
    expect(confirmDecision(proposed, { ...officer, noticeUntil: at, leftFen: 20_000_00 })).toEqual({
      ok: false,
      error,
    });
    expect(sendBackDecision(proposed, { ...officer, reason: '—' })).toEqual({ ok: false, error });
  });
  it('make an award a notice that begins now, and a decline the end', () => {
    const until = later(at, 7 * 86_400_000);
    expect(confirmDecision(proposed, { ...director, noticeUntil: until, leftFen: 20_000_00 })).toEqual({
      ok: true,
      value: { type: 'AwardConfirmed', v: 1, ...director, from: at, until },
    });
    const decline = {
      ...proposed,
      proposal: { ...officer, outcome: 'decline', amountFen: fen(0), reason: '—' },
    } as const;
    expect(confirmDecision(decline, { ...director, noticeUntil: until, leftFen: 0 })).toEqual({
      ok: true,
      value: { type: 'DeclineConfirmed', v: 1, ...director },
    });
    expect(confirmDecision(decline, { ...officer, noticeUntil: until, leftFen: 0 })).toMatchObject({
      error: { code: 'decision.same-person' },
    });
  });
});

describe('a call’s budget', () => {
  it('holds every award, and says how much is left when it does not', () => {
    const leftFen = 20_000_00 - 1;
    const error = { code: 'decision.over-budget', details: { leftFen } };
    expect(confirmDecision(proposed, { ...director, noticeUntil: at, leftFen })).toEqual({ ok: false, error });
  });
});

describe('a notice', () => {
  const until = Instant.parse('2026-05-11T16:00:00.000Z');
  const noticed = { ...application, phase: 'inNotice', notice: { from: at, until } } as const;
  const awardId = AwardId.parse('award-1');

  it('does not end a millisecond before its time', () => {
    const early = endNotice(noticed, { ...workflow, at: later(until, -1), awardId });
    expect(early).toEqual({ ok: false, error: { code: 'notice.running', details: { until } } });
    expect(endNotice(noticed, { ...workflow, at: until, awardId }).ok).toBe(true);
  });
  it('that was never begun does not end', () => {
    const { notice: _, ...without } = noticed;
    expect(endNotice(without, { ...workflow, awardId })).toMatchObject({ error: { code: 'notice.running' } });
  });
});
