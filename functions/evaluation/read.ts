import type { Calendar } from '#functions/adapters/calendar';
import { documentView, drafts } from '#functions/adapters/drafts';
import type { Lister } from '#functions/adapters/lister';
import type { Reader } from '#functions/adapters/reader';
import { submissions } from '#functions/adapters/rows';
import type { Action, Person } from '#functions/runtime/action';
import { view } from '#functions/runtime/view';
import type { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import type { Award } from '#shared/domain/award';
import type { Evaluation } from '#shared/domain/evaluation';
import { formOf } from '#shared/domain/evaluation-form';
import { may } from '#shared/domain/policy';
import { evaluationDue } from '#shared/domain/task';
import { visibleEvaluation } from '#shared/domain/visibility';
import type { AwardId } from '#shared/kernel/ids';
import { ok } from '#shared/kernel/result';
import { awards, calls, evaluations, type Stored, serviceRecords } from '#shared/table/aggregates';

type Routes = typeof evaluationRoutes;

const seenBy = (actor: Person) => (stored: Stored<Evaluation>) => ({
  ...view(actor, 'evaluation', stored),
  state: visibleEvaluation(actor, stored.state),
});

export const list: Action<Routes['list'], Lister> = async ({ query, authority }, deps) => {
  const { phase, ...page } = query;
  const found = await deps.list(authority, evaluations, 'evaluations.in-phase', { phase }, page);
  return found.ok ? ok({ ...found.value, items: found.value.items.map(seenBy(authority.actor)) }) : found;
};

/** An evaluator sees what is assigned to them, though the award itself is not theirs to see. */
export const ofAward: Action<Routes['ofAward'], Reader & Lister> = async ({ params, authority }, { load, all }) => {
  const { actor } = authority;
  const [award, found] = await Promise.all([
    load(authority, awards, params),
    all(evaluations, 'evaluations.of-award', params),
  ]);
  const seen = found.filter(({ state }) => may(actor, 'evaluation.read', state));
  return award.ok || seen.length > 0 ? ok({ items: seen.map(seenBy(actor)) }) : award;
};

/** What lies on an evaluator's desk, each named by the call that its project came from. */
export const mine: Action<Routes['mine'], Reader & Lister> = async ({ query, authority }, { page, getMany }) => {
  const { actor } = authority;
  const { personId } = actor;
  const found = await page(personId, evaluations, 'evaluations.of-evaluator', { evaluatorId: personId }, query);
  if (!found.ok) return found;
  const awardIds = new Set(found.value.items.map(({ state }) => state.awardId));
  const awarded = await getMany(
    awards,
    [...awardIds].map((awardId) => ({ awardId })),
  );
  const callIds = new Set(awarded.map(({ state }) => state.callId));
  const called = await getMany(
    calls,
    [...callIds].map((callId) => ({ callId })),
  );
  const nameOf = (awardId: AwardId) => {
    const callId = awarded.find(({ state }) => state.awardId === awardId)?.state.callId;
    return called.find(({ state }) => state.callId === callId)?.state.name;
  };
  const items = found.value.items.map((it) => {
    const callName = nameOf(it.state.awardId);
    return { ...seenBy(actor)(it), ...(callName && { callName }) };
  });
  return ok({ ...found.value, items });
};

/** Far more services than one project gives: what is beyond it is a fault, not a list. */
const mostRecords = 20_000;

/** What the service records say. A service that was corrected counts by its correction. */
async function figuresOf(award: Award, { get, all }: Reader & Lister) {
  const [submission, records] = await Promise.all([
    get(submissions, award),
    all(serviceRecords, 'records.of-award', award, mostRecords),
  ]);
  const counted = records.flatMap(({ state }) => (state.phase === 'recorded' ? [state] : []));
  return {
    records: counted.length,
    people: new Set(counted.map(({ beneficiaryId }) => beneficiaryId)).size,
    personTimes: counted.reduce((sum, { quantity }) => sum + quantity, 0),
    plannedPeople: (submission?.content.services.lines ?? []).reduce((sum, line) => sum + line.beneficiaries, 0),
  };
}

type ReadDeps = Reader & Lister & Calendar;

export const read: Action<Routes['read'], ReadDeps> = async ({ params, authority, now }, deps) => {
  const [evaluation, award] = await Promise.all([deps.load(authority, evaluations, params), deps.get(awards, params)]);
  if (!evaluation.ok) return evaluation;
  if (!award) throw new Error(`${params.awardId} is evaluated but does not exist`);
  const [files, figures, holidays] = await Promise.all([
    drafts(deps).documentsOf(params.awardId),
    figuresOf(award.state, deps),
    deps.holidaysOf(now),
  ]);
  const taskDueAt = evaluationDue(visibleEvaluation(authority.actor, evaluation.value.state), holidays);
  const around = { ownerPhase: award.state.phase, evaluatorId: evaluation.value.state.evaluatorId };
  const seen = files.filter((document) => may(authority.actor, 'document.read', { ...document, ...around }));
  return ok({
    ...seenBy(authority.actor)(evaluation.value),
    ...{ form: formOf(params.stage), documents: seen.map(documentView), figures },
    ...(taskDueAt && { taskDueAt }),
  });
};
