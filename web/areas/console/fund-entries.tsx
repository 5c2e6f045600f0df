import { fundsRoutes } from '#shared/contracts/routes/funds';
import { Loaded } from '../../client/loaded.tsx';
import { useList } from '../../client/reads.tsx';
import { Card } from '../../design/layout.tsx';
import { Empty } from '../../design/states.tsx';
import { Link } from '../../shell/link.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { pageSize, useAllPages } from './all-pages.ts';
import { useCallNames } from './call-names.ts';
import { useConsoleWords } from './console-nav.ts';
import { type DataColumn, DataTable } from './data-table.tsx';
import { amountOf, type Entry, type Line, linesOf } from './fund-lines.ts';
import { pathOfRecord } from './record-path.ts';

function Purpose({ entry: { cause, title, organisationName, callId, reference } }: { readonly entry: Entry }) {
  const words = useConsoleWords();
  const callName = useCallNames();
  const number = cause.startsWith('INSTALMENT#') ? words.calls.nth(Number(cause.split('#')[2])) : undefined;
  if (!title) return reference ? words.funds.referenceOf(reference) : '—';
  const whose = [number, organisationName].filter((part) => part !== undefined).join(' · ');
  const more = [whose, callId && callName(callId)].filter((part) => part !== undefined);
  return (
    <>
      <Link to={pathOfRecord(cause)}>{title}</Link>
      {more.map((part) => (
        <span key={part} className="hc-sub">
          {part}
        </span>
      ))}
    </>
  );
}

function useColumns(): readonly DataColumn<Line>[] {
  const words = useConsoleWords().funds;
  const domain = useDomainWords();
  const format = useFormat();
  return [
    {
      key: 'at',
      label: words.at,
      sort: (a, b) => a.at.localeCompare(b.at),
      cell: ({ at }) => <span className="hc-moment">{format.dateTime(at)}</span>,
    },
    {
      key: 'kind',
      label: words.kind,
      cell: ({ kind }) => (
        <>
          {domain.entry[kind]}
          <span className="hc-sub">{words.moves[kind]}</span>
        </>
      ),
    },
    { key: 'cause', label: words.cause, cell: (entry) => <Purpose entry={entry} /> },
    {
      key: 'amount',
      label: words.amount,
      align: 'right',
      sort: (a, b) => amountOf(a) - amountOf(b),
      cell: (entry) => format.money(amountOf(entry)),
    },
    {
      key: 'available',
      label: words.availableAfter,
      align: 'right',
      cell: ({ availableFen }) => (availableFen === undefined ? '…' : format.money(availableFen)),
    },
  ];
}

/** Every movement of a fund's money: what it was for, and what it left. */
export function FundEntries({ fundId }: { readonly fundId: string }) {
  const words = useConsoleWords().funds;
  const domain = useDomainWords();
  const columns = useColumns();
  const list = useAllPages(
    useList(fundsRoutes.entries, fundId, (cursor) => [
      { params: { fundId }, query: { limit: pageSize, ...(cursor ? { cursor } : {}) } },
    ]),
  );
  return (
    <Card title={words.entries}>
      <Loaded read={list}>
        {({ items, hasMore }) => (
          <DataTable
            caption={words.entries}
            rows={linesOf(items, !hasMore)}
            keyOf={({ entryId }) => entryId}
            searchIn={({ title, organisationName, reference }) =>
              `${title ?? ''} ${organisationName ?? ''} ${reference ?? ''}`
            }
            arriving={hasMore}
            empty={<Empty title={words.noEntries} />}
            filter={{
              name: 'kind',
              label: words.kind,
              has: ({ kind }, value) => kind === value,
              options: Object.entries(domain.entry).map(([value, label]) => ({ value, label })),
            }}
            columns={columns}
          />
        )}
      </Loaded>
    </Card>
  );
}
