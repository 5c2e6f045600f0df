import { callsRoutes } from '#shared/contracts/routes/calls';
import { reviewRoutes } from '#shared/contracts/routes/review';
import type { Criterion } from '#shared/domain/call';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { Stack } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Empty } from '../../design/states.tsx';
import { Table } from '../../design/table.tsx';
import { useConsoleWords } from './console-nav.ts';
import { Due } from './due.tsx';

type Review = Reply<typeof reviewRoutes.ofApplication>['items'][number];

function Scores({ reviews, rubric }: { readonly reviews: readonly Review[]; readonly rubric: readonly Criterion[] }) {
  const words = useConsoleWords().reviews;
  const scored = reviews.filter(({ lines }) => lines !== undefined);
  if (scored.length === 0) return <p>{words.blind}</p>;
  return (
    <>
      <Table
        caption={words.scores}
        rows={rubric}
        keyOf={({ id }) => id}
        columns={[
          { key: 'line', label: words.line, cell: ({ id, name, max }) => `${id} ${name.zh}（${max}）` },
          ...scored.map(({ expertId, name, lines }) => ({
            key: expertId.toString(),
            label: name,
            align: 'right' as const,
            cell: ({ id }: Criterion) => lines?.find((line) => line.id === id)?.score ?? '—',
          })),
        ]}
      />
      {scored.map(({ expertId, name, opinion }) => (
        <section key={expertId} aria-label={words.opinionOf(name)}>
          <h4>{words.opinionOf(name)}</h4>
          <p className="hc-prose">{opinion}</p>
        </section>
      ))}
    </>
  );
}

type Props = { readonly applicationId: string; readonly callId: string };

/** Who reviews and where each stands; scores when all are in. */
export function ApplicationReviews({ applicationId, callId }: Props) {
  const words = useConsoleWords().reviews;
  const reviews = useRead(reviewRoutes.ofApplication, { params: { applicationId } });
  const call = useRead(callsRoutes.read, { params: { callId } });
  return (
    <Loaded read={reviews}>
      {({ value: { items } }) =>
        items.length === 0 ? (
          <Empty title={words.none} note={words.noneNote} />
        ) : (
          <Stack>
            <Table
              caption={words.experts}
              hideCaption
              rows={items}
              keyOf={({ expertId }) => expertId}
              columns={[
                { key: 'name', label: words.expert, cell: ({ name }) => name },
                {
                  key: 'phase',
                  label: words.standing,
                  cell: ({ phase }) => <PhaseBadge kind="review" phase={phase} />,
                },
                {
                  key: 'due',
                  label: words.due,
                  cell: ({ phase, dueAt }) => (phase === 'assigned' || phase === 'accepted' ? <Due at={dueAt} /> : '—'),
                },
                { key: 'total', label: words.total, align: 'right', cell: ({ total }) => total ?? '—' },
              ]}
            />
            <Scores reviews={items} rubric={call.state === 'ready' ? call.value.state.rules.rubric : []} />
          </Stack>
        )
      }
    </Loaded>
  );
}
