import { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import type { Reply } from '../../client/api.ts';
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
import { useMayTry } from './caller.ts';
import { useConsoleWords } from './console-nav.ts';
import { type DataColumn, DataTable } from './data-table.tsx';
import { Due } from './due.tsx';
import { firstFilled, PhaseStrip } from './phase-strip.tsx';
import { keyOfEvaluation, useStandings } from './replies.ts';

const phases = ['awaitingReport', 'reported', 'assigned', 'submitted', 'confirmed'] as const;
type Phase = (typeof phases)[number];
type Row = Reply<typeof evaluationRoutes.list>['items'][number];

const usePhase = (phase: Phase) =>
  useAllPages(
    useList(evaluationRoutes.list, phase, (cursor) => [
      { query: { phase, limit: pageSize, ...(cursor ? { cursor } : {}) } },
    ]),
  );

/** What is in each phase; hooks cannot be called in a loop, so the five stand one by one. */
function useEntries() {
  const domain = useDomainWords();
  const format = useFormat();
  const lists = {
    awaitingReport: usePhase('awaitingReport'),
    reported: usePhase('reported'),
    assigned: usePhase('assigned'),
    submitted: usePhase('submitted'),
    confirmed: usePhase('confirmed'),
  } as const satisfies Record<Phase, unknown>;
  return phases.map((id) => {
    const list = lists[id];
    const rows = list.state === 'ready' ? list.items.length : undefined;
    return { id, label: domain.phase.evaluation[id], rows, count: rows === undefined ? '…' : format.number(rows) };
  });
}

function useColumns(): readonly DataColumn<Row>[] {
  const words = useConsoleWords();
  const domain = useDomainWords();
  const standings = useStandings();
  return [
    {
      key: 'title',
      label: words.awards.project,
      cell: ({ state }) => (
        <>
          <Link to={`/console/awards/${state.awardId}/evaluations/${state.stage}`}>{state.title}</Link>
          <span className="hc-sub">{state.organisationName}</span>
        </>
      ),
    },
    { key: 'stage', label: words.evaluations.stage, cell: ({ state }) => domain.stage[state.stage] },
    {
      key: 'phase',
      label: words.table.phase,
      cell: (row) => <PhaseBadge kind="evaluation" phase={standings(keyOfEvaluation(row.state), row).phase} />,
    },
    {
      key: 'due',
      label: words.evaluations.due,
      sort: (a, b) => a.state.reportDueAt.localeCompare(b.state.reportDueAt),
      cell: ({ state }) => {
        if (state.phase === 'awaitingReport') return <Due at={state.reportDueAt} />;
        return state.phase === 'assigned' && state.dueAt ? <Due at={state.dueAt} /> : '—';
      },
    },
    {
      key: 'score',
      label: words.evaluations.score,
      align: 'right',
      sort: (a, b) => (a.state.score ?? -1) - (b.state.score ?? -1),
      cell: ({ state }) => state.score ?? '—',
    },
  ];
}

function InPhase({ phase }: { readonly phase: Phase }) {
  const words = useConsoleWords().evaluations;
  const domain = useDomainWords();
  const columns = useColumns();
  const list = usePhase(phase);
  return (
    <Card title={domain.phase.evaluation[phase]}>
      <Loaded read={list}>
        {({ items, hasMore }) => (
          <DataTable
            caption={domain.phase.evaluation[phase]}
            columns={columns}
            rows={items}
            keyOf={({ state }) => keyOfEvaluation(state)}
            searchIn={({ state }) => `${state.title} ${state.organisationName}`}
            arriving={hasMore}
            empty={<Empty title={words.none} />}
          />
        )}
      </Loaded>
    </Card>
  );
}

function Evaluations() {
  const words = useConsoleWords().evaluations;
  const mayAssign = useMayTry('evaluation.assign');
  const entries = useEntries();
  const [chosen, choose] = useQueryValue('phase');
  const phase = phases.find((one) => one === chosen) ?? firstFilled(entries, mayAssign ? 'reported' : 'submitted');
  return (
    <>
      <PhaseStrip label={words.phases} entries={entries} chosen={phase ?? ''} onChoose={choose} />
      {phase ? <InPhase key={phase} phase={phase} /> : <Loading />}
    </>
  );
}

/** Third-party evaluations by phase. */
export function Screen() {
  const words = useConsoleWords();
  return (
    <Page title={words.nav.evaluations} lead={words.evaluations.lead}>
      <Evaluations />
    </Page>
  );
}
