import { agreementRoutes } from '#shared/contracts/routes/agreement';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useList } from '../../client/reads.tsx';
import { Card, Page } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Empty } from '../../design/states.tsx';
import { Link } from '../../shell/link.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { pageSize, useAllPages } from './all-pages.ts';
import { useConsoleWords } from './console-nav.ts';
import { type DataColumn, DataTable } from './data-table.tsx';
import { useStandings } from './replies.ts';

type Row = Reply<typeof agreementRoutes.list>['items'][number];

function useColumns(): readonly DataColumn<Row>[] {
  const words = useConsoleWords();
  const domain = useDomainWords();
  const format = useFormat();
  const standings = useStandings();
  return [
    {
      key: 'title',
      label: words.awards.project,
      sort: (a, b) => a.state.number.localeCompare(b.state.number),
      cell: ({ state }) => (
        <>
          <Link to={`/console/awards/${state.awardId}`}>{state.title}</Link>
          <span className="hc-sub">
            {state.number} · {state.organisationName}
          </span>
        </>
      ),
    },
    {
      key: 'phase',
      label: words.table.phase,
      sort: (a, b) => a.state.phase.localeCompare(b.state.phase),
      cell: (row) => <PhaseBadge kind="award" phase={standings(row.state.awardId, row).phase} />,
    },
    {
      key: 'amount',
      label: words.awards.amount,
      align: 'right',
      sort: (a, b) => a.state.amountFen - b.state.amountFen,
      cell: ({ state }) => format.money(state.amountFen),
    },
    {
      key: 'period',
      label: words.awards.period,
      sort: (a, b) => (a.state.startsOn ?? '').localeCompare(b.state.startsOn ?? ''),
      cell: ({ state: { startsOn, endsOn } }) =>
        startsOn && endsOn ? words.awards.fromTo(format.date(startsOn), format.date(endsOn)) : '—',
    },
    {
      key: 'grade',
      label: words.awards.grade,
      cell: ({ state: { grade, score } }) => (grade ? `${domain.grade[grade]}（${score ?? '—'}）` : '—'),
    },
  ];
}

/** Every project that was approved. */
export function Screen() {
  const words = useConsoleWords();
  const domain = useDomainWords();
  const columns = useColumns();
  const list = useAllPages(
    useList(agreementRoutes.list, {}, (cursor) => [{ query: { limit: pageSize, ...(cursor ? { cursor } : {}) } }]),
  );
  return (
    <Page title={words.nav.awards} lead={words.awards.lead}>
      <Card>
        <Loaded read={list}>
          {({ items, hasMore }) => (
            <DataTable
              caption={words.nav.awards}
              columns={columns}
              rows={items}
              keyOf={({ state }) => state.awardId}
              searchIn={({ state }) => `${state.title} ${state.number} ${state.organisationName}`}
              filter={{
                name: 'phase',
                label: words.table.phase,
                has: ({ state }, phase) => state.phase === phase,
                options: Object.entries(domain.phase.award).map(([value, label]) => ({ value, label })),
              }}
              arriving={hasMore}
              empty={<Empty title={words.awards.none} note={words.awards.noneNote} />}
            />
          )}
        </Loaded>
      </Card>
    </Page>
  );
}
