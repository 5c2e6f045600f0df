import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { inboxRoutes } from '#shared/contracts/routes/inbox';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { Beside, Card, Page, Stack } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { NextStep, Stepper } from '../../design/record.tsx';
import { DescriptionList } from '../../design/table.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { useQueryValue } from '../../shell/address.ts';
import { Link } from '../../shell/link.tsx';
import type { ScreenProps } from '../../shell/screens.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { ApplicationActions } from './application-actions.tsx';
import { ApplicationContent } from './application-content.tsx';
import { ApplicationDecision } from './application-decision.tsx';
import { ApplicationReviews } from './application-reviews.tsx';
import { useMayTry } from './caller.ts';
import { useConsoleWords } from './console-nav.ts';
import { Documents } from './documents.tsx';
import { namesIn, StoryCard, StoryLink } from './story.tsx';

type Read = Reply<typeof applicationsRoutes.read>;

const way = ['submitted', 'admitted', 'inReview', 'reviewed', 'proposed', 'inNotice', 'awarded'] as const;

/** What happens next with it, whoever has to do it. */
function useNextStep({ state, may, taskDueAt }: Read) {
  const words = useConsoleWords().application;
  const domain = useDomainWords();
  const { officer, lead, director } = domain.role;
  const steps: Readonly<Record<string, { what: string; who: string; due?: string } | undefined>> = {
    submitted: { what: domain.task['application.admit'], who: `${officer}、${lead}` },
    admitted: { what: domain.task['application.assign'], who: `${officer}、${lead}` },
    inReview: { what: words.expertsScore, who: domain.role.expert },
    reviewed: { what: domain.task['application.propose'], who: `${officer}、${lead}` },
    proposed: { what: domain.task['application.confirm'], who: director },
    inNotice: {
      what: words.noticeEnds,
      who: words.platform,
      ...(state.notice ? { due: state.notice.until } : {}),
    },
  };
  const step = steps[state.phase];
  if (!step) return {};
  const { who, ...known } = step;
  const rest = taskDueAt ? { ...known, due: taskDueAt } : known;
  const isMine = may.length > 0 && state.phase !== 'inReview' && state.phase !== 'inNotice';
  return isMine ? rest : { ...rest, who };
}

function Facts({ state }: Read) {
  const words = useConsoleWords().application;
  const format = useFormat();
  return (
    <Card title={words.facts}>
      <DescriptionList
        terms={[
          {
            label: words.organisation,
            value: <Link to={`/console/organisations/${state.organisationId}`}>{state.organisationName}</Link>,
          },
          { label: words.requested, value: format.money(state.requestedFen) },
          { label: words.receipt, value: state.submission?.receiptNumber ?? '—' },
          { label: words.submittedAt, value: state.submission ? format.dateTime(state.submission.at) : '—' },
          { label: words.score, value: state.review ? words.scored(state.review.score, state.review.passed) : '—' },
          ...(state.awardId
            ? [
                {
                  label: words.award,
                  value: <Link to={`/console/awards/${state.awardId}`}>{words.seeAward}</Link>,
                },
              ]
            : []),
        ]}
      />
      {state.submission ? (
        <details className="hc-details">
          <summary>{words.contentHash}</summary>
          <p className="hb-hint">{words.contentHashWhy}</p>
          <p className="hc-hash">{state.submission.contentHash}</p>
        </details>
      ) : null}
    </Card>
  );
}

type NameOf = (id: string | undefined) => string;

function Sections({ read, nameOf }: { readonly read: Read; readonly nameOf: NameOf }) {
  const words = useConsoleWords().application;
  const [tab, setTab] = useQueryValue('tab', 'content');
  const mayReviews = useMayTry('review.read');
  const reviews = {
    id: 'reviews',
    label: words.tabs.reviews,
    content: <ApplicationReviews applicationId={read.state.applicationId} callId={read.state.callId} />,
  };
  return (
    <Card>
      <Tabs
        label={words.sections}
        selected={tab}
        onSelect={setTab}
        tabs={[
          {
            id: 'content',
            label: words.tabs.content,
            content: <ApplicationContent draft={read.draft} citedNeeds={read.citedNeeds} />,
          },
          { id: 'documents', label: words.tabs.documents, content: <Documents documents={read.documents} /> },
          ...(mayReviews ? [reviews] : []),
          {
            id: 'decision',
            label: words.tabs.decision,
            content: <ApplicationDecision application={read.state} nameOf={nameOf} />,
          },
        ]}
      />
    </Card>
  );
}

function Application({ read }: { readonly read: Read }) {
  const words = useConsoleWords();
  const domain = useDomainWords();
  const { state } = read;
  const isOnItsWay = way.some((phase) => phase === state.phase);
  const next = useNextStep(read);
  const timeline = useRead(inboxRoutes.ofApplication, { params: { applicationId: state.applicationId } });
  const nameOf = namesIn(timeline);
  return (
    <Page
      title={state.title}
      badge={<PhaseBadge kind="application" phase={state.phase} />}
      lead={state.organisationName}
      crumbs={[
        { label: words.nav.calls, to: '/console/calls' },
        { label: words.applications.title, to: `/console/calls/${state.callId}/applications` },
      ]}
    >
      {isOnItsWay ? (
        <Stepper steps={way.map((id) => ({ id, label: domain.phase.application[id] }))} current={state.phase} />
      ) : null}
      <NextStep {...next} />
      <StoryLink />
      <Beside>
        <Sections read={read} nameOf={nameOf} />
        <Stack>
          <ApplicationActions read={read} nameOf={nameOf} />
          <Facts {...read} />
        </Stack>
        <StoryCard read={timeline} />
      </Beside>
    </Page>
  );
}

/** One application: what was asked, where it stands, and what can be done about it. */
export function Screen({ params }: ScreenProps<'/console/applications/{applicationId}'>) {
  const words = useConsoleWords().application;
  const read = useRead(applicationsRoutes.read, { params });
  if (read.state === 'ready') return <Application read={read.value} />;
  return (
    <Page title={words.record}>
      <Loaded read={read}>{() => null}</Loaded>
    </Page>
  );
}
