import { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Empty } from '../../design/states.tsx';
import { Table } from '../../design/table.tsx';
import { Link } from '../../shell/link.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useConsoleWords } from './console-nav.ts';
import { Due } from './due.tsx';

/** The evaluations of a project, each with its own page. */
export function AwardEvaluations({ awardId }: { readonly awardId: string }) {
  const words = useConsoleWords();
  const domain = useDomainWords();
  const read = useRead(evaluationRoutes.ofAward, { params: { awardId } });
  return (
    <Loaded read={read}>
      {({ value: { items } }) => (
        <Table
          caption={words.nav.evaluations}
          hideCaption
          rows={items}
          keyOf={({ state }) => state.stage}
          empty={<Empty title={words.evaluations.notPlanned} note={words.evaluations.notPlannedNote} />}
          columns={[
            {
              key: 'stage',
              label: words.evaluations.stage,
              cell: ({ state }) => (
                <Link to={`/console/awards/${awardId}/evaluations/${state.stage}`}>{domain.stage[state.stage]}</Link>
              ),
            },
            {
              key: 'phase',
              label: words.table.phase,
              cell: ({ state }) => <PhaseBadge kind="evaluation" phase={state.phase} />,
            },
            {
              key: 'due',
              label: words.evaluations.due,
              cell: ({ state }) => {
                if (state.phase === 'awaitingReport') return <Due at={state.reportDueAt} />;
                return state.phase === 'assigned' && state.dueAt ? <Due at={state.dueAt} /> : '—';
              },
            },
            {
              key: 'score',
              label: words.evaluations.score,
              align: 'right',
              cell: ({ state }) => state.score ?? '—',
            },
          ]}
        />
      )}
    </Loaded>
  );
}
