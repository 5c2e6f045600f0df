import { callsRoutes } from '#shared/contracts/routes/calls';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useList } from '../../client/reads.tsx';
import { LinkButton } from '../../design/button.tsx';
import { Card, Page } from '../../design/layout.tsx';
import { Empty } from '../../design/states.tsx';
import { Link } from '../../shell/link.tsx';
import { now } from '../../words/clock.ts';
import { useFormat } from '../../words/format.ts';
import { pageSize, useAllPages } from './all-pages.ts';
import { CallBadge, standingOf } from './call-standing.tsx';
import { useMayTry } from './caller.ts';
import { useConsoleWords } from './console-nav.ts';
import { type DataColumn, DataTable } from './data-table.tsx';

type Row = Reply<typeof callsRoutes.list>['items'][number];

function useColumns(mayList: boolean): readonly DataColumn<Row>[] {
  const words = useConsoleWords();
  const format = useFormat();
  const applications: DataColumn<Row> = {
    key: 'applications',
    label: words.calls.applications,
    cell: ({ state }) =>
      state.phase === 'draft' ? (
        '—'
      ) : (
        <Link to={`/console/calls/${state.callId}/applications`}>{words.calls.seeApplications}</Link>
      ),
  };
  return [
    {
      key: 'name',
      label: words.calls.name,
      cell: ({ state }) => (
        <>
          <Link to={`/console/calls/${state.callId}`}>{state.name.zh}</Link>
          <span className="hc-sub">{state.number}</span>
        </>
      ),
    },
    {
      key: 'phase',
      label: words.table.phase,
      cell: ({ state }) => <CallBadge call={state} />,
    },
    {
      key: 'budget',
      label: words.calls.budget,
      align: 'right',
      sort: (a, b) => a.state.budgetFen - b.state.budgetFen,
      cell: ({ state }) => format.money(state.budgetFen),
    },
    {
      key: 'closes',
      label: words.calls.closes,
      sort: (a, b) => a.state.closesAt.localeCompare(b.state.closesAt),
      cell: ({ state }) => format.deadline(state.closesAt),
    },
    ...(mayList ? [applications] : []),
  ];
}

/** Every call, the newest first. */
export function Screen() {
  const words = useConsoleWords();
  const mayDraft = useMayTry('call.draft');
  const columns = useColumns(useMayTry('application.list'));
  const list = useAllPages(
    useList(callsRoutes.list, {}, (cursor) => [{ query: { limit: pageSize, ...(cursor ? { cursor } : {}) } }]),
  );
  const draft = mayDraft ? (
    <LinkButton kind="primary" to="/console/calls/new">
      {words.calls.draft}
    </LinkButton>
  ) : null;
  return (
    <Page title={words.nav.calls} lead={words.calls.lead} actions={draft}>
      <Card>
        <Loaded read={list}>
          {({ items, hasMore }) => (
            <DataTable
              caption={words.nav.calls}
              columns={columns}
              rows={items.toReversed()}
              keyOf={({ state }) => state.callId}
              searchIn={({ state }) => `${state.name.zh} ${state.name.en} ${state.number}`}
              filter={{
                name: 'phase',
                label: words.table.phase,
                has: ({ state }, value) => standingOf(state, now()) === value,
                options: Object.entries(words.calls.standings).map(([value, label]) => ({ value, label })),
              }}
              arriving={hasMore}
              empty={<Empty title={words.calls.none} note={words.calls.noneNote} />}
            />
          )}
        </Loaded>
      </Card>
    </Page>
  );
}
