import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paymentsRoutes } from '#shared/contracts/routes/payments';
import { PersonId } from '#shared/kernel/ids';
import { instalments } from '#shared/table/aggregates';
import { cast, type Project, project } from './project.ts';
import { caller, openScene, type Scene, system } from './scene.ts';

const firstFen = 50_000_00;
let scene: Scene;
let ask: ReturnType<typeof caller<typeof paymentsRoutes>>;
beforeAll(async () => {
  scene = await openScene();
  ask = caller(paymentsRoutes, (await import('#functions/payments/handler')).handler);
  await cast(scene);
});
afterAll(() => scene.close());

const by = { ...system, by: PersonId.parse('person-someone') };
async function approved(ids: Project) {
  await scene.live(
    instalments,
    { ...ids, number: 1 },
    { type: 'PaymentPrepared', v: 1, accountVersion: 1, ...by },
    { type: 'PaymentApproved', v: 1, rank: 'first', ...by },
    { type: 'PaymentApproved', v: 1, rank: 'second', ...by },
  );
  return ids;
}

describe('lists', () => {
  it('show the instalments of an award to staff and to its grantee, with what each may do', async () => {
    const ids = await project('list', scene);
    const seen = await ask('ofAward', { as: 'accountant', params: { awardId: ids.awardId } });
    expect(seen.body['items']).toMatchObject([
      { state: { number: 1, phase: 'due', amountFen: firstFen }, may: ['instalment.prepare'] },
      { state: { number: 2, phase: 'planned' }, may: [] },
      { state: { number: 3, phase: 'planned', amountFen: 20_000_01 }, may: [] },
    ]);
    const own = await ask('ofAward', { as: ids.grantee, params: { awardId: ids.awardId } });
    expect(own.status).toBe(200);
    const other = await project('listother', scene);
    for (const as of [other.grantee, 'expert', 'adviser', 'administrator'])
      expect(await ask('ofAward', { as, params: { awardId: ids.awardId } })).toMatchObject({ status: 404 });
  });

  it('show what is in a phase to who moves money, page by page', async () => {
    const ids = await approved(await project('inphase', scene));
    const { body } = await ask('inPhase', { as: 'cashier', query: { phase: 'approved', limit: '100' } });
    expect(body['items']).toContainEqual(
      expect.objectContaining({
        state: expect.objectContaining({ awardId: ids.awardId }),
        may: ['instalment.execute'],
      }),
    );
    const page = await ask('inPhase', { as: 'cashier', query: { phase: 'planned', limit: '1' } });
    expect(page.body['items']).toHaveLength(1);
    const cursor = `${page.body['cursor']}`;
    const next = await ask('inPhase', { as: 'cashier', query: { phase: 'planned', limit: '1', cursor } });
    expect(next.body['items']).toHaveLength(1);
    expect(next.body['items']).not.toEqual(page.body['items']);
    expect(await ask('inPhase', { as: ids.grantee, query: { phase: 'due' } })).toMatchObject({ status: 404 });
    expect(await ask('inPhase', { as: 'cashier', query: { phase: 'soon' } })).toMatchObject({ status: 400 });
  });
});
