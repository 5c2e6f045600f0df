import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import * as delivery from '#infra/sample/delivery';
import * as round from '#infra/sample/round';
import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { paymentsRoutes } from '#shared/contracts/routes/payments';
import type { ApplicationId, AwardId } from '#shared/kernel/ids';
import { dayMs } from '#shared/kernel/instant';
import { first, fundYuan, many, project, type Stage, second, third } from './stage.ts';

const amountFen = 120_000_00;
const [one = '', two = '', three = ''] = [first, second, third].map((organisation) => organisation?.account);
const Standing = z.looseObject({ phase: z.string(), version: z.int() });

/** Out of order, too late, by the wrong one, or with money that is not there: from the draft to the payment. */
export function moveCases(stage: () => Stage) {
  const read = (account: string, applicationId: ApplicationId) =>
    stage().cast.as(account).call(applicationsRoutes.read, { params: { applicationId } });
  const submit = (applicationId: ApplicationId, as: string) => ({
    ...({ method: 'POST', path: `/applications/${applicationId}/submission`, as } as const),
  });
  const upload = async (account: string, applicationId: ApplicationId) => {
    const file = await round.proposalOf(project, account);
    await round.upload(stage().cast, account, applicationId, '申报书.pdf', file, 'proposal');
  };
  const reviewed = async (applicationId: ApplicationId) => {
    const { cast } = stage();
    await round.decideAdmission(cast, applicationId, true, '材料齐全。');
    await round.assignExperts(cast, applicationId, ['expert-1']);
    await round.acceptReview(cast, 'expert-1', applicationId);
    await round.scoreReview(cast, 'expert-1', applicationId, 0.86);
    await round.reviewClosed(cast, applicationId);
  };

  it('refuses an application whose proposal is missing, and says what is', async () => {
    const { second: applicationId } = stage().applicationIds;
    const { version } = await read(two, applicationId);
    const refusal = await stage().refusal({ ...submit(applicationId, two), version });
    const details = { missing: ['proposal'] };
    expect(refusal).toMatchObject({ status: 422, code: 'application.incomplete', details });
    expect((await read(two, applicationId)).state.phase).toBe('draft');
  });

  it('refuses a version that is missing or stale', async () => {
    const { second: applicationId } = stage().applicationIds;
    await upload(two, applicationId);
    const { version } = await read(two, applicationId);
    expect(await stage().refusal(submit(applicationId, two))).toMatchObject({
      ...{ status: 428, code: 'record.version-missing' },
    });
    for (const stale of [version - 1, version + 1])
      expect(await stage().refusal({ ...submit(applicationId, two), version: stale })).toMatchObject({
        ...{ status: 412, code: 'record.stale' },
      });
    const section = {
      ...submit(applicationId, two),
      method: 'PUT',
      path: `/applications/${applicationId}/sections/outcomes`,
    } as const;
    const { draft } = await read(two, applicationId);
    const body = { section: 'outcomes', content: draft.outcomes?.content, version: 0 };
    expect(await stage().refusal({ ...section, body })).toMatchObject({
      ...{ status: 412, code: 'application.section-stale', details: { version: 1 } },
    });
    expect((await read(two, applicationId)).version).toBe(version);
  });

  it('takes an application once: the same request again gets the same receipt, another one a refusal', async () => {
    const { second: applicationId } = stage().applicationIds;
    const { version } = await read(two, applicationId);
    const said = { ...submit(applicationId, two), version, key: randomUUID() };
    const receipt = await stage().say(said);
    expect(receipt.status).toBe(200);
    expect(await stage().say(said)).toEqual(receipt);
    const again = await stage().refusal({ ...submit(applicationId, two), version: version + 1 });
    expect(again).toMatchObject({ status: 409, code: 'record.wrong-phase' });
    expect((await read(two, applicationId)).version).toBe(version + 1);
  });

  it('confirms no award by whoever proposed it, and none beyond the budget of the call', async () => {
    const { cast, applicationIds, balances, refusal } = stage();
    await round.submitApplication(cast, one, applicationIds.first);
    const confirm = async (applicationId: ApplicationId, as: string) => {
      const { version } = await read('director', applicationId);
      return { method: 'POST', path: `/applications/${applicationId}/confirmation`, as, version } as const;
    };
    for (const applicationId of [applicationIds.first, applicationIds.second]) {
      await reviewed(applicationId);
      const { version } = await read('officer', applicationId);
      const body = { outcome: 'award', amountFen, reason: '建议立项。' };
      const proposal = { method: 'POST', path: `/applications/${applicationId}/proposal`, as: many, version } as const;
      expect(await refusal({ ...proposal, body: { ...body, amountFen: 999_999_00 } })).toMatchObject({
        ...{ status: 422, code: 'decision.over-request' },
      });
      expect((await stage().say({ ...proposal, body })).status).toBe(200);
      expect(await refusal(await confirm(applicationId, many))).toMatchObject({
        ...{ status: 403, code: 'decision.same-person' },
      });
    }
    const freeFen = (await balances())['available'] ?? 0;
    expect(freeFen).toBeLessThan(2 * amountFen);
    expect(freeFen).toBeGreaterThanOrEqual(fundYuan * 100);
    await round.confirmDecision(cast, applicationIds.first);
    const reserved = { available: freeFen - amountFen, reserved: amountFen };
    expect(await balances()).toMatchObject(reserved);
    expect(await refusal(await confirm(applicationIds.second, 'director'))).toMatchObject({
      ...{ status: 409, code: 'decision.over-budget', details: { leftFen: fundYuan * 100 - amountFen } },
    });
    expect(await balances()).toMatchObject(reserved);
    expect((await read('officer', applicationIds.second)).state.phase).toBe('proposed');
  });

  it('refuses an application after the deadline', async () => {
    const { third: applicationId } = stage().applicationIds;
    await upload(three, applicationId);
    await stage().stack.clock.move(21 * dayMs);
    const { version } = await read(three, applicationId);
    const refusal = await stage().refusal({ ...submit(applicationId, three), version });
    expect(refusal).toMatchObject({ status: 409, code: 'application.call-not-open' });
    expect((await read(three, applicationId)).state.phase).toBe('draft');
  });

  it('pays only by four hands: nobody approves what they prepared, nobody twice, nobody orders before', async () => {
    const { cast, applicationIds, balances } = stage();
    const awardId = await delivery.awardOf(cast, one, applicationIds.first);
    await round.sign(cast, one, awardId, 'grantee');
    await round.sign(cast, 'director', awardId, 'foundation');
    const { version: due } = await delivery.inPhase(cast, awardId, 1, 'due');
    const params = { awardId, number: 1 };
    await cast.as(many).call(paymentsRoutes.prepare, { params, version: due });
    const before = await balances();
    const step = (name: string, as: string, version: number, body?: object) => ({
      ...({ method: 'POST', path: `/awards/${awardId}/instalments/1/${name}`, as, version } as const),
      ...(body && { body }),
    });
    expect(await stage().refusal(step('approval', many, due + 1))).toMatchObject({ status: 403, code: 'payment.own' });
    const order = step('order', 'cashier', due + 1, { bankReference: 'DEM-ORDER-1' });
    expect(await stage().refusal(order)).toMatchObject({ status: 409, code: 'record.wrong-phase' });
    const approved = await stage().say(step('approval', 'lead', due + 1));
    expect(z.parse(Standing, JSON.parse(approved.text))).toMatchObject({ phase: 'approvedOnce', version: due + 2 });
    expect(await stage().refusal(step('approval', 'lead', due + 2))).toMatchObject({
      ...{ status: 403, code: 'payment.same-approver' },
    });
    expect(await stage().refusal(step('approval', 'director', due + 1))).toMatchObject({
      ...{ status: 412, code: 'record.stale' },
    });
    expect(await balances()).toEqual(before);
    expect((await phaseOf(awardId)).phase).toBe('approvedOnce');
  });

  const phaseOf = async (awardId: AwardId) => {
    const { items } = await stage().cast.as('accountant').call(paymentsRoutes.ofAward, { params: { awardId } });
    return z.parse(z.looseObject({ phase: z.string() }), items.find(({ state }) => state.number === 1)?.state);
  };
}
