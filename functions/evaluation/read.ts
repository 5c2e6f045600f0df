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
import { visibleEvaluation } from '#shared/domain/visibility';
import { ok } from '#shared/kernel/result';
import { awards, evaluations, type Stored, serviceRecords } from '#shared/table/aggregates';

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

export const mine: Action<Routes['mine'], Lister> = async ({ query, authority }, { page }) => {
  const { actor } = authority;
  const { personId } = actor;
  const found = await page(personId, evaluations, 'evaluations.of-evaluator', { evaluatorId: personId }, query);
  return found.ok ? ok({ ...found.value, items: found.value.items.map(seenBy(actor)) }) : found;
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

export const read: Action<Routes['read'], Reader & Lister> = async ({ params, authority }, deps) => {
  const [evaluation, award] = await Promise.all([deps.load(authority, evaluations, params), deps.get(awards, params)]);
  if (!evaluation.ok) return evaluation;
  if (!award) throw new Error(`${params.awardId} is evaluated but does not exist`);
  const [files, figures] = await Promise.all([drafts(deps).documentsOf(params.awardId), figuresOf(award.state, deps)]);
  const around = { ownerPhase: award.state.phase, evaluatorId: evaluation.value.state.evaluatorId };
  const seen = files.filter((document) => may(authority.actor, 'document.read', { ...document, ...around }));
  const documents = seen.map(documentView);
  return ok({ ...seenBy(authority.actor)(evaluation.value), form: formOf(params.stage), documents, figures });
};
