import { useState } from 'react';
import { fundsRoutes } from '#shared/contracts/routes/funds';
import { accounts } from '#shared/domain/fund';
import { Fen } from '#shared/kernel/money';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useCommand, useList, useRead } from '../../client/reads.tsx';
import { MoneyInput, TextInput } from '../../design/inputs.tsx';
import { Card, Page } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Empty } from '../../design/states.tsx';
import { Link } from '../../shell/link.tsx';
import type { ScreenProps } from '../../shell/screens.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { Act } from './act.tsx';
import { pageSize, useAllPages } from './all-pages.ts';
import { useConsoleWords } from './console-nav.ts';
import { DataTable } from './data-table.tsx';
import { PoolBar } from './pool-bar.tsx';
import { pathOfRecord } from './record-path.ts';

function Receive({ fundId }: { readonly fundId: string }) {
  const words = useConsoleWords().funds;
  const command = useCommand(fundsRoutes.receive);
  const [amountFen, setAmountFen] = useState<number>();
  const [reference, setReference] = useState('');
  return (
    <Act
      label={words.receive}
      kind="primary"
      title={words.receiveTitle}
      note={words.receiveNote}
      command={command}
      send={() => command.run({ params: { fundId }, body: { amountFen: Fen.parse(amountFen ?? 0), reference } })}
      done={words.receivedDone}
      places={{ 'fund.reference-used': 'reference' }}
      labels={{ amountFen: words.amount, reference: words.reference }}
    >
      {(errors) => (
        <>
          <MoneyInput
            name="amountFen"
            label={words.amount}
            required
            value={amountFen}
            onChange={setAmountFen}
            error={errors['amountFen']}
          />
          <TextInput
            name="reference"
            label={words.reference}
            required
            hint={words.referenceHint}
            maxLength={60}
            value={reference}
            onChange={setReference}
            error={errors['reference']}
          />
        </>
      )}
    </Act>
  );
}

type Entry = Reply<typeof fundsRoutes.entries>['items'][number];

/** From which account to which, and how much: an entry always balances. */
function useMove() {
  const domain = useDomainWords();
  const order = new Map(accounts.map((account, index) => [account, index]));
  return ({ lines }: Entry) => {
    const named = (wanted: (fen: number) => boolean) =>
      lines
        .filter(({ fen }) => wanted(fen))
        .toSorted((a, b) => (order.get(a.account) ?? 0) - (order.get(b.account) ?? 0))
        .map(({ account }) => domain.account[account])
        .join('、');
    return `${named((fen) => fen < 0)} → ${named((fen) => fen > 0)}`;
  };
}

const amountOf = ({ lines }: Entry) => lines.reduce((sum, { fen }) => sum + Math.max(0, fen), 0);

function Entries({ fundId }: { readonly fundId: string }) {
  const words = useConsoleWords().funds;
  const domain = useDomainWords();
  const format = useFormat();
  const move = useMove();
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
            rows={items}
            keyOf={({ entryId }) => entryId}
            arriving={hasMore}
            empty={<Empty title={words.noEntries} />}
            filter={{
              name: 'kind',
              label: words.kind,
              of: ({ kind }) => kind,
              options: Object.entries(domain.entry).map(([value, label]) => ({ value, label })),
            }}
            columns={[
              { key: 'kind', label: words.kind, cell: ({ kind }) => domain.entry[kind] },
              {
                key: 'at',
                label: words.at,
                sort: (a, b) => a.at.localeCompare(b.at),
                cell: ({ at }) => format.dateTime(at),
              },
              {
                key: 'amount',
                label: words.amount,
                align: 'right',
                sort: (a, b) => amountOf(a) - amountOf(b),
                cell: (entry) => format.money(amountOf(entry)),
              },
              { key: 'move', label: words.move, cell: move },
              {
                key: 'cause',
                label: words.cause,
                cell: ({ cause }) => <Link to={pathOfRecord(cause)}>{words.seeCause}</Link>,
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}

/** One fund: its balances, its entries, and money that arrives. */
export function Screen({ params }: ScreenProps<'/console/funds/{fundId}'>) {
  const words = useConsoleWords();
  const read = useRead(fundsRoutes.read, { params });
  if (read.state !== 'ready')
    return (
      <Page title={words.nav.funds}>
        <Loaded read={read}>{() => null}</Loaded>
      </Page>
    );
  const { state, balances, may } = read.value;
  return (
    <Page
      title={state.name.zh}
      badge={<PhaseBadge kind="fund" phase={state.phase} />}
      lead={words.funds.sources[state.sourceType]}
      crumbs={[{ label: words.nav.funds, to: '/console/funds' }]}
      actions={may.includes('fund.receive') ? <Receive fundId={state.fundId} /> : null}
    >
      <Card title={words.funds.balances}>
        <PoolBar balances={balances} />
      </Card>
      <Entries fundId={state.fundId} />
    </Page>
  );
}
