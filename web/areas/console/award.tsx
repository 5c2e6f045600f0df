import { agreementRoutes } from '#shared/contracts/routes/agreement';
import { inboxRoutes } from '#shared/contracts/routes/inbox';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { Beside, Card, Page, Stack } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { NextStep } from '../../design/record.tsx';
import { DescriptionList } from '../../design/table.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { useQueryValue } from '../../shell/address.ts';
import { Link } from '../../shell/link.tsx';
import type { ScreenProps } from '../../shell/screens.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { Agreement } from './agreement.tsx';
import { AwardActions } from './award-actions.tsx';
import { AwardEvaluations } from './award-evaluations.tsx';
import { AwardMoney } from './award-money.tsx';
import { AwardServices } from './award-services.tsx';
import { useMayTry } from './caller.ts';
import { useConsoleWords } from './console-nav.ts';
import { namesIn, StoryCard, StoryLink } from './story.tsx';

type Read = Reply<typeof agreementRoutes.read>;

function useNextStep({ state, may }: Read) {
  const words = useConsoleWords().award;
  const domain = useDomainWords();
  const due = state.signBy;
  switch (state.phase) {
    case 'awaitingSignatures':
      return { what: domain.command.award.signAsGrantee, who: state.organisationName, due };
    case 'granteeSigned':
      return may.includes('award.signAsFoundation')
        ? { what: domain.task['award.signAsFoundation'], due }
        : { what: domain.task['award.signAsFoundation'], who: domain.role.director, due };
    case 'inDelivery':
      return { what: words.delivering, who: state.organisationName, ...(state.endsOn ? { note: words.endsNote } : {}) };
    default:
      return {};
  }
}

function Facts({ state }: Read) {
  const words = useConsoleWords().award;
  const domain = useDomainWords();
  const format = useFormat();
  const { startsOn, endsOn, grade, termination } = state;
  return (
    <Card title={words.facts}>
      <DescriptionList
        terms={[
          { label: words.number, value: state.number },
          {
            label: words.organisation,
            value: <Link to={`/console/organisations/${state.organisationId}`}>{state.organisationName}</Link>,
          },
          { label: words.amount, value: format.money(state.amountFen) },
          { label: words.months, value: words.inMonths(state.months) },
          {
            label: words.period,
            value: startsOn && endsOn ? words.fromTo(format.date(startsOn), format.date(endsOn)) : '—',
          },
          ...(termination ? [{ label: words.terminatedFor, value: termination.reason }] : []),
          ...(grade ? [{ label: words.grade, value: `${domain.grade[grade]}（${state.score ?? '—'}）` }] : []),
          {
            label: words.application,
            value: <Link to={`/console/applications/${state.applicationId}`}>{words.seeApplication}</Link>,
          },
        ]}
      />
    </Card>
  );
}

type SectionsProps = { readonly read: Read; readonly nameOf: (id: string | undefined) => string };

function Sections({ read, nameOf }: SectionsProps) {
  const words = useConsoleWords().award;
  const { awardId } = read.state;
  const [tab, setTab] = useQueryValue('tab', 'agreement');
  const mayEvaluations = useMayTry('evaluation.read');
  const mayServices = useMayTry('serviceRecord.read');
  const evaluations = {
    id: 'evaluations',
    label: words.tabs.evaluations,
    content: <AwardEvaluations awardId={awardId} />,
  };
  const services = { id: 'services', label: words.tabs.services, content: <AwardServices awardId={awardId} /> };
  return (
    <Card>
      <Tabs
        label={words.sections}
        selected={tab}
        onSelect={setTab}
        tabs={[
          { id: 'agreement', label: words.tabs.agreement, content: <Agreement read={read} nameOf={nameOf} /> },
          { id: 'money', label: words.tabs.money, content: <AwardMoney awardId={awardId} nameOf={nameOf} /> },
          ...(mayEvaluations ? [evaluations] : []),
          ...(mayServices ? [services] : []),
        ]}
      />
    </Card>
  );
}

function Award({ read }: { readonly read: Read }) {
  const words = useConsoleWords();
  const { state } = read;
  const next = useNextStep(read);
  const timeline = useRead(inboxRoutes.ofAward, { params: { awardId: state.awardId } });
  return (
    <Page
      title={state.title}
      badge={<PhaseBadge kind="award" phase={state.phase} />}
      lead={state.organisationName}
      crumbs={[{ label: words.nav.awards, to: '/console/awards' }]}
    >
      <NextStep {...next} />
      <StoryLink />
      <Beside>
        <Sections read={read} nameOf={namesIn(timeline)} />
        <Stack>
          <AwardActions read={read} />
          <Facts {...read} />
        </Stack>
        <StoryCard read={timeline} />
      </Beside>
    </Page>
  );
}

/** One project from its agreement to its grade. */
export function Screen({ params }: ScreenProps<'/console/awards/{awardId}'>) {
  const words = useConsoleWords().award;
  const read = useRead(agreementRoutes.read, { params });
  if (read.state === 'ready') return <Award read={read.value} />;
  return (
    <Page title={words.record}>
      <Loaded read={read}>{() => null}</Loaded>
    </Page>
  );
}
