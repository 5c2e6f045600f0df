import { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useList } from '../../client/reads.tsx';
import { Card, Page } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Empty, NoPermission } from '../../design/states.tsx';
import { useQueryValue } from '../../shell/address.ts';
import { Link } from '../../shell/link.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { pageSize, useAllPages } from './all-pages.ts';
import { useMayTry } from './caller.ts';
import { useConsoleWords } from './console-nav.ts';
import { type DataColumn, DataTable } from './data-table.tsx';
import { Due } from './due.tsx';
import { PhaseStrip } from './phase-strip.tsx';
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

function useStripEntry(phase: Phase) {
  const domain = useDomainWords();
  const format = useFormat();
  const list = usePhase(phase);
  const count = list.state === 'ready' ? format.number(list.items.length) : '…';
  return { id: phase, label: domain.phase.evaluation[phase], count };
}

function Strip({ chosen, onChoose }: { readonly chosen: Phase; readonly onChoose: (id: string) => void }) {
  const words = useConsoleWords().evaluations;
  const entries = [
    useStripEntry('awaitingReport'),
    useStripEntry('reported'),
    useStripEntry('assigned'),
    useStripEntry('submitted'),
    useStripEntry('confirmed'),
  ];
  return <PhaseStrip label={words.phases} entries={entries} chosen={chosen} onChoose={onChoose} />;
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

/** Third-party evaluations by phase. */
export function Screen() {
  const words = useConsoleWords();
  const [chosen, choose] = useQueryValue('phase', 'reported');
  const phase = phases.find((one) => one === chosen) ?? 'reported';
  const mayList = useMayTry('evaluation.list');
  return (
    <Page title={words.nav.evaluations} lead={words.evaluations.lead}>
      {mayList ? (
        <>
          <Strip chosen={phase} onChoose={choose} />
          <InPhase key={phase} phase={phase} />
        </>
      ) : (
        <NoPermission />
      )}
    </Page>
  );
}
