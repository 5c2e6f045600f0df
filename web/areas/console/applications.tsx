import { admissionRoutes } from '#shared/contracts/routes/admission';
import { callsRoutes } from '#shared/contracts/routes/calls';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useList, useRead } from '../../client/reads.tsx';
import { Card, Page } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Empty } from '../../design/states.tsx';
import { Link } from '../../shell/link.tsx';
import type { ScreenProps } from '../../shell/screens.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { pageSize, useAllPages } from './all-pages.ts';
import { useConsoleWords } from './console-nav.ts';
import { type DataColumn, DataTable } from './data-table.tsx';
import { useStandings } from './replies.ts';

type Row = Reply<typeof admissionRoutes.list>['items'][number];

function useColumns(): readonly DataColumn<Row>[] {
  const words = useConsoleWords();
  const format = useFormat();
  const standings = useStandings();
  return [
    {
      key: 'title',
      label: words.applications.project,
      sort: (a, b) => a.state.title.localeCompare(b.state.title, 'zh'),
      cell: ({ state }) => (
        <>
          <Link to={`/console/applications/${state.applicationId}`}>{state.title}</Link>
          <span className="hc-sub">{state.organisationName}</span>
        </>
      ),
    },
    {
      key: 'phase',
      label: words.table.phase,
      sort: (a, b) => a.state.phase.localeCompare(b.state.phase),
      cell: (row) => <PhaseBadge kind="application" phase={standings(row.state.applicationId, row).phase} />,
    },
    {
      key: 'requested',
      label: words.applications.requested,
      align: 'right',
      sort: (a, b) => a.state.requestedFen - b.state.requestedFen,
      cell: ({ state }) => format.money(state.requestedFen),
    },
    {
      key: 'score',
      label: words.applications.score,
      align: 'right',
      sort: (a, b) => (a.state.review?.score ?? -1) - (b.state.review?.score ?? -1),
      cell: ({ state }) => state.review?.score ?? '—',
    },
    {
      key: 'proposed',
      label: words.applications.proposed,
      align: 'right',
      sort: (a, b) => (a.state.proposal?.amountFen ?? -1) - (b.state.proposal?.amountFen ?? -1),
      cell: ({ state: { proposal } }) => (proposal?.outcome === 'award' ? format.money(proposal.amountFen) : '—'),
    },
    {
      key: 'submitted',
      label: words.applications.submittedAt,
      sort: (a, b) => (a.state.submission?.at ?? '').localeCompare(b.state.submission?.at ?? ''),
      cell: ({ state }) => (state.submission ? format.date(state.submission.at) : '—'),
    },
  ];
}

function Totals({ rows }: { readonly rows: readonly Row[] }) {
  const words = useConsoleWords().applications;
  const format = useFormat();
  const requestedFen = rows.reduce((sum, { state }) => sum + state.requestedFen, 0);
  return <p>{words.sums(rows.length, format.money(requestedFen))}</p>;
}

/** Every application of a call that was handed in: all of them in the browser, to filter, sort and search. */
export function Screen({ params }: ScreenProps<'/console/calls/{callId}/applications'>) {
  const words = useConsoleWords();
  const domain = useDomainWords();
  const columns = useColumns();
  const call = useRead(callsRoutes.read, { params });
  const list = useAllPages(
    useList(admissionRoutes.list, params, (cursor) => [
      { params, query: { limit: pageSize, ...(cursor ? { cursor } : {}) } },
    ]),
  );
  const name = call.state === 'ready' ? call.value.state.name.zh : words.calls.record;
  return (
    <Page
      title={words.applications.title}
      lead={name}
      crumbs={[
        { label: words.nav.calls, to: '/console/calls' },
        { label: name, to: `/console/calls/${params.callId}` },
      ]}
    >
      <Card>
        <Loaded read={list}>
          {({ items, hasMore }) => (
            <>
              {items.length > 0 ? <Totals rows={items} /> : null}
              <DataTable
                caption={words.applications.title}
                columns={columns}
                rows={items}
                keyOf={({ state }) => state.applicationId}
                searchIn={({ state }) =>
                  `${state.title} ${state.organisationName} ${state.submission?.receiptNumber ?? ''}`
                }
                filter={{
                  name: 'phase',
                  label: words.table.phase,
                  has: ({ state }, phase) => state.phase === phase,
                  options: Object.entries(domain.phase.application)
                    .filter(([phase]) => phase !== 'draft')
                    .map(([value, label]) => ({ value, label })),
                }}
                arriving={hasMore}
                empty={<Empty title={words.applications.none} note={words.applications.noneNote} />}
              />
            </>
          )}
        </Loaded>
      </Card>
    </Page>
  );
}
