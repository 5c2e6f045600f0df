import { inboxRoutes } from '#shared/contracts/routes/inbox';
import { organisationsRoutes } from '#shared/contracts/routes/organisations';
import { districts } from '#shared/domain/reference';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { Beside, Card, Page, Stack } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Empty } from '../../design/states.tsx';
import { DescriptionList, Table } from '../../design/table.tsx';
import { Link } from '../../shell/link.tsx';
import type { ScreenProps } from '../../shell/screens.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { useConsoleWords } from './console-nav.ts';
import { OrganisationHistory } from './organisation-history.tsx';
import { StoryCard } from './story.tsx';

type FactsProps = {
  readonly read: Reply<typeof organisationsRoutes.read>;
  readonly contacts: Reply<typeof organisationsRoutes.history>['contacts'];
};

function Facts({ read: { state, accountMasked }, contacts }: FactsProps) {
  const words = useConsoleWords().organisations;
  const domain = useDomainWords();
  const people = contacts.map(({ personId, name, address }) => (
    <span key={personId} className="hc-line">
      {name} <span className="hc-sub">{address}</span>
    </span>
  ));
  return (
    <Card title={words.facts}>
      <DescriptionList
        terms={[
          { label: words.uscc, value: state.uscc },
          { label: words.kind, value: domain.organisationKind[state.kind] },
          { label: words.district, value: districts[state.district].zh },
          { label: words.account, value: accountMasked ?? words.noAccount },
          { label: words.contacts, value: people.length > 0 ? people : '—' },
        ]}
      />
    </Card>
  );
}

type Grades = Reply<typeof organisationsRoutes.read>['state']['grades'];

function GradesCard({ grades }: { readonly grades: Grades }) {
  const words = useConsoleWords();
  const domain = useDomainWords();
  const format = useFormat();
  return (
    <Card title={words.organisations.grades}>
      <Table
        caption={words.organisations.grades}
        hideCaption
        rows={grades.toSorted((a, b) => b.at.localeCompare(a.at))}
        keyOf={({ awardId }) => awardId}
        empty={<Empty title={words.organisations.noGrades} note={words.organisations.noGradesNote} />}
        columns={[
          {
            key: 'title',
            label: words.awards.project,
            cell: ({ awardId, title }) => <Link to={`/console/awards/${awardId}`}>{title}</Link>,
          },
          { key: 'grade', label: words.awards.grade, cell: ({ grade }) => domain.grade[grade] },
          { key: 'score', label: words.evaluations.score, align: 'right', cell: ({ score }) => score },
          {
            key: 'at',
            label: words.organisations.gradedAt,
            cell: ({ at }) => <span className="hc-moment">{format.date(at)}</span>,
          },
        ]}
      />
    </Card>
  );
}

/** One organisation: who they are, what they applied for and were given, and the grades of what they closed. */
export function Screen({ params }: ScreenProps<'/console/organisations/{organisationId}'>) {
  const words = useConsoleWords();
  const read = useRead(organisationsRoutes.read, { params });
  const history = useRead(organisationsRoutes.history, { params });
  const story = useRead(inboxRoutes.ofOrganisation, { params });
  if (read.state !== 'ready')
    return (
      <Page title={words.organisations.record}>
        <Loaded read={read}>{() => null}</Loaded>
      </Page>
    );
  const { state } = read.value;
  return (
    <Page
      title={state.name}
      badge={<PhaseBadge kind="organisation" phase={state.phase} />}
      crumbs={[{ label: words.nav.organisations, to: '/console/organisations' }]}
    >
      <Beside>
        <Stack>
          <Loaded read={history}>{({ value }) => <OrganisationHistory history={value} />}</Loaded>
          <GradesCard grades={state.grades} />
        </Stack>
        <Facts read={read.value} contacts={history.state === 'ready' ? history.value.contacts : []} />
        <StoryCard read={story} />
      </Beside>
    </Page>
  );
}
