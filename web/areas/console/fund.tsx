import { useState } from 'react';
import { fundsRoutes } from '#shared/contracts/routes/funds';
import { inboxRoutes } from '#shared/contracts/routes/inbox';
import { Fen } from '#shared/kernel/money';
import { Loaded } from '../../client/loaded.tsx';
import { useCommand, useRead } from '../../client/reads.tsx';
import { MoneyInput, TextInput } from '../../design/inputs.tsx';
import { Card, Page } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import type { ScreenProps } from '../../shell/screens.tsx';
import { Act } from './act.tsx';
import { useConsoleWords } from './console-nav.ts';
import { FundEntries } from './fund-entries.tsx';
import { PoolBar } from './pool-bar.tsx';
import { StoryCard } from './story.tsx';

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

/** One fund: its balances, its entries, and money that arrives. */
export function Screen({ params }: ScreenProps<'/console/funds/{fundId}'>) {
  const words = useConsoleWords();
  const read = useRead(fundsRoutes.read, { params });
  const story = useRead(inboxRoutes.ofFund, { params });
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
      <FundEntries fundId={state.fundId} />
      <StoryCard read={story} />
    </Page>
  );
}
