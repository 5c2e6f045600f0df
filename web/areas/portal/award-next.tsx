import { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import { type Award, reportDays } from '#shared/domain/award';
import type { Evaluation, Stage } from '#shared/domain/evaluation';
import { Day, dayOf, Instant } from '#shared/kernel/instant';
import { useRead } from '../../client/reads.tsx';
import { LinkButton } from '../../design/button.tsx';
import { NextStep } from '../../design/record.tsx';
import { pathTo } from '../../shell/address.ts';
import { now as serverNow } from '../../words/clock.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { portalScreens as at } from './screens.ts';
import { useAwardWords } from './words.ts';

type Next =
  | { readonly kind: 'sign' | 'foundationSigns'; readonly due: string }
  | { readonly kind: 'report'; readonly stage: Stage; readonly due: string }
  | { readonly kind: 'deliver' | 'evaluating' | 'closed' | 'terminated' };

/** The first day after the part of the project that a report is about: before it there is nothing to report. */
function reportsFrom({ startsOn, endsOn }: Award, stage: Stage) {
  return startsOn && endsOn ? reportDays(Day.parse(startsOn), Day.parse(endsOn), 1)[stage] : undefined;
}

function nextInDelivery(award: Award, evaluations: readonly Evaluation[], now: string): Next {
  const today = dayOf(Instant.parse(now));
  const report = evaluations
    .filter(({ phase, stage }) => phase === 'awaitingReport' && (reportsFrom(award, stage) ?? today) <= today)
    .toSorted((a, b) => a.reportDueAt.localeCompare(b.reportDueAt))[0];
  if (report) return { kind: 'report', stage: report.stage, due: report.reportDueAt };
  return { kind: award.endsOn && award.endsOn < today ? 'evaluating' : 'deliver' };
}

/** What comes next for a project, and by when. A report is asked for when the time that it covers is over. */
export function nextOf(award: Award, evaluations: readonly Evaluation[], now: string): Next {
  switch (award.phase) {
    case 'awaitingSignatures':
      return { kind: 'sign', due: award.signBy };
    case 'granteeSigned':
      return { kind: 'foundationSigns', due: award.signBy };
    case 'inDelivery':
      return nextInDelivery(award, evaluations, now);
    default:
      return { kind: award.phase };
  }
}

export const isOfFoundation = ({ kind }: Next) => kind === 'foundationSigns' || kind === 'evaluating';

type StepProps = {
  readonly award: Award;
  readonly next: Next;
  /** Says which project it is about, where several are listed. */
  readonly isListed?: boolean;
};

/** One next step of a project, with the way to do it. */
export function AwardStep({ award, next, isListed = false }: StepProps) {
  const words = useAwardWords().next;
  const stages = useDomainWords().stage;
  const format = useFormat();
  const { awardId } = award;
  const named = (what: string) => ({ what: isListed ? words.named(award.title, what) : what, isListed });
  const records = <LinkButton to={pathTo(at.records.path, { awardId })}>{words.toRecords}</LinkButton>;
  const project = isListed ? <LinkButton to={pathTo(at.award.path, { awardId })}>{words.toAward}</LinkButton> : null;
  switch (next.kind) {
    case 'sign':
      return (
        <NextStep
          {...named(words.sign)}
          due={next.due}
          note={format.daysUntil(next.due) < 0 ? words.signLate : words.signNote}
          action={
            <LinkButton kind="primary" to={pathTo(at.agreement.path, { awardId })}>
              {words.toAgreement}
            </LinkButton>
          }
        />
      );
    case 'foundationSigns':
      return (
        <NextStep
          {...named(words.foundationSigns)}
          who={words.foundation}
          due={next.due}
          note={words.foundationNote}
          action={project}
        />
      );
    case 'report':
      return (
        <NextStep
          {...named(words.report(stages[next.stage]))}
          due={next.due}
          note={format.daysUntil(next.due) < 0 ? words.reportLate : words.reportNote}
          action={
            <div className="hb-row">
              <LinkButton kind="primary" to={pathTo(at.report.path, { awardId, stage: next.stage })}>
                {words.toReport}
              </LinkButton>
              {records}
            </div>
          }
        />
      );
    case 'deliver':
      return <NextStep {...named(words.deliver)} note={words.deliverNote} action={records} />;
    case 'evaluating':
      return (
        <NextStep {...named(words.evaluating)} who={words.foundation} note={words.evaluatingNote} action={project} />
      );
    case 'closed':
      return <NextStep note={words.closed(award.score === undefined ? '—' : format.number(award.score))} />;
    case 'terminated':
      return <NextStep note={words.terminated(award.termination?.reason ?? '—')} />;
  }
}

/** What the grantee, or the foundation, does next for this project, and by when. */
export function AwardNext({ award }: { readonly award: Award }) {
  const read = useRead(evaluationRoutes.ofAward, { params: { awardId: award.awardId } });
  if (read.state === 'loading') return null;
  const evaluations = read.state === 'ready' ? read.value.items.map(({ state }) => state) : [];
  return <AwardStep award={award} next={nextOf(award, evaluations, serverNow())} />;
}
