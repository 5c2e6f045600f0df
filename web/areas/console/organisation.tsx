import { organisationsRoutes } from '#shared/contracts/routes/organisations';
import { districts } from '#shared/domain/reference';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { Card, Page } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Empty } from '../../design/states.tsx';
import { DescriptionList, Table } from '../../design/table.tsx';
import { Link } from '../../shell/link.tsx';
import type { ScreenProps } from '../../shell/screens.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { useConsoleWords } from './console-nav.ts';

/** One organisation: who they are, and the grades of the projects they closed. */
export function Screen({ params }: ScreenProps<'/console/organisations/{organisationId}'>) {
  const words = useConsoleWords();
  const domain = useDomainWords();
  const format = useFormat();
  const read = useRead(organisationsRoutes.read, { params });
  if (read.state !== 'ready')
    return (
      <Page title={words.nav.organisations}>
        <Loaded read={read}>{() => null}</Loaded>
      </Page>
    );
  const { state, accountMasked } = read.value;
  return (
    <Page
      title={state.name}
      badge={<PhaseBadge kind="organisation" phase={state.phase} />}
      crumbs={[{ label: words.nav.organisations, to: '/console/organisations' }]}
    >
      <Card title={words.organisations.facts}>
        <DescriptionList
          terms={[
            { label: words.organisations.uscc, value: state.uscc },
            { label: words.organisations.kind, value: domain.organisationKind[state.kind] },
            { label: words.organisations.district, value: districts[state.district].zh },
            { label: words.organisations.account, value: accountMasked ?? words.organisations.noAccount },
          ]}
        />
      </Card>
      <Card title={words.organisations.grades}>
        <Table
          caption={words.organisations.grades}
          hideCaption
          rows={state.grades}
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
            { key: 'at', label: words.organisations.gradedAt, cell: ({ at }) => format.date(at) },
          ]}
        />
      </Card>
    </Page>
  );
}
