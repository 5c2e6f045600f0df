import { organisationsRoutes } from '#shared/contracts/routes/organisations';
import type { Organisation } from '#shared/domain/organisation';
import { districts } from '#shared/domain/reference';
import type { OrganisationId } from '#shared/kernel/ids';
import { Loaded } from '../../client/loaded.tsx';
import { useMe } from '../../client/me.ts';
import { useRead } from '../../client/reads.tsx';
import { Badge } from '../../design/badge.tsx';
import { Beside, Card, Page, Stack } from '../../design/layout.tsx';
import { DescriptionList, Table } from '../../design/table.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { AccountCard } from './account.tsx';
import { Register } from './register.tsx';
import { usePortalWords } from './words.ts';

function Grades({ grades }: Pick<Organisation, 'grades'>) {
  const words = usePortalWords().organisation;
  const names = useDomainWords().grade;
  const format = useFormat();
  if (grades.length === 0) return <p>{words.noGrades}</p>;
  return (
    <Table
      caption={words.grades}
      hideCaption
      rows={grades}
      keyOf={({ awardId }) => awardId}
      columns={[
        { key: 'title', label: words.gradeProject, cell: ({ title }) => title },
        { key: 'score', label: words.gradeScore, align: 'right', cell: ({ score }) => score },
        {
          key: 'grade',
          label: words.grade,
          cell: ({ grade }) => <Badge tone={grade === 'unqualified' ? 'refused' : 'done'}>{names[grade]}</Badge>,
        },
        { key: 'at', label: words.gradeAt, brief: true, cell: ({ at: when }) => format.date(when) },
      ]}
    />
  );
}

function Facts({ state }: { readonly state: Organisation }) {
  const words = usePortalWords().organisation;
  const kinds = useDomainWords().organisationKind;
  const language = useLanguage();
  return (
    <DescriptionList
      terms={[
        { label: words.name, value: state.name },
        { label: words.uscc, value: state.uscc },
        { label: words.kind, value: kinds[state.kind] },
        { label: words.district, value: districts[state.district][language] },
      ]}
    />
  );
}

function Own({ organisationId }: { readonly organisationId: OrganisationId }) {
  const words = usePortalWords();
  const read = useRead(organisationsRoutes.read, { params: { organisationId } });
  return (
    <Page title={words.organisation.title}>
      <Loaded read={read}>
        {({ value }) => (
          <Beside>
            <Stack>
              <Card title={words.organisation.facts}>
                <Facts state={value.state} />
              </Card>
              <Card title={words.organisation.grades}>
                <Grades grades={value.state.grades} />
              </Card>
            </Stack>
            <AccountCard
              organisationId={organisationId}
              version={value.version}
              masked={value.accountMasked}
              mayChange={value.may.includes('organisation.setAccount')}
            />
          </Beside>
        )}
      </Loaded>
    </Page>
  );
}

export function Screen() {
  const me = useMe();
  if (me.state !== 'known') return null;
  return me.me.organisationId ? <Own organisationId={me.me.organisationId} /> : <Register />;
}
