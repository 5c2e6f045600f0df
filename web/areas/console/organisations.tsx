import { organisationsRoutes } from '#shared/contracts/routes/organisations';
import { District, districts } from '#shared/domain/reference';
import { Loaded } from '../../client/loaded.tsx';
import { useList } from '../../client/reads.tsx';
import { Card, Page } from '../../design/layout.tsx';
import { Empty } from '../../design/states.tsx';
import { Link } from '../../shell/link.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { pageSize, useAllPages } from './all-pages.ts';
import { useConsoleWords } from './console-nav.ts';
import { DataTable } from './data-table.tsx';

/** Every organisation that has registered. */
export function Screen() {
  const words = useConsoleWords();
  const domain = useDomainWords();
  const list = useAllPages(
    useList(organisationsRoutes.list, {}, (cursor) => [{ query: { limit: pageSize, ...(cursor ? { cursor } : {}) } }]),
  );
  return (
    <Page title={words.nav.organisations} lead={words.organisations.lead}>
      <Card>
        <Loaded read={list}>
          {({ items, hasMore }) => (
            <DataTable
              caption={words.nav.organisations}
              rows={items}
              keyOf={({ organisationId }) => organisationId}
              searchIn={({ name, uscc }) => `${name} ${uscc}`}
              filter={{
                name: 'district',
                label: words.organisations.district,
                has: ({ district }, value) => district === value,
                options: District.options.map((value) => ({ value, label: districts[value].zh })),
              }}
              arriving={hasMore}
              empty={<Empty title={words.organisations.none} />}
              columns={[
                {
                  key: 'name',
                  label: words.organisations.name,
                  sort: (a, b) => a.name.localeCompare(b.name, 'zh'),
                  cell: ({ organisationId, name, uscc }) => (
                    <>
                      <Link to={`/console/organisations/${organisationId}`}>{name}</Link>
                      <span className="hc-sub">{uscc}</span>
                    </>
                  ),
                },
                { key: 'kind', label: words.organisations.kind, cell: ({ kind }) => domain.organisationKind[kind] },
                {
                  key: 'district',
                  label: words.organisations.district,
                  cell: ({ district }) => districts[district].zh,
                },
                {
                  key: 'account',
                  label: words.organisations.account,
                  cell: ({ hasAccount }) =>
                    hasAccount ? words.organisations.hasAccount : words.organisations.noAccount,
                },
                {
                  key: 'grade',
                  label: words.organisations.lastGrade,
                  cell: ({ grades }) => {
                    const last = grades.at(-1);
                    return last ? `${domain.grade[last.grade]}（${last.score}）` : '—';
                  },
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
    </Page>
  );
}
