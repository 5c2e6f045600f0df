import type { Lister } from '#functions/adapters/lister';
import type { Action, Authority } from '#functions/runtime/action';
import type { inboxRoutes } from '#shared/contracts/routes/inbox';
import { confirmEvaluation } from '#shared/domain/evaluation';
import type { Command } from '#shared/domain/event';
import { approvePayment, confirmPayment, executePayment } from '#shared/domain/instalment';
import { type Guarded, may, mayTry } from '#shared/domain/policy';
import { Task } from '#shared/domain/task';
import type { Instant } from '#shared/kernel/instant';
import { ok } from '#shared/kernel/result';
import { type Aggregate, applications, awards, evaluations, instalments, needs } from '#shared/table/aggregates';
import { type About, ofApplication, ofAward, ofEvaluation, ofInstalment, ofNeed } from './about.ts';

type Item = About & { readonly task: Task; readonly record: string };
type Desk = (task: Task, authority: Authority, now: Instant, deps: Lister) => Promise<readonly Item[]>;

const mostOfATask = 100;
const most = 200;

/** Would the record's own rules let this person take the step? Who prepared a payment is not asked to approve it. */
type Able<State> = (state: State, command: Command) => boolean;

const desk =
  <State extends Guarded & Id, Event, Id>(
    aggregate: Aggregate<State, Event, Id>,
    about: (state: State) => About,
    able: Able<State> = () => true,
  ): Desk =>
  async (task, { actor }, now, { first }) => {
    const found = await first(aggregate, 'tasks.of-kind', { task }, mostOfATask);
    return found
      .map(({ state }) => state)
      .filter((state) => may(actor, task, state) && able(state, { by: actor.personId, at: now }))
      .map((state) => ({ task, record: aggregate.key(state).pk, ...about(state) }));
  };

const desks: { readonly [T in Task]: Desk } = {
  'need.publish': desk(needs, ofNeed),
  'application.admit': desk(applications, ofApplication),
  'application.assign': desk(applications, ofApplication),
  'application.propose': desk(applications, ofApplication),
  'application.confirm': desk(applications, ofApplication, ({ proposal }, { by }) => proposal?.by !== by),
  'award.signAsFoundation': desk(awards, ofAward, ({ granteeSignature }, { by }) => granteeSignature?.by !== by),
  'instalment.prepare': desk(instalments, ofInstalment),
  'instalment.approve': desk(instalments, ofInstalment, (state, command) => approvePayment(state, command).ok),
  'instalment.execute': desk(
    instalments,
    ofInstalment,
    (state, command) => executePayment(state, { ...command, bankReference: '' }).ok,
  ),
  'instalment.confirm': desk(instalments, ofInstalment, (state, command) => confirmPayment(state, command).ok),
  'evaluation.assign': desk(evaluations, ofEvaluation),
  'evaluation.confirm': desk(evaluations, ofEvaluation, (state, command) => confirmEvaluation(state, command).ok),
};

/** What has no day yet comes last. */
const bySoonest = (a: Item, b: Item) => ((a.dueAt ?? '~') < (b.dueAt ?? '~') ? -1 : 1);

export const inbox: Action<(typeof inboxRoutes)['inbox'], Lister> = async ({ authority, now }, deps) => {
  const tasks = Task.options.filter((task) => mayTry(authority.actor, task));
  const found = await Promise.all(tasks.map((task) => desks[task](task, authority, now, deps)));
  return ok({ items: found.flat().toSorted(bySoonest).slice(0, most), now });
};
