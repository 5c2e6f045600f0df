import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreements, gates, uniques } from '#functions/adapters/rows';
import { wakeWaiting } from '#functions/workflow/gates';
import { answerTask } from '#functions/workflow-tasks/tasks';
import type { ReviewEvent } from '#shared/domain/review';
import { PersonId } from '#shared/kernel/ids';
import { Instant, later } from '#shared/kernel/instant';
import { applications, awards, instalments, reviews } from '#shared/table/aggregates';
import { judged, project } from './project.ts';
import { days, proposedFen, type Round, round } from './round.ts';
import { before, openScene, type Scene, system } from './scene.ts';
import { works } from './works.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const [one, two, three] = [PersonId.parse('person-one'), PersonId.parse('person-two'), PersonId.parse('person-three')];
const experts = [one, two];
const step = (ids: Round, expertId: PersonId, ...events: readonly ReviewEvent[]) =>
  scene.live(reviews, { applicationId: ids.applicationId, expertId }, ...events);
const asked = async (ids: Round, expertIds = experts) => {
  await scene.live(applications, ids, { type: 'ExpertsAssigned', v: 1, expertIds, dueAt: before, ...system });
  await Promise.all(
    expertIds.map((expertId) =>
      step(
        ids,
        expertId,
        {
          ...{ type: 'ReviewAssigned', v: 1, applicationId: ids.applicationId, callId: ids.callId, expertId },
          ...{ title: '—', dueAt: before, ...system },
        },
        { type: 'ReviewAccepted', v: 1, ...system },
      ),
    ),
  );
};
const scored = async (ids: Round, total: number) => {
  for (const expertId of experts)
    await step(ids, expertId, { type: 'ReviewSubmitted', v: 1, lines: [], total, opinion: '可行', ...system });
};
const stream = ({ applicationId }: Round) => `APPLICATION#${applicationId}`;
const gateOf = (ids: Round, token: string, attempt = 1) => ({
  ask: 'openGate',
  stream: stream(ids),
  gate: 'reviews',
  attempt,
  token,
});

describe('a gate', () => {
  it('that opens before the fact is woken by the event of the fact', async () => {
    const ids = await round('tokenfirst', 'inReview', scene);
    await asked(ids);
    const { asks, hears, woken } = works(scene);
    await asks(gateOf(ids, 'token-1'));
    expect(woken).toEqual([]);
    await hears(`REVIEW#${ids.applicationId}#person-one`, 'ReviewAccepted');
    await hears(`REVIEW#${ids.applicationId}#person-one`, 'ReviewSubmitted');
    expect(woken).toEqual([]);
    await scored(ids, 80);
    await hears(`REVIEW#${ids.applicationId}#person-two`, 'ReviewSubmitted');
    expect(woken).toEqual(['token-1']);
  });
  it('that opens after the fact is woken by itself', async () => {
    const ids = await round('factfirst', 'inReview', scene);
    await asked(ids);
    await scored(ids, 80);
    const { asks, hears, woken } = works(scene);
    await hears(`REVIEW#${ids.applicationId}#person-two`, 'ReviewSubmitted');
    expect(woken).toEqual([]);
    await asks(gateOf(ids, 'token-2'));
    expect(woken).toEqual(['token-2']);
  });
  it('is woken once, however often the event comes', async () => {
    const ids = await round('often', 'inReview', scene);
    await asked(ids);
    const { asks, hears, woken } = works(scene);
    await asks(gateOf(ids, 'token-3'));
    await scored(ids, 80);
    for (let times = 0; times < 3; times += 1) await hears(`REVIEW#${ids.applicationId}#person-two`, 'ReviewSubmitted');
    expect(woken).toEqual(['token-3']);
  });
  it('keeps its token encrypted', async () => {
    const ids = await round('sealed', 'inReview', scene);
    await asked(ids);
    await works(scene).asks(gateOf(ids, 'canary-of-a-task-token'));
    expect(await scene.all(gates, 'gates.of-stream', { stream: stream(ids) })).toMatchObject([{ opened: false }]);
    expect(scene.onDisk()).not.toContain('canary-of-a-task-token');
  });
  it('waits for every expert who was asked, also when an index knows one of them only', async () => {
    const ids = await round('lagging', 'inReview', scene);
    await asked(ids, [one, two, three]);
    await step(ids, one, { type: 'ReviewSubmitted', v: 1, lines: [], total: 90, opinion: '可行', ...system });
    const known = await scene.get(reviews, { ...ids, expertId: one });
    const { deps, woken } = works(scene);
    const all: typeof deps.all = async (row, id, values, most) =>
      id === 'gates.of-stream' ? deps.all(row, id, values, most) : [known].map(row.read);
    const lagging = { ...deps, all };
    await answerTask(gateOf(ids, 'token-4'), lagging);
    await wakeWaiting(stream(ids), lagging);
    expect(woken).toEqual([]);
    expect(await answerTask({ ask: 'closeReview', applicationId: ids.applicationId }, lagging)).toEqual({
      done: false,
    });
    await step(ids, two, { type: 'ReviewRecused', v: 1, reason: '亲属', ...system });
    await wakeWaiting(stream(ids), lagging);
    expect(woken).toEqual([]);
    await step(ids, three, { type: 'ReviewSubmitted', v: 1, lines: [], total: 80, opinion: '可行', ...system });
    await wakeWaiting(stream(ids), lagging);
    expect(woken).toEqual(['token-4']);
    expect(await answerTask({ ask: 'closeReview', applicationId: ids.applicationId }, lagging)).toEqual({ done: true });
    expect((await scene.get(applications, ids))?.state.review).toMatchObject({ score: 85, reviews: 2 });
  });
  it('of a decision waits until it is confirmed', async () => {
    const ids = await round('decided', 'proposed', scene);
    const { asks, hears, woken } = works(scene);
    await asks({ ...gateOf(ids, 'token-5'), gate: 'decision' });
    await hears(stream(ids), 'DecisionProposed');
    expect(woken).toEqual([]);
    await scene.live(applications, ids, { type: 'AwardConfirmed', v: 1, from: before, until: days(1), ...system });
    await hears(stream(ids), 'AwardConfirmed');
    expect(woken).toEqual(['token-5']);
  });
});

describe('the machines', () => {
  it('are started by what happened, under a name that is there once', async () => {
    const ids = await round('started', 'admitted', scene);
    const { hears, started } = works(scene);
    await hears(stream(ids), 'ApplicationAdmitted');
    expect(started).toEqual([`review ${ids.applicationId}-1`]);
  });
  it('are started again under the next attempt', async () => {
    const ids = await round('again', 'admitted', scene);
    await scene.live(applications, ids, { type: 'WorkflowRestarted', v: 1, reason: '中断', ...system });
    const { hears, started } = works(scene);
    await hears(stream(ids), 'WorkflowRestarted');
    expect(started).toEqual([`review ${ids.applicationId}-2`]);
  });
  it('of an award and of an instalment are started again under their next attempts', async () => {
    const ids = await project('restarts', scene);
    const restarted = { type: 'WorkflowRestarted', v: 1, reason: '中断', ...system } as const;
    await scene.live(awards, ids, restarted);
    await scene.live(instalments, { ...ids, number: 1 }, restarted, restarted);
    const { hears, started } = works(scene);
    await hears(`AWARD#${ids.awardId}`, 'WorkflowRestarted');
    await hears(`INSTALMENT#${ids.awardId}#1`, 'WorkflowRestarted');
    expect(started).toEqual([`agreement ${ids.awardId}-2`, `instalment ${ids.awardId}-1-3`]);
  });
  it('ask nothing that nobody knows', async () => {
    await expect(works(scene).asks({ ask: 'weather' })).rejects.toThrow();
  });
});

describe('a batch of events', () => {
  it('with a body that nobody can read does what the other messages say', async () => {
    Object.assign(process.env, { REVIEW_MACHINE: 'review', AGREEMENT_MACHINE: 'agreement', INSTALMENT_MACHINE: 'pay' });
    const { handler } = await import('#functions/workflow-events/handler');
    const ids = await project('poison', scene, 'withAccount', 'planned');
    await judged(scene, ids, 'midTerm', 80);
    const at = { stream: `EVALUATION#${ids.awardId}#midTerm`, sequence: 5, kind: 'evaluation', eventId: 'x' };
    const detail = { ...at, type: 'EvaluationConfirmed' };
    const good = JSON.stringify({ source: 'hubang', 'detail-type': detail.type, detail });
    const bodies = ['{', 'null', good];
    expect(await handler({ Records: bodies.map((body, index) => ({ messageId: `${index}`, body })) })).toEqual({
      batchItemFailures: [{ itemIdentifier: '0' }, { itemIdentifier: '1' }],
    });
    const [first, second] = await scene.getMany(
      instalments,
      [1, 2].map((number) => ({ ...ids, number })),
    );
    expect([first?.state.phase, second?.state.phase]).toEqual(['due', 'due']);
  });
});

describe('closing the reviews', () => {
  it('gives the mean once all are in, and once only', async () => {
    const ids = await round('closing', 'inReview', scene);
    await asked(ids);
    const { asks } = works(scene);
    const close = { ask: 'closeReview', applicationId: ids.applicationId };
    expect(await asks(close)).toEqual({ done: false });
    await scored(ids, 80.5);
    expect(await asks(close)).toEqual({ done: true });
    expect(await asks(close)).toEqual({ done: false });
    expect((await scene.get(applications, ids))?.state).toMatchObject({
      ...{ phase: 'reviewed', review: { score: 80.5, reviews: 2, passed: true } },
    });
  });
});

describe('the end of a notice', () => {
  const until = days(3);
  async function noticed(name: string, last = until) {
    const ids = await round(name, 'proposed', scene);
    await scene.live(applications, ids, { type: 'AwardConfirmed', v: 1, from: before, until: last, ...system });
    return ids;
  }
  it('does not come a millisecond before its time', async () => {
    const ids = await noticed('early');
    const end = works(scene, later(until, -1)).asks({ ask: 'endNotice', applicationId: ids.applicationId });
    expect(await end).toEqual({ done: false });
    expect((await scene.get(applications, ids))?.state.phase).toBe('inNotice');
  });
  it('numbers the award by the year in Shanghai', async () => {
    const newYear = Instant.parse('2026-12-31T16:00:00.000Z');
    const ids = await noticed('newyear', newYear);
    expect(await works(scene, newYear).asks({ ask: 'endNotice', applicationId: ids.applicationId })).toEqual({
      done: true,
    });
    const [granted] = await scene.all(awards, 'awards.of-organisation', ids);
    expect(granted?.state.number).toMatch(/^XM-2027-/);
  });
  it('makes one award, with the text that both will sign', async () => {
    const ids = await noticed('ended');
    const { asks } = works(scene, until);
    const end = { ask: 'endNotice', applicationId: ids.applicationId };
    expect(await Promise.all([asks(end), asks(end)])).toContainEqual({ done: true });
    expect(await asks(end)).toEqual({ done: false });
    const granted = await scene.all(awards, 'awards.of-organisation', ids);
    expect(granted).toMatchObject([{ state: { phase: 'awaitingSignatures', amountFen: proposedFen, months: 12 } }]);
    const number = { kind: 'number', value: `${granted[0]?.state.number}` };
    expect(await scene.get(uniques, number)).toEqual({ owner: granted[0]?.state.awardId });
    const text = granted[0] && (await scene.get(agreements, granted[0].state))?.text;
    expect(text).toContain('甲方：示例慈善基金会');
    expect(text).toContain('20,000.00');
    expect(text).toContain('52310000DEM000014W');
  });
});
