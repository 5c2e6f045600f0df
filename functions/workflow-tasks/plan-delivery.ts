import type { Calendar } from '#functions/adapters/calendar';
import { created, still } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import { type Award, instalmentsOf, reportDays } from '#shared/domain/award';
import type { Rules } from '#shared/domain/call';
import { workflow } from '#shared/domain/event';
import type { AwardId } from '#shared/kernel/ids';
import { calendarDaysAfter, Day, type Holidays, type Instant } from '#shared/kernel/instant';
import { awards, calls, evaluations, instalments } from '#shared/table/aggregates';

type Deps = Reader & Committer & Calendar;

/** Both have signed: all instalments and both evaluations are planned at once, or were so already. */
export async function planDelivery(awardId: AwardId, now: Instant, deps: Deps) {
  const award = await deps.get(awards, { awardId });
  if (award?.state.phase !== 'inDelivery') return;
  const call = await deps.get(calls, award.state);
  if (!call) throw new Error(`${award.state.callId} is missing`);
  const holidays = await deps.holidaysOf(now);
  const plan = [
    ...plannedInstalments(award.state, now),
    ...plannedEvaluations(award.state, call.state.rules, holidays, now),
    // An award that is terminated at this very moment gets no plan.
    [still(awards, { awardId }, award)],
  ];
  const committed = await deps.commit({ changes: plan, once: undefined, reply: {} });
  // A row that is there already says that this was planned before, by a run that was cut off after it.
  if (!committed.ok && !(await deps.get(instalments, { awardId, number: 1 }))) throw new Error(committed.error.code);
}

function plannedInstalments(
  { awardId, fundId, organisationId, organisationName, contactId, title, ...award }: Award,
  at: Instant,
) {
  const common = { awardId, fundId, organisationId, organisationName, contactId, title };
  return instalmentsOf(award.amountFen, award.tranches).map((part) =>
    created(instalments, { type: 'InstalmentPlanned', v: 1, ...common, ...part, by: workflow, at }),
  );
}

function plannedEvaluations(award: Award, rules: Rules, holidays: Holidays, at: Instant) {
  const { awardId, organisationId, organisationName, contactId, title } = award;
  const days = reportDays(Day.parse(award.startsOn), Day.parse(award.endsOn), rules.reportDays);
  const passScore = { midTerm: rules.midTermPassScore, closeOut: rules.closeOutPassScore };
  return (['midTerm', 'closeOut'] as const).map((stage) =>
    created(evaluations, {
      ...({
        type: 'EvaluationPlanned',
        v: 1,
        awardId,
        stage,
        organisationId,
        organisationName,
        contactId,
        title,
      } as const),
      ...{ reportDueAt: calendarDaysAfter(days[stage], 0, holidays), passScore: passScore[stage], by: workflow, at },
    }),
  );
}
