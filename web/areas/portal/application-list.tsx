import { applicationsRoutes } from '#shared/contracts/routes/applications';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useList } from '../../client/reads.tsx';
import { LinkButton } from '../../design/button.tsx';
import { More } from '../../design/more.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Empty } from '../../design/states.tsx';
import { type Column, Table } from '../../design/table.tsx';
import { pathTo } from '../../shell/address.ts';
import { Link } from '../../shell/link.tsx';
import { useFormat } from '../../words/format.ts';
import { portalScreens as at } from './screens.ts';
import { usePortalWords } from './words.ts';

type Row = Reply<typeof applicationsRoutes.mine>['items'][number]['state'];

/** The organisation's applications, newest first, with where each stands. */
export function ApplicationList() {
  const words = usePortalWords().applications;
  const format = useFormat();
  const list = useList(applicationsRoutes.mine, 'home', (cursor) => [{ query: { cursor } }]);
  const columns: readonly Column<Row>[] = [
    {
      key: 'title',
      label: words.project,
      cell: ({ applicationId, title }) => <Link to={pathTo(at.application.path, { applicationId })}>{title}</Link>,
    },
    {
      key: 'amount',
      label: words.requested,
      align: 'right',
      cell: ({ requestedFen }) => (requestedFen > 0 ? format.money(requestedFen) : '—'),
    },
    {
      key: 'submitted',
      label: words.submitted,
      brief: true,
      cell: ({ submission }) => (submission ? format.date(submission.at) : '—'),
    },
    { key: 'phase', label: words.phase, cell: ({ phase }) => <PhaseBadge kind="application" phase={phase} /> },
  ];
  const empty = (
    <Empty
      title={words.none}
      note={words.noneNote}
      action={<LinkButton to={at.calls.path}>{words.seeCalls}</LinkButton>}
    />
  );
  return (
    <Loaded read={list} lines={4}>
      {({ items, hasMore, loadingMore, loadMore }) => (
        <>
          <Table
            caption={words.title}
            hideCaption
            columns={columns}
            rows={items.map(({ state }) => state)}
            keyOf={({ applicationId }) => applicationId}
            empty={empty}
          />
          {hasMore ? <More shown={items.length} hasMore loading={loadingMore} onMore={loadMore} /> : null}
        </>
      )}
    </Loaded>
  );
}
