import { paymentsRoutes } from '#shared/contracts/routes/payments';
import type { Role } from '#shared/domain/person';
import { Loaded } from '../../client/loaded.tsx';
import { useList } from '../../client/reads.tsx';
import { Card, Page } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Empty, Loading } from '../../design/states.tsx';
import { useQueryValue } from '../../shell/address.ts';
import { Link } from '../../shell/link.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { pageSize, useAllPages } from './all-pages.ts';
import { useCaller } from './caller.ts';
import { useConsoleWords } from './console-nav.ts';
import { type DataColumn, DataTable } from './data-table.tsx';
import { Due } from './due.tsx';
import { InstalmentActions, type InstalmentRow, keyOfInstalment } from './instalment-actions.tsx';
import { firstFilled, PhaseStrip } from './phase-strip.tsx';
import { useStandings } from './replies.ts';

const phases = ['due', 'prepared', 'approvedOnce', 'approved', 'executed', 'confirmed', 'planned', 'withheld'] as const;
type Phase = (typeof phases)[number];

/** Where each role's own work lies: that is what the page opens with. */
const firstOf: readonly (readonly [Role, Phase])[] = [
  ['accountant', 'due'],
  ['cashier', 'approved'],
  ['lead', 'prepared'],
  ['director', 'approvedOnce'],
];

function usePhase(phase: Phase) {
  return useAllPages(
    useList(paymentsRoutes.inPhase, phase, (cursor) => [
      { query: { phase, limit: pageSize, ...(cursor ? { cursor } : {}) } },
    ]),
  );
}

/** What is in each phase; hooks cannot be called in a loop, so the eight stand one by one. */
function useEntries() {
  const domain = useDomainWords();
  const format = useFormat();
  const lists = {
    due: usePhase('due'),
    prepared: usePhase('prepared'),
    approvedOnce: usePhase('approvedOnce'),
    approved: usePhase('approved'),
    executed: usePhase('executed'),
    confirmed: usePhase('confirmed'),
    planned: usePhase('planned'),
    withheld: usePhase('withheld'),
  } as const satisfies Record<Phase, unknown>;
  return phases.map((id) => {
    const list = lists[id];
    const items = list.state === 'ready' ? list.items : undefined;
    const sumFen = (items ?? []).reduce((sum, { state }) => sum + state.amountFen, 0);
    return {
      ...{ id, label: domain.phase.instalment[id], rows: items?.length },
      count: items ? format.number(items.length) : '…',
      note: items ? format.money(sumFen) : '',
    };
  });
}

function useColumns(): readonly DataColumn<InstalmentRow>[] {
  const words = useConsoleWords();
  const format = useFormat();
  const standings = useStandings();
  return [
    {
      key: 'title',
      label: words.awards.project,
      cell: ({ state }) => (
        <>
          <Link to={`/console/awards/${state.awardId}?tab=money`}>{state.title}</Link>
          <span className="hc-sub">
            {words.payments.nthOf(state.number, state.of)} · {state.organisationName}
          </span>
        </>
      ),
    },
    {
      key: 'amount',
      label: words.payments.amount,
      align: 'right',
      sort: (a, b) => a.state.amountFen - b.state.amountFen,
      cell: ({ state }) => format.money(state.amountFen),
    },
    {
      key: 'due',
      label: words.payments.due,
      sort: (a, b) => (a.state.dueAt ?? '').localeCompare(b.state.dueAt ?? ''),
      cell: ({ state }) => {
        if (state.confirmedAt) return format.date(state.confirmedAt);
        return state.dueAt ? <Due at={state.dueAt} /> : words.calls.afters[state.after];
      },
    },
    {
      key: 'phase',
      label: words.table.phase,
      cell: (row) => <PhaseBadge kind="instalment" phase={standings(keyOfInstalment(row.state), row).phase} />,
    },
    { key: 'act', label: words.table.actions, cell: (row) => <InstalmentActions row={row} /> },
  ];
}

/** What has arrived, the newest first; what has not, by its due day. */
const newestFirst = ({ state: a }: InstalmentRow, { state: b }: InstalmentRow) =>
  (b.confirmedAt ?? '').localeCompare(a.confirmedAt ?? '') || (a.dueAt ?? '~').localeCompare(b.dueAt ?? '~');

function InPhase({ phase }: { readonly phase: Phase }) {
  const words = useConsoleWords().payments;
  const domain = useDomainWords();
  const columns = useColumns();
  const list = usePhase(phase);
  return (
    <Card title={domain.phase.instalment[phase]}>
      <Loaded read={list}>
        {({ items, hasMore }) => (
          <DataTable
            caption={domain.phase.instalment[phase]}
            columns={columns}
            rows={items.toSorted(newestFirst)}
            keyOf={({ state }) => keyOfInstalment(state)}
            searchIn={({ state }) => `${state.title} ${state.organisationName} ${state.bankReference ?? ''}`}
            arriving={hasMore}
            empty={<Empty title={words.none} />}
          />
        )}
      </Loaded>
    </Card>
  );
}

function Payments({ own }: { readonly own: Phase }) {
  const words = useConsoleWords().payments;
  const entries = useEntries();
  const [chosen, choose] = useQueryValue('phase');
  const phase = phases.find((one) => one === chosen) ?? firstFilled(entries, own);
  return (
    <>
      <PhaseStrip label={words.phases} entries={entries} chosen={phase ?? ''} onChoose={choose} />
      {phase ? <InPhase key={phase} phase={phase} /> : <Loading />}
    </>
  );
}

/** Every instalment by phase, for the people who move payments along. */
export function Screen() {
  const words = useConsoleWords();
  const caller = useCaller();
  const own = firstOf.find(([role]) => caller?.roles.includes(role))?.[1] ?? 'due';
  return (
    <Page title={words.nav.payments} lead={words.payments.lead}>
      <Payments own={own} />
    </Page>
  );
}
