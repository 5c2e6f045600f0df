import type { Calendar } from '#functions/adapters/calendar';
import type { Lister } from '#functions/adapters/lister';
import type { Reader } from '#functions/adapters/reader';
import type { Action, Authority } from '#functions/runtime/action';
import type { inboxRoutes } from '#shared/contracts/routes/inbox';
import type { Application } from '#shared/domain/application';
import type { Award } from '#shared/domain/award';
import type { Call } from '#shared/domain/call';
import { confirmEvaluation, type Evaluation } from '#shared/domain/evaluation';
import type { Command } from '#shared/domain/event';
import { approvePayment, confirmPayment, executePayment, type Instalment } from '#shared/domain/instalment';
import type { Need } from '#shared/domain/need';
import { type Guarded, may, mayTry } from '#shared/domain/policy';
import { Task } from '#shared/domain/task';
import type { Instant } from '#shared/kernel/instant';
import { ok } from '#shared/kernel/result';
import {
  type Aggregate,
  applications,
  awards,
  calls,
  evaluations,
  instalments,
  needs,
  serviceItems,
} from '#shared/table/aggregates';
import {
  type About,
  type Basis,
  ofApplication,
  ofAward,
  ofEvaluation,
  ofInstalment,
  ofNeed,
  type Whence,
} from './about.ts';

type Item = About & { readonly task: Task; readonly record: string; readonly call?: Call['name'] };
type Found = Whence & {
  readonly task: Task;
  readonly record: string;
  readonly about: (basis: Basis) => About;
};
type Deps = Lister & Reader & Calendar;
type Desk = (task: Task, authority: Authority, now: Instant, deps: Lister) => Promise<readonly Found[]>;

const mostOfATask = 100;
const most = 200;

/** Would the record's own rules let this person take the step? Who prepared a payment is not asked to approve it. */
type Able<State> = (state: State, command: Command) => boolean;

const desk =
  <State extends Guarded & Id, Event, Id>(
    aggregate: Aggregate<State, Event, Id>,
    about: (state: State, basis: Basis) => About,
    whence: (state: State) => Whence,
    able: Able<State> = () => true,
  ): Desk =>
  async (task, { actor }, now, { first }) => {
    const found = await first(aggregate, 'tasks.of-kind', { task }, mostOfATask);
    return found
      .map(({ state }) => state)
      .filter((state) => may(actor, task, state) && able(state, { by: actor.personId, at: now }))
      .map((state) => ({
        ...{ task, record: aggregate.key(state).pk, ...whence(state) },
        about: (basis: Basis) => about(state, basis),
      }));
  };

const byItem = ({ itemCode }: Need): Whence => ({ itemCode });
const byCall = ({ callId }: Application | Award): Whence => ({ callId });
const byAward = ({ awardId }: Instalment | Evaluation): Whence => ({ awardId });

const desks: { readonly [T in Task]: Desk } = {
  'need.publish': desk(needs, ofNeed, byItem),
  'application.admit': desk(applications, ofApplication, byCall),
  'application.assign': desk(applications, ofApplication, byCall),
  'application.propose': desk(applications, ofApplication, byCall),
  'application.confirm': desk(applications, ofApplication, byCall, ({ proposal }, { by }) => proposal?.by !== by),
  'award.signAsFoundation': desk(
    awards,
    ofAward,
    byCall,
    ({ granteeSignature }, { by }) => granteeSignature?.by !== by,
  ),
  'instalment.prepare': desk(instalments, ofInstalment, byAward),
  'instalment.approve': desk(instalments, ofInstalment, byAward, (state, command) => approvePayment(state, command).ok),
  'instalment.execute': desk(
    instalments,
    ofInstalment,
    byAward,
    (state, command) => executePayment(state, { ...command, bankReference: '' }).ok,
  ),
  'instalment.confirm': desk(instalments, ofInstalment, byAward, (state, command) => confirmPayment(state, command).ok),
  'evaluation.assign': desk(evaluations, ofEvaluation, byAward),
  'evaluation.confirm': desk(
    evaluations,
    ofEvaluation,
    byAward,
    (state, command) => confirmEvaluation(state, command).ok,
  ),
};

const distinct = <Value>(values: readonly (Value | undefined)[]) =>
  [...new Set(values)].filter((value) => value !== undefined);

/** Calls, services and days off of all lines, in as many round trips as there are kinds of them. */
async function bases(found: readonly Found[], now: Instant, { getMany, holidaysOf }: Deps) {
  const [awarded, offered, holidays] = await Promise.all([
    getMany(
      awards,
      distinct(found.map(({ awardId }) => awardId)).map((awardId) => ({ awardId })),
    ),
    getMany(
      serviceItems,
      distinct(found.map(({ itemCode }) => itemCode)).map((code) => ({ code })),
    ),
    holidaysOf(now),
  ]);
  const callOf = new Map(awarded.map(({ state }) => [state.awardId, state.callId]));
  const callIdOf = ({ callId, awardId }: Whence) => callId ?? (awardId && callOf.get(awardId));
  const called = await getMany(
    calls,
    distinct(found.map(callIdOf)).map((callId) => ({ callId })),
  );
  return (line: Found): Basis => ({
    call: called.find(({ state }) => state.callId === callIdOf(line))?.state,
    item: offered.find(({ state }) => state.code === line.itemCode)?.state,
    holidays,
  });
}

/** What has no day yet comes last. */
const bySoonest = (a: Item, b: Item) => ((a.dueAt ?? '~') < (b.dueAt ?? '~') ? -1 : 1);

export const inbox: Action<(typeof inboxRoutes)['inbox'], Deps> = async ({ authority, now }, deps) => {
  const tasks = Task.options.filter((task) => mayTry(authority.actor, task));
  const found = (await Promise.all(tasks.map((task) => desks[task](task, authority, now, deps)))).flat();
  const basisOf = await bases(found, now, deps);
  const items = found.map((line): Item => {
    const basis = basisOf(line);
    const { task, record, about } = line;
    return { task, record, ...about(basis), ...(basis.call && { call: basis.call.name }) };
  });
  return ok({ items: items.toSorted(bySoonest).slice(0, most), now });
};
