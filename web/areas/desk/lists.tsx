import type { ReactNode } from 'react';
import { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import { reviewRoutes } from '#shared/contracts/routes/review';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { type ListRead, useList } from '../../client/reads.tsx';
import { More } from '../../design/more.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Empty } from '../../design/states.tsx';
import { type Column, Table } from '../../design/table.tsx';
import { pathTo } from '../../shell/address.ts';
import { Link } from '../../shell/link.tsx';
import { deskWords } from '../../words/desk.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';

type ReviewItem = Reply<typeof reviewRoutes.mine>['items'][number];
type EvaluationItem = Reply<typeof evaluationRoutes.mine>['items'][number];

/** When it is due; how long that is matters only while there is something to do. */
function Due({ at, isOpen }: { readonly at: string | undefined; readonly isOpen: boolean }) {
  const format = useFormat();
  if (!at) return '–';
  const isUrgent = isOpen && format.daysUntil(at) <= 3;
  return (
    <>
      {format.deadline(at)}
      {isOpen ? (
        <span className="desk-due" data-urgent={isUrgent ? '' : undefined}>
          {format.due(at)}
        </span>
      ) : null}
    </>
  );
}

type ListProps<Item> = {
  readonly read: ListRead<Item>;
  readonly columns: readonly Column<Item>[];
  readonly keyOf: (item: Item) => string;
  readonly isOpen: (item: Item) => boolean;
  readonly dueOf: (item: Item) => string | undefined;
  readonly empty: ReactNode;
} & Shown;
/** The desk's first page shows what there is to do; the list of one kind what is done as well. */
type Shown = { readonly only?: 'open' };

/** What there is to do first, by its due day; then, apart, what is done, the newest first. */
function WorkList<Item>({ read, columns, keyOf, isOpen, dueOf, empty, only }: ListProps<Item>) {
  const words = useWords(deskWords).work;
  return (
    <Loaded read={read}>
      {({ items, hasMore, loadingMore, loadMore }) => {
        if (items.length === 0) return empty;
        const due = (item: Item) => dueOf(item) ?? '';
        const open = items.filter(isOpen).toSorted((a, b) => (due(a) < due(b) ? -1 : 1));
        const done = items.filter((item) => !isOpen(item)).toSorted((a, b) => (due(a) < due(b) ? 1 : -1));
        return (
          <>
            <Table
              caption={words.open}
              columns={columns}
              rows={open}
              keyOf={keyOf}
              empty={<p className="hb-lead">{words.nothingOpen}</p>}
            />
            {done.length > 0 && only !== 'open' ? (
              <div className="desk-done">
                <Table caption={words.done} columns={columns} rows={done} keyOf={keyOf} />
              </div>
            ) : null}
            {hasMore ? <More shown={items.length} hasMore={hasMore} loading={loadingMore} onMore={loadMore} /> : null}
          </>
        );
      }}
    </Loaded>
  );
}

const isOpenReview = ({ state }: ReviewItem) => state.phase === 'assigned' || state.phase === 'accepted';

export function ReviewList(shown: Shown) {
  const words = useWords(deskWords);
  const language = useLanguage();
  const read = useList(reviewRoutes.mine, 'mine', (cursor) => [{ query: { cursor } }]);
  return (
    <WorkList
      {...shown}
      read={read}
      isOpen={isOpenReview}
      dueOf={({ state }) => state.dueAt}
      keyOf={({ state }) => state.applicationId}
      empty={<Empty title={words.work.noReviews} note={words.work.noReviewsWhy} />}
      columns={[
        {
          key: 'title',
          label: words.work.project,
          cell: ({ state: { applicationId, title }, callName }) => (
            <>
              <Link to={pathTo('/desk/reviews/{applicationId}', { applicationId })}>{title}</Link>
              <small className="desk-note">{callName?.[language]}</small>
            </>
          ),
        },
        { key: 'organisation', label: words.review.organisation, cell: ({ organisationName }) => organisationName },
        {
          key: 'phase',
          label: words.work.phase,
          cell: ({ state }) => <PhaseBadge kind="review" phase={state.phase} />,
        },
        {
          key: 'due',
          label: words.work.due,
          cell: (item) => <Due at={item.state.dueAt} isOpen={isOpenReview(item)} />,
        },
        { key: 'total', label: words.work.total, align: 'right', cell: ({ state }) => state.total ?? '–' },
      ]}
    />
  );
}

const isOpenEvaluation = ({ state }: EvaluationItem) => state.phase === 'assigned';

export function EvaluationList(shown: Shown) {
  const words = useWords(deskWords);
  const language = useLanguage();
  const stages = useDomainWords().stage;
  const read = useList(evaluationRoutes.mine, 'mine', (cursor) => [{ query: { cursor } }]);
  return (
    <WorkList
      {...shown}
      read={read}
      isOpen={isOpenEvaluation}
      dueOf={({ state }) => state.dueAt}
      keyOf={({ state }) => `${state.awardId}/${state.stage}`}
      empty={<Empty title={words.work.noEvaluations} note={words.work.noEvaluationsWhy} />}
      columns={[
        {
          key: 'title',
          label: words.work.project,
          cell: ({ state: { awardId, stage, title }, callName }) => (
            <>
              <Link to={pathTo('/desk/evaluations/{awardId}/{stage}', { awardId, stage })}>{title}</Link>
              <small className="desk-note">{callName?.[language]}</small>
            </>
          ),
        },
        { key: 'organisation', label: words.work.organisation, cell: ({ state }) => state.organisationName },
        { key: 'stage', label: words.work.stage, cell: ({ state }) => stages[state.stage] },
        {
          key: 'phase',
          label: words.work.phase,
          cell: ({ state }) => <PhaseBadge kind="evaluation" phase={state.phase} />,
        },
        {
          key: 'due',
          label: words.work.due,
          cell: (item) => <Due at={item.state.dueAt} isOpen={isOpenEvaluation(item)} />,
        },
        { key: 'total', label: words.work.total, align: 'right', cell: ({ state }) => state.score ?? '–' },
      ]}
    />
  );
}
