import { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import type { Award } from '#shared/domain/award';
import { useRead } from '../../client/reads.tsx';
import { LinkButton } from '../../design/button.tsx';
import { NextStep } from '../../design/record.tsx';
import { pathTo } from '../../shell/address.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { portalScreens as at } from './screens.ts';
import { useAwardWords } from './words.ts';

type Props = {
  readonly award: Award /** Says which project it is about, where several are listed. */;
  readonly isNamed?: boolean;
};

const useNamed = ({ award, isNamed }: Props) => {
  const words = useAwardWords().next;
  return (what: string) => (isNamed ? words.named(award.title, what) : what);
};

/** In delivery the next fixed date is a report; between reports one records what is done. */
function InDelivery(props: Props) {
  const words = useAwardWords().next;
  const stages = useDomainWords().stage;
  const named = useNamed(props);
  const { awardId } = props.award;
  const read = useRead(evaluationRoutes.ofAward, { params: { awardId } });
  const due =
    read.state === 'ready'
      ? read.value.items
          .map(({ state }) => state)
          .filter(({ phase }) => phase === 'awaitingReport')
          .toSorted((a, b) => a.reportDueAt.localeCompare(b.reportDueAt))[0]
      : undefined;
  const records = <LinkButton to={pathTo(at.records.path, { awardId })}>{words.toRecords}</LinkButton>;
  if (!due) return <NextStep what={named(words.deliver)} note={words.deliverNote} action={records} />;
  return (
    <NextStep
      what={named(words.report(stages[due.stage]))}
      due={due.reportDueAt}
      note={words.reportNote}
      action={
        <div className="hb-row">
          <LinkButton kind="primary" to={pathTo(at.report.path, { awardId, stage: due.stage })}>
            {words.toReport}
          </LinkButton>
          {records}
        </div>
      }
    />
  );
}

/** What the grantee, or the foundation, does next for this project, and by when. */
export function AwardNext(props: Props) {
  const words = useAwardWords().next;
  const format = useFormat();
  const named = useNamed(props);
  const { awardId, phase, signBy, score, termination } = props.award;
  switch (phase) {
    case 'awaitingSignatures':
      return (
        <NextStep
          what={named(words.sign)}
          due={signBy}
          note={words.signNote}
          action={
            <LinkButton kind="primary" to={pathTo(at.agreement.path, { awardId })}>
              {words.toAgreement}
            </LinkButton>
          }
        />
      );
    case 'granteeSigned':
      return (
        <NextStep what={named(words.foundationSigns)} who={words.foundation} due={signBy} note={words.foundationNote} />
      );
    case 'inDelivery':
      return <InDelivery {...props} />;
    case 'closed':
      return <NextStep note={words.closed(score === undefined ? '—' : format.number(score))} />;
    case 'terminated':
      return <NextStep note={words.terminated(termination?.reason ?? '—')} />;
  }
}
