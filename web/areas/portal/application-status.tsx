import { agreementRoutes } from '#shared/contracts/routes/agreement';
import { inboxRoutes } from '#shared/contracts/routes/inbox';
import { SectionName } from '#shared/domain/section';
import type { AwardId } from '#shared/kernel/ids';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { LinkButton } from '../../design/button.tsx';
import { Beside, Card, Row, Stack } from '../../design/layout.tsx';
import { NextStep, type NextStepProps, Stepper } from '../../design/record.tsx';
import { DescriptionList, type Term } from '../../design/table.tsx';
import { pathTo } from '../../shell/address.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { Answers } from './answers.tsx';
import { AwardNext } from './award-next.tsx';
import { Download } from './download.tsx';
import { portalScreens as at } from './screens.ts';
import type { CallRead, SectionProps } from './section-frame.tsx';
import { TimelineCard } from './timeline-card.tsx';
import type { ApplicationRead } from './use-section.ts';
import { Withdraw } from './withdraw.tsx';
import { useApplicationWords } from './words.ts';

const way = ['submitted', 'admitted', 'inReview', 'proposed', 'inNotice', 'awarded'] as const;
type Stop = (typeof way)[number];
/** Phases in which the application stands at a stop of the way under another name. */
const stops: Readonly<Partial<Record<string, Stop>>> = { reviewed: 'proposed' };

type State = ApplicationRead['state'];

/** What happens next, who does it, and when: as precisely as the call's own rules say. */
function useNext(state: State, { rules }: CallRead): NextStepProps {
  const words = useApplicationWords().status;
  const who = words.foundation;
  switch (state.phase) {
    case 'submitted':
      return { what: words.nextAdmission, who, note: words.admissionIn(rules.admissionWorkingDays) };
    case 'admitted':
      return { what: words.nextReview, who, note: words.reviewIn(rules.reviewDays) };
    case 'inReview':
      return { what: words.reviewing, who: words.experts, note: words.reviewIn(rules.reviewDays) };
    case 'reviewed':
    case 'proposed':
      return { what: words.deciding, who, note: words.noticeThen(rules.noticeDays) };
    case 'inNotice':
      return { what: words.inNotice, who, due: state.notice?.until, note: words.inNoticeNote };
    default:
      return {};
  }
}

function useOutcome({ phase, admission, proposal, review }: State): readonly Term[] {
  const words = useApplicationWords().status;
  const format = useFormat();
  return [
    ...(admission
      ? [{ label: phase === 'refused' ? words.refusedWhy : words.admission, value: admission.reason }]
      : []),
    ...(review ? [{ label: words.score, value: review.score }] : []),
    ...(proposal?.outcome === 'award' ? [{ label: words.proposed, value: format.money(proposal.amountFen) }] : []),
    ...(proposal ? [{ label: words.reason, value: proposal.reason }] : []),
  ];
}

/** An application that became a project has the project's next step. */
function Awarded({ awardId }: { readonly awardId: AwardId }) {
  const read = useRead(agreementRoutes.read, { params: { awardId } });
  return <Loaded read={read}>{({ value }) => <AwardNext award={value.state} />}</Loaded>;
}

function Progress({ state, call }: { readonly state: State; readonly call: CallRead }) {
  const words = useDomainWords().phase.application;
  const next = useNext(state, call);
  const said = useApplicationWords().status;
  const { phase } = state;
  if (phase === 'refused' || phase === 'declined' || phase === 'withdrawn') return <NextStep note={said.over[phase]} />;
  const current = stops[phase] ?? phase;
  return (
    <>
      <Stepper steps={way.map((id) => ({ id, label: words[id] }))} current={current === 'awarded' ? '' : current} />
      {state.awardId ? <Awarded awardId={state.awardId} /> : <NextStep {...next} />}
    </>
  );
}

/** Where an application stands that was handed in. */
export function ApplicationStatus({ application, call }: SectionProps) {
  const words = useApplicationWords();
  const names = useDomainWords().section;
  const format = useFormat();
  const { state, documents } = application;
  const { applicationId, submission } = state;
  const timeline = useRead(inboxRoutes.ofApplication, { params: { applicationId } });
  const outcome = useOutcome(state);
  const terms = [
    { label: words.status.requested, value: format.money(state.requestedFen) },
    ...(submission
      ? [
          { label: words.receipt.number, value: submission.receiptNumber },
          { label: words.receipt.at, value: format.dateTime(submission.at) },
        ]
      : []),
    ...outcome,
  ];
  return (
    <Stack>
      <Progress state={state} call={call} />
      <Beside>
        <Stack>
          <Card title={words.status.facts}>
            <DescriptionList terms={terms} />
            <Row>
              {state.awardId ? (
                <LinkButton to={pathTo(at.award.path, { awardId: state.awardId })}>{words.status.toAward}</LinkButton>
              ) : null}
              {submission ? (
                <LinkButton to={pathTo(at.receipt.path, { applicationId })}>{words.status.receipt}</LinkButton>
              ) : null}
              {documents
                .filter(({ phase }) => phase === 'clean')
                .map((document) => (
                  <Download key={document.documentId} document={document} />
                ))}
              <Withdraw application={application} />
            </Row>
          </Card>
          {SectionName.options.map((section) => (
            <Card key={section} title={names[section]}>
              <Answers section={section} of={application} />
            </Card>
          ))}
        </Stack>
        <TimelineCard read={timeline} />
      </Beside>
    </Stack>
  );
}
