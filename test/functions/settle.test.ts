import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clock } from '#functions/runtime/clock';
import { settle } from '#functions/workflow/settle';
import { fail } from '#shared/kernel/result';
import { awards, instalments, organisations } from '#shared/table/aggregates';
import { judged, type Project, project } from './project.ts';
import { openScene, type Scene, system } from './scene.ts';
import { works } from './works.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

describe('settling an award', () => {
  const phases = async ({ awardId }: Project) => {
    const numbers = [1, 2, 3].map((number) => ({ awardId, number }));
    return (await scene.getMany(instalments, numbers)).map(({ state }) => state.phase);
  };
  const paid = async ({ awardId }: Project, number: number) => {
    await scene.live(
      instalments,
      { awardId, number },
      { type: 'PaymentPrepared', v: 1, accountVersion: 1, ...system },
      { type: 'PaymentApproved', v: 1, rank: 'first', ...system },
      { type: 'PaymentApproved', v: 1, rank: 'second', ...system },
      { type: 'PaymentExecuted', v: 1, bankReference: 'B', ...system },
      { type: 'PaymentConfirmed', v: 1, ...system },
    );
  };
  const confirmed = (ids: Project, stage: string) => `EVALUATION#${ids.awardId}#${stage}`;
  const gradesOf = async ({ organisationId }: Project) =>
    (await scene.get(organisations, { organisationId }))?.state.grades ?? [];

  it('opens the instalment after an evaluation that passed, once, and leaves the next', async () => {
    const ids = await project('passed', scene);
    const { hears, deps } = works(scene);
    await settle({ ...ids, now: clock() }, deps);
    expect(await phases(ids)).toEqual(['due', 'planned', 'planned']);
    await judged(scene, ids, 'midTerm', 60);
    for (let times = 0; times < 2; times += 1) await hears(confirmed(ids, 'midTerm'), 'EvaluationConfirmed');
    expect(await phases(ids)).toEqual(['due', 'due', 'planned']);
    expect((await scene.get(instalments, { ...ids, number: 2 }))?.version).toBe(2);
  });
  it('goes by the records and not by an index, which may not show yet what was planned a moment ago', async () => {
    const ids = await project('unlisted', scene);
    await judged(scene, ids, 'midTerm', 60);
    const lagging = { ...works(scene).deps, all: async () => [] };
    await settle({ ...ids, now: clock() }, lagging);
    expect(await phases(ids)).toEqual(['due', 'due', 'planned']);
  });
  it('opens the first instalment of a plan whose run died right after planning', async () => {
    const ids = await project('cutoff', scene, 'withAccount', 'planned');
    const { awardId } = ids;
    const { asks } = works(scene);
    expect(await phases(ids)).toEqual(['planned', 'planned', 'planned']);
    for (let times = 0; times < 2; times += 1) await asks({ ask: 'planDelivery', awardId });
    expect(await phases(ids)).toEqual(['due', 'planned', 'planned']);
    expect((await scene.get(instalments, { awardId, number: 1 }))?.version).toBe(2);
  });
  it('withholds it when the evaluation failed', async () => {
    const ids = await project('failed', scene);
    await judged(scene, ids, 'midTerm', 59);
    await works(scene).hears(confirmed(ids, 'midTerm'), 'EvaluationConfirmed');
    expect(await phases(ids)).toEqual(['due', 'withheld', 'planned']);
  });
  it('closes the award with its grade when the last payment has arrived, and not before', async () => {
    const ids = await project('closing2', scene);
    const { hears, asks } = works(scene);
    await judged(scene, ids, 'midTerm', 70);
    await judged(scene, ids, 'closeOut', 92);
    await hears(confirmed(ids, 'closeOut'), 'EvaluationConfirmed');
    expect(await gradesOf(ids)).toMatchObject([{ awardId: ids.awardId, grade: 'excellent', score: 92 }]);
    for (const number of [1, 2]) await paid(ids, number);
    await asks({ ask: 'afterPayment', awardId: ids.awardId, number: 2 });
    expect((await scene.get(awards, ids))?.state.phase).toBe('inDelivery');
    await paid(ids, 3);
    for (let times = 0; times < 2; times += 1) await asks({ ask: 'afterPayment', awardId: ids.awardId, number: 3 });
    expect((await scene.get(awards, ids))?.state).toMatchObject({ phase: 'closed', grade: 'excellent', score: 92 });
    expect(await gradesOf(ids)).toHaveLength(1);
  });
  it('does not close an award whose grade could not be recorded: it is tried again', async () => {
    const { deps } = works(scene);
    const other = await project('grade', scene);
    await judged(scene, other, 'midTerm', 70);
    await judged(scene, other, 'closeOut', 85);
    const commit: typeof deps.commit = async (wanted) =>
      JSON.stringify(wanted).includes('GradeRecorded') ? fail({ code: 'request.running' }) : deps.commit(wanted);
    await expect(settle({ ...other, now: clock() }, { ...deps, commit })).rejects.toThrow('grade');
    expect(await gradesOf(other)).toEqual([]);
    await settle({ ...other, now: clock() }, deps);
    expect(await gradesOf(other)).toMatchObject([{ grade: 'good' }]);
  });
});
