import { agreementRoutes } from '#shared/contracts/routes/agreement';
import { Loaded } from '../../client/loaded.tsx';
import { useList } from '../../client/reads.tsx';
import { Card, Page } from '../../design/layout.tsx';
import { More } from '../../design/more.tsx';
import { Period } from '../../design/period.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Empty } from '../../design/states.tsx';
import { Table } from '../../design/table.tsx';
import { pathTo } from '../../shell/address.ts';
import { Link } from '../../shell/link.tsx';
import { useFormat } from '../../words/format.ts';
import { portalScreens as at } from './screens.ts';
import { useAwardWords } from './words.ts';

export function Screen() {
  const words = useAwardWords().list;
  const format = useFormat();
  const list = useList(agreementRoutes.mine, 'home', (cursor) => [{ query: { cursor } }]);
  return (
    <Page title={words.title} lead={words.lead}>
      <Card>
        <Loaded read={list}>
          {({ items, hasMore, loadingMore, loadMore }) => (
            <>
              <Table
                caption={words.title}
                hideCaption
                rows={items.map(({ state }) => state)}
                keyOf={({ awardId }) => awardId}
                empty={<Empty title={words.none} note={words.noneNote} />}
                columns={[
                  {
                    key: 'title',
                    label: words.project,
                    cell: ({ awardId, title }) => <Link to={pathTo(at.award.path, { awardId })}>{title}</Link>,
                  },
                  { key: 'number', label: words.number, brief: true, cell: ({ number }) => number },
                  {
                    key: 'amount',
                    label: words.amount,
                    align: 'right',
                    cell: (award) => format.money(award.amountFen),
                  },
                  {
                    key: 'period',
                    label: words.period,
                    cell: ({ startsOn, endsOn }) => (startsOn && endsOn ? <Period from={startsOn} to={endsOn} /> : '—'),
                  },
                  { key: 'phase', label: words.phase, cell: ({ phase }) => <PhaseBadge kind="award" phase={phase} /> },
                ]}
              />
              {hasMore ? <More shown={items.length} hasMore loading={loadingMore} onMore={loadMore} /> : null}
            </>
          )}
        </Loaded>
      </Card>
    </Page>
  );
}
