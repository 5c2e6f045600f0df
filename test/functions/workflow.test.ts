import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendar } from '#functions/adapters/calendar';
import { put } from '#functions/adapters/changes';
import { agreements, gates, submissions } from '#functions/adapters/rows';
import { serial } from '#functions/adapters/serial';
import { clock } from '#functions/runtime/clock';
import { wakeWaiting } from '#functions/workflow/gates';
import { settle } from '#functions/workflow/settle';
import { hear } from '#functions/workflow-events/hear';
import { answerTask } from '#functions/workflow-tasks/tasks';
import type { EvaluationEvent } from '#shared/domain/evaluation';
import type { ReviewEvent } from '#shared/domain/review';
import { Content } from '#shared/domain/section';
import { PersonId } from '#shared/kernel/ids';
import { type Instant, later } from '#shared/kernel/instant';
import { fail } from '#shared/kernel/result';
import {
  applications,
  awards,
  calls,
  evaluations,
  instalments,
  organisations,
  reviews,
} from '#shared/table/aggregates';
import { type Project, project } from './project.ts';
import { days, planOf, proposedFen, type Round, round } from './round.ts';
import { before, openScene, type Scene, system } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

/** What the workflow works with, and what it told the state machines. */
function works(now: Instant = clock()) {
  const [started, woken]: [string[], string[]] = [[], []];
  const deps = {
    ...{ ...scene, ...calendar(scene), ...serial(scene.store), now: () => now },
    machines: { review: 'review', agreement: 'agreement', instalment: 'instalment' },
    startRun: async (machine: string, name: string) => void started.push(`${machine} ${name}`),
    wake: async (token: string) => void woken.push(token),
  };
  const hears = (stream: string, type: string) => hear({ detail: { stream, type } }, deps);
  return { deps, started, woken, hears, asks: (asked: object) => answerTask(asked, deps) };
}

const experts = ['one', 'two'].map((name) => PersonId.parse(`person-${name}`));
const step = (ids: Round, expertId: PersonId, ...events: readonly ReviewEvent[]) =>
  scene.live(reviews, { applicationId: ids.applicationId, expertId }, ...events);
const asked = (ids: Round) =>
  Promise.all(
    experts.map((expertId) =>
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
    const { asks, hears, woken } = works();
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
    const { asks, hears, woken } = works();
    await hears(`REVIEW#${ids.applicationId}#person-two`, 'ReviewSubmitted');
    expect(woken).toEqual([]);
    await asks(gateOf(ids, 'token-2'));
    expect(woken).toEqual(['token-2']);
  });
  it('is woken once, however often the event comes', async () => {
    const ids = await round('often', 'inReview', scene);
    await asked(ids);
    const { asks, hears, woken } = works();
    await asks(gateOf(ids, 'token-3'));
    await scored(ids, 80);
    for (let times = 0; times < 3; times += 1) await hears(`REVIEW#${ids.applicationId}#person-two`, 'ReviewSubmitted');
    expect(woken).toEqual(['token-3']);
  });
  it('keeps its token encrypted', async () => {
    const ids = await round('sealed', 'inReview', scene);
    await asked(ids);
    await works().asks(gateOf(ids, 'canary-of-a-task-token'));
    expect(await scene.all(gates, 'gates.of-stream', { stream: stream(ids) })).toMatchObject([{ opened: false }]);
    expect(scene.onDisk()).not.toContain('canary-of-a-task-token');
  });
  it('goes by the records and not by the index, which may lag behind', async () => {
    const ids = await round('lagging', 'inReview', scene);
    await asked(ids);
    const { deps, woken } = works();
    const old = await scene.all(reviews, 'reviews.of-application', ids);
    await answerTask(gateOf(ids, 'token-4'), deps);
    await scored(ids, 80);
    const all: typeof deps.all = async (row, id, values, most) =>
      id === 'reviews.of-application' ? old.map((review) => row.schema.parse(review)) : deps.all(row, id, values, most);
    await wakeWaiting(stream(ids), { ...deps, all });
    expect(woken).toEqual(['token-4']);
  });
  it('of a decision waits until it is confirmed', async () => {
    const ids = await round('decided', 'proposed', scene);
    const { asks, hears, woken } = works();
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
    const { hears, started } = works();
    await hears(stream(ids), 'ApplicationAdmitted');
    expect(started).toEqual([`review ${ids.applicationId}-1`]);
  });
  it('are started again under the next attempt', async () => {
    const ids = await round('again', 'admitted', scene);
    await scene.live(applications, ids, { type: 'WorkflowRestarted', v: 1, reason: '中断', ...system });
    const { hears, started } = works();
    await hears(stream(ids), 'WorkflowRestarted');
    expect(started).toEqual([`review ${ids.applicationId}-2`]);
  });
  it('ask nothing that nobody knows', async () => {
    await expect(works().asks({ ask: 'weather' })).rejects.toThrow();
  });
});

describe('closing the reviews', () => {
  it('gives the mean once all are in, and once only', async () => {
    const ids = await round('closing', 'inReview', scene);
    await asked(ids);
    const { asks } = works();
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
  async function noticed(name: string) {
    const ids = await round(name, 'proposed', scene);
    await scene.live(applications, ids, { type: 'AwardConfirmed', v: 1, from: before, until, ...system });
    const empty = { needIds: [], evidence: '' };
    const content = Content.parse({
      project: { title: '', summary: '', leader: '', leaderQualification: '' },
      ...{ needs: empty, services: { lines: [], approach: '' }, budget: { lines: [], matchingFen: 0 } },
      outcomes: { goals: [], sustainability: '' },
      declarations: { noMisconduct: true, noConflict: true, personalData: true, accurate: true },
    });
    await scene.write([put(submissions.key(ids), { content, documents: [] }, 'record.busy')]);
    return ids;
  }
  it('does not come a millisecond before its time', async () => {
    const ids = await noticed('early');
    const end = works(later(until, -1)).asks({ ask: 'endNotice', applicationId: ids.applicationId });
    expect(await end).toEqual({ done: false });
    expect((await scene.get(applications, ids))?.state.phase).toBe('inNotice');
  });
  it('makes one award, with the text that both will sign', async () => {
    const ids = await noticed('ended');
    const { asks } = works(until);
    const end = { ask: 'endNotice', applicationId: ids.applicationId };
    expect(await Promise.all([asks(end), asks(end)])).toContainEqual({ done: true });
    expect(await asks(end)).toEqual({ done: false });
    const granted = await scene.all(awards, 'awards.of-organisation', ids);
    expect(granted).toMatchObject([{ state: { phase: 'awaitingSignatures', amountFen: proposedFen, months: 12 } }]);
    const text = granted[0] && (await scene.get(agreements, granted[0].state))?.text;
    expect(text).toContain('20,000.00');
    expect(text).toContain('52310000DEM000014W');
  });
});

describe('settling an award', () => {
  const judged = async ({ awardId }: Project, stage: 'midTerm' | 'closeOut', score: number) => {
    const events: EvaluationEvent[] = [
      { type: 'ReportSubmitted', v: 1, summary: '报告', documentIds: [], ...system },
      { type: 'EvaluatorAssigned', v: 1, evaluatorId: PersonId.parse('person-evaluator'), dueAt: before, ...system },
      {
        ...{ type: 'EvaluationSubmitted', v: 1, formVersion: 1, marks: [], score, opinion: '—', ...system },
        totals: { accessibility: 0, suitability: 0, effectiveness: 0, sustainability: 0 },
      },
      { type: 'EvaluationConfirmed', v: 1, passed: score >= 60, ...system },
    ];
    await scene.live(evaluations, { awardId, stage }, ...events);
  };
  const phases = async ({ awardId }: Project) => {
    const numbers = [1, 2, 3].map((number) => ({ awardId, number }));
    return (await scene.getMany(instalments, numbers)).map(({ state }) => state.phase);
  };
  const paid = async ({ awardId }: Project, number: number) => {
    await scene.live(
      instalments,
      { awardId, number },
      { type: 'PaymentPrepared', v: 1, ...system },
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
    const { hears, deps } = works();
    await settle({ ...ids, now: clock() }, deps);
    expect(await phases(ids)).toEqual(['due', 'planned', 'planned']);
    await judged(ids, 'midTerm', 60);
    for (let times = 0; times < 2; times += 1) await hears(confirmed(ids, 'midTerm'), 'EvaluationConfirmed');
    expect(await phases(ids)).toEqual(['due', 'due', 'planned']);
    expect((await scene.get(instalments, { ...ids, number: 2 }))?.version).toBe(2);
  });
  it('goes by the records and not by an index, which may not show yet what was planned a moment ago', async () => {
    const ids = await project('unlisted', scene);
    await judged(ids, 'midTerm', 60);
    const lagging = { ...works().deps, all: async () => [] };
    await settle({ ...ids, now: clock() }, lagging);
    expect(await phases(ids)).toEqual(['due', 'due', 'planned']);
  });
  it('opens the first instalment of a plan whose run died right after planning', async () => {
    const ids = await project('cutoff', scene, 'withAccount', 'planned');
    const { awardId, callId, fundId } = ids;
    const drafted = { type: 'CallDrafted', v: 1, ...planOf(fundId), callId, number: 'ZM-9', ...system } as const;
    await scene.live(calls, { callId }, drafted);
    const { asks } = works();
    expect(await phases(ids)).toEqual(['planned', 'planned', 'planned']);
    for (let times = 0; times < 2; times += 1) await asks({ ask: 'planDelivery', awardId });
    expect(await phases(ids)).toEqual(['due', 'planned', 'planned']);
    expect((await scene.get(instalments, { awardId, number: 1 }))?.version).toBe(2);
  });
  it('withholds it when the evaluation failed', async () => {
    const ids = await project('failed', scene);
    await judged(ids, 'midTerm', 59);
    await works().hears(confirmed(ids, 'midTerm'), 'EvaluationConfirmed');
    expect(await phases(ids)).toEqual(['due', 'withheld', 'planned']);
  });
  it('closes the award with its grade when the last payment has arrived, and not before', async () => {
    const ids = await project('closing2', scene);
    const { hears, asks } = works();
    await judged(ids, 'midTerm', 70);
    await judged(ids, 'closeOut', 92);
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
    const { deps } = works();
    const other = await project('grade', scene);
    await judged(other, 'midTerm', 70);
    await judged(other, 'closeOut', 85);
    const commit: typeof deps.commit = async (wanted) =>
      JSON.stringify(wanted).includes('GradeRecorded') ? fail({ code: 'request.running' }) : deps.commit(wanted);
    await expect(settle({ ...other, now: clock() }, { ...deps, commit })).rejects.toThrow('grade');
    expect(await gradesOf(other)).toEqual([]);
    await settle({ ...other, now: clock() }, deps);
    expect(await gradesOf(other)).toMatchObject([{ grade: 'good' }]);
  });
});
