import type { Calendar } from '#functions/adapters/calendar';
import { changed, posted } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { newId } from '#functions/adapters/new-id';
import type { Reader } from '#functions/adapters/reader';
import { type Award, closeAward, numbersOf, unpaidFen } from '#shared/domain/award';
import { gradeOf, type Stage } from '#shared/domain/evaluation';
import { workflow } from '#shared/domain/event';
import { settle as postingOf } from '#shared/domain/fund';
import { type Instalment, openInstalment, withholdInstalment } from '#shared/domain/instalment';
import { type AwardId, EntryId } from '#shared/kernel/ids';
import { dayOf, type Instant, workingDaysAfter } from '#shared/kernel/instant';
import { awards, evaluations, instalments, organisations, type Stored } from '#shared/table/aggregates';

export type SettleDeps = Reader & Committer & Calendar;
type Known = { readonly awardId: AwardId; readonly now: Instant };

/** Payment follows within fifteen working days (rules 5.2, our default). */
const paymentWorkingDays = 15;

/**
 * Looks at where an award stands and does the next thing that follows from it without anybody's decision: opens or
 * withholds an instalment, records the grade, closes the award. Doing it again does nothing.
 */
export async function settle(known: Known, deps: SettleDeps) {
  const award = await deps.get(awards, known);
  if (award?.state.phase !== 'inDelivery') return;
  for (const instalment of await deps.getMany(instalments, numbersOf(award.state)))
    await settleInstalment(known, instalment, deps);
  await recordGrade(known, deps);
  await closeWhenDone(known, deps);
}

async function settleInstalment({ awardId, now }: Known, instalment: Stored<Instalment>, deps: SettleDeps) {
  const { state } = instalment;
  if (state.phase !== 'planned') return;
  const by = { by: workflow, at: now };
  const dueAt = workingDaysAfter(dayOf(now), paymentWorkingDays, await deps.holidaysOf(now));
  const verdict = state.after === 'signature' ? true : await passed({ awardId, stage: state.after }, deps);
  if (verdict === undefined) return;
  const event = verdict
    ? openInstalment(state, { ...by, dueAt })
    : withholdInstalment(state, { ...by, reason: `${state.after}: not passed` });
  if (event.ok)
    await deps.commit({ changes: [changed(instalments, instalment, event.value)], once: undefined, reply: {} });
}

/** Nothing while the evaluation is not confirmed. */
async function passed(id: { readonly awardId: AwardId; readonly stage: Stage }, { get }: Reader) {
  const evaluation = await get(evaluations, id);
  return evaluation?.state.phase === 'confirmed' ? evaluation.state.passed : undefined;
}

const closeOutOf = ({ awardId }: Known, { get }: Reader) => get(evaluations, { awardId, stage: 'closeOut' });

/** The grade goes on the organisation's record: it decides about the next round. */
async function recordGrade(known: Known, deps: SettleDeps) {
  const closeOut = await closeOutOf(known, deps);
  if (closeOut?.state.phase !== 'confirmed') return;
  const organisation = await deps.get(organisations, closeOut.state);
  if (!organisation || organisation.state.grades.some(({ awardId }) => awardId === known.awardId)) return;
  const score = closeOut.state.score ?? 0;
  const { title } = closeOut.state;
  const facts = { awardId: known.awardId, title, grade: gradeOf(score), score, by: workflow, at: known.now };
  const event = { type: 'GradeRecorded', v: 1, ...facts } as const;
  const changes = [changed(organisations, organisation, event)];
  const recorded = await deps.commit({ changes, once: undefined, reply: {} });
  // A closed award is not settled again: who was refused here has to come back before it closes.
  if (!recorded.ok) throw new Error(`The grade of ${known.awardId} was not recorded: ${recorded.error.code}`);
}

async function closeWhenDone(known: Known, deps: SettleDeps) {
  const closeOut = await closeOutOf(known, deps);
  const award = await deps.get(awards, known);
  if (!award || closeOut?.state.phase !== 'confirmed') return;
  const numbers = numbersOf(award.state);
  const all = await deps.getMany(instalments, numbers);
  const done = all.every(({ state }) => state.phase === 'confirmed' || state.phase === 'withheld');
  if (!done || all.length < numbers.length) return;
  const score = closeOut.state.score ?? 0;
  const event = closeAward(award.state, { grade: gradeOf(score), score, by: workflow, at: known.now });
  if (!event.ok) return;
  const changes = [changed(awards, award, event.value), ...relinquished(award.state, all, known.now)];
  await deps.commit({ changes, once: undefined, reply: {} });
}

/** What was withheld stays committed for as long as the award runs; when it closes, the fund has it back. */
function relinquished(award: Award, all: readonly Stored<Instalment>[], now: Instant) {
  const amountFen = unpaidFen(
    award,
    all.map(({ state }) => state),
  );
  if (amountFen === 0) return [];
  const entryId = EntryId.parse(newId('entry', now));
  const by = { cause: awards.key(award).pk, by: workflow, at: now };
  return [posted(postingOf(award.fundId, { entryId, kind: 'relinquishment', amountFen, ...by }))];
}
