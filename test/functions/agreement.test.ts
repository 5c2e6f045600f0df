import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { posted, put, taken } from '#functions/adapters/changes';
import { agreements, callBudgets } from '#functions/adapters/rows';
import { agreementRoutes } from '#shared/contracts/routes/agreement';
import { post } from '#shared/domain/fund';
import { AwardId, EntryId } from '#shared/kernel/ids';
import { awards, calls, funds } from '#shared/table/aggregates';
import { cast } from './project.ts';
import { balancesOf, proposedFen, type Round, round } from './round.ts';
import { before, caller, openScene, type Scene, system } from './scene.ts';

let scene: Scene;
let ask: ReturnType<typeof caller<typeof agreementRoutes>>;
beforeAll(async () => {
  scene = await openScene();
  ask = caller(agreementRoutes, (await import('#functions/agreement/handler')).handler);
  await cast(scene);
});
afterAll(() => scene.close());

const agreementHash = 'a'.repeat(64);
const signature = { agreementHash, agreesToSignElectronically: true };

/** An award that waits for its signatures, with the money reserved for it. */
async function granted(name: string) {
  const ids = await round(name, 'proposed', scene);
  const { applicationId, callId, fundId, organisationId, contactId } = ids;
  const awardId = AwardId.parse(`award-${name}`);
  const fund = await scene.get(funds, { fundId });
  const entryId = EntryId.parse(`entry-${name}res`);
  const reserved =
    fund && post(fund.state, { entryId, kind: 'reservation', cause: 'x', amountFen: proposedFen, ...system });
  if (!reserved?.ok) throw new Error('The fund is closed');
  const call = await scene.get(calls, { callId });
  if (!call) throw new Error('There is no such call');
  const text = put(agreements.item({ awardId }, { text: '资助协议' }), 'record.busy');
  await scene.write(posted(reserved.value), [text, taken(call.state, proposedFen)]);
  const tranches = [{ share: 100, after: 'signature' as const }];
  await scene.live(
    awards,
    { awardId },
    {
      ...{
        type: 'AwardGranted',
        v: 1,
        awardId,
        number: 'XM-1',
        applicationId,
        callId,
        fundId,
        organisationId,
        contactId,
      },
      ...{ organisationName: '浦江社工服务社', title: '安心到家', amountFen: proposedFen, months: 12, tranches },
      ...{ signBy: before, agreementHash, ...system },
    },
  );
  return { ...ids, awardId };
}
type Granted = Round & { readonly awardId: AwardId };
const sign = (
  name: 'signAsGrantee' | 'signAsFoundation',
  as: string,
  { awardId }: Granted,
  version: number,
  body: object = signature,
) => ask(name, { as, params: { awardId }, version, body });

describe('an agreement', () => {
  it('is signed by the grantee and then by the foundation, which commits the money in the same moment', async () => {
    const ids = await granted('signed');
    expect(await ask('text', { as: ids.applicant, params: { awardId: ids.awardId } })).toEqual({
      status: 200,
      body: { text: '资助协议', agreementHash },
    });
    expect(await sign('signAsFoundation', 'director', ids, 1)).toMatchObject({
      status: 409,
      body: { code: 'record.wrong-phase' },
    });
    expect(await sign('signAsGrantee', ids.applicant, ids, 1)).toEqual({
      status: 200,
      body: { phase: 'granteeSigned', version: 2 },
    });
    expect(await balancesOf(ids.fundId, scene)).toMatchObject({ reserved: proposedFen, committed: 0 });
    expect(await sign('signAsFoundation', 'director', ids, 2)).toEqual({
      status: 200,
      body: { phase: 'inDelivery', version: 3 },
    });
    expect(await balancesOf(ids.fundId, scene)).toMatchObject({ reserved: 0, committed: proposedFen });
    expect((await scene.get(awards, ids))?.state).toMatchObject({
      granteeSignature: { by: ids.contactId },
      foundationSignature: { by: 'person-director' },
    });
  });
  it('of another text is signed by neither', async () => {
    const ids = await granted('text');
    const other = { ...signature, agreementHash: 'b'.repeat(64) };
    const refused = { status: 422, body: { code: 'agreement.other-text' } };
    expect(await sign('signAsGrantee', ids.applicant, ids, 1, other)).toMatchObject(refused);
    await sign('signAsGrantee', ids.applicant, ids, 1);
    expect(await sign('signAsFoundation', 'director', ids, 2, other)).toMatchObject(refused);
    expect(await balancesOf(ids.fundId, scene)).toMatchObject({ reserved: proposedFen, committed: 0 });
  });
  it('is not signed for both sides by one person', async () => {
    const ids = await granted('both');
    await scene.person('twohats', ['applicant', 'director'], ids.organisationId);
    await sign('signAsGrantee', 'twohats', ids, 1);
    expect(await sign('signAsFoundation', 'twohats', ids, 2)).toMatchObject({
      status: 403,
      body: { code: 'agreement.same-person' },
    });
    expect(await sign('signAsFoundation', 'director', ids, 2)).toMatchObject({ status: 200 });
  });
  it('is not signed by who does not agree to sign electronically', async () => {
    const ids = await granted('paper');
    const paper = { ...signature, agreesToSignElectronically: false };
    expect(await sign('signAsGrantee', ids.applicant, ids, 1, paper)).toMatchObject({ status: 400 });
  });
  it.each([
    ['before anybody has signed', 0],
    ['before the foundation has signed', 1],
  ] as const)(
    'that is terminated %s frees the reserved money, and is signed by nobody any more',
    async (_when, signed) => {
      const ids = await granted(`terminated${signed}`);
      if (signed === 1) await sign('signAsGrantee', ids.applicant, ids, 1);
      const command = { as: 'director', params: { awardId: ids.awardId }, version: 1 + signed };
      expect(await ask('terminate', { ...command, body: { reason: '逾期未签' } })).toEqual({
        status: 200,
        body: { phase: 'terminated', version: 2 + signed },
      });
      expect(await balancesOf(ids.fundId, scene)).toMatchObject({ reserved: 0, committed: 0, available: 100_000_00 });
      expect(await scene.get(callBudgets, ids)).toMatchObject({ takenFen: 0 });
      expect(await sign('signAsGrantee', ids.applicant, ids, 2 + signed)).toMatchObject({
        body: { code: 'record.wrong-phase' },
      });
    },
  );
  it('whose way was cut off is started again on record, under the next attempt', async () => {
    const ids = await granted('restarted');
    const command = { params: { awardId: ids.awardId }, version: 1, body: { reason: '执行中断' } };
    expect(await ask('restart', { ...command, as: 'director' })).toMatchObject({ status: 404 });
    expect(await ask('restart', { ...command, as: 'lead' })).toEqual({
      status: 200,
      body: { phase: 'awaitingSignatures', version: 2 },
    });
    expect((await scene.get(awards, ids))?.state).toMatchObject({ phase: 'awaitingSignatures', attempt: 2 });
  });
  it('is seen and signed by nobody else', async () => {
    const [ids, other] = [await granted('foreign'), await granted('foreign2')];
    for (const as of [other.applicant, 'expert', 'adviser']) {
      expect(await ask('text', { as, params: { awardId: ids.awardId } })).toMatchObject({ status: 404 });
      expect(await sign('signAsGrantee', as, ids, 1)).toMatchObject({ status: 404, body: { code: 'record.unknown' } });
    }
    expect(await sign('signAsGrantee', 'director', ids, 1)).toMatchObject({ status: 404 });
    const mine = JSON.stringify((await ask('mine', { as: other.applicant })).body);
    expect(mine).toContain(other.awardId);
    expect(mine).not.toContain(`${ids.awardId}"`);
  });
});
