import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Award,
  closeAward,
  evolveAward,
  instalmentsOf,
  reportDays,
  signAsFoundation,
  signAsGrantee,
  terminateAward,
} from '#shared/domain/award';
import { PersonId } from '#shared/kernel/ids';
import { Day, Instant } from '#shared/kernel/instant';
import { Fen } from '#shared/kernel/money';

const at = Instant.parse('2026-01-30T15:59:59.999Z');
const [grantee, director] = [PersonId.parse('person-grantee'), PersonId.parse('person-director')];
const agreementHash = 'a'.repeat(64);
const granted = Award.parse({
  ...{ awardId: 'award-1', number: 'XM-1', applicationId: 'application-1', callId: 'call-1', fundId: 'fund-1' },
  ...{ organisationId: 'organisation-1', organisationName: '浦江社工服务社', contactId: grantee, title: '安心到家' },
  ...{ phase: 'awaitingSignatures', amountFen: 100_00, months: 12, signBy: at, agreementHash, attempt: 1 },
  tranches: [{ share: 100, after: 'signature' }],
});
const signed = evolveAward(granted, { type: 'GranteeSigned', v: 1, agreementHash, by: grantee, at });

describe('an agreement', () => {
  it('is signed by both sides, the grantee first, each having read the same text', () => {
    expect(signed).toMatchObject({ phase: 'granteeSigned', granteeSignature: { by: grantee, at } });
    const other = { by: grantee, at, agreementHash: 'b'.repeat(64) };
    expect(signAsGrantee(granted, other)).toEqual({ ok: false, error: { code: 'agreement.other-text' } });
    expect(signAsFoundation(signed, { ...other, by: director })).toMatchObject({
      error: { code: 'agreement.other-text' },
    });
    const early = signAsFoundation(granted, { by: director, at, agreementHash });
    expect(early).toMatchObject({ error: { code: 'record.wrong-phase' } });
  });

  it('is not signed by the same person for both sides', () => {
    const command = { by: grantee, at, agreementHash };
    expect(signAsFoundation(signed, command)).toEqual({ ok: false, error: { code: 'agreement.same-person' } });
  });

  it('runs from the day after the second signature, by the day it is in Shanghai, for its months', () => {
    const lastMinute = signAsFoundation(signed, { by: director, at, agreementHash });
    expect(lastMinute).toMatchObject({ value: { startsOn: '2026-01-31', endsOn: '2027-01-30' } });
    const midnight = Instant.parse('2026-01-30T16:00:00.000Z');
    const nextDay = signAsFoundation(signed, { by: director, at: midnight, agreementHash });
    expect(nextDay).toMatchObject({ value: { startsOn: '2026-02-01', endsOn: '2027-01-31' } });
  });

  it('ends once, closed with its grade or terminated for a reason', () => {
    const running: Award = { ...signed, phase: 'inDelivery' };
    const closing = { by: director, at, grade: 'good', score: 85 } as const;
    const closed = closeAward(running, closing);
    if (!closed.ok) throw new Error(closed.error.code);
    const ended = evolveAward(running, closed.value);
    expect(ended).toMatchObject({ phase: 'closed', grade: 'good', score: 85 });
    for (const state of [ended, granted]) expect(closeAward(state, closing).ok).toBe(false);
    const terminating = { by: director, at, reason: '中止' };
    expect(terminateAward(ended, [], terminating).ok).toBe(false);
    const terminated = terminateAward(running, [], terminating);
    if (!terminated.ok) throw new Error(terminated.error.code);
    expect(evolveAward(running, terminated.value)).toMatchObject({
      ...{ phase: 'terminated', termination: { at, reason: '中止' } },
    });
  });
});

describe('the instalments of an award', () => {
  /** Up to six shares that add up to 100. */
  const shares = fc
    .uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 5 })
    .map((cuts) => [0, ...cuts.toSorted((a, b) => a - b), 100])
    .map((cuts) => cuts.slice(1).map((cut, index) => cut - (cuts[index] ?? 0)));

  it('add up to the award to the fen, and the last alone carries what does not divide', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000_000_000 }), shares, (fen, parts) => {
        const tranches = parts.map((share) => ({ share, after: 'signature' as const }));
        const instalments = instalmentsOf(Fen.parse(fen), tranches);
        expect(instalments.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(fen);
        expect(instalments.map(({ number }) => number)).toEqual(parts.map((_, index) => index + 1));
        for (const [index, { amountFen, of }] of instalments.entries()) {
          const exact = (fen * (parts[index] ?? 0)) / 100;
          expect(of).toBe(parts.length);
          expect(Math.abs(amountFen - exact)).toBeLessThan(index === parts.length - 1 ? parts.length : 1);
        }
      }),
    );
  });

  it('of 100,000.01 yuan by 50, 30 and 20 percent leave the fen to the last', () => {
    const tranches = [50, 30, 20].map((share) => ({ share, after: 'signature' as const }));
    const amounts = instalmentsOf(Fen.parse(100_000_01), tranches).map(({ amountFen }) => amountFen);
    expect(amounts).toEqual([50_000_00, 30_000_00, 20_000_01]);
  });
});

it('asks for the mid-term report after half the time, and for the close-out report after the end', () => {
  const [startsOn, endsOn] = [Day.parse('2026-01-31'), Day.parse('2027-01-30')];
  expect(reportDays(startsOn, endsOn, 10)).toEqual({ midTerm: '2026-08-11', closeOut: '2027-02-09' });
});
