import type { Account } from '#shared/domain/fund';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { useConsoleWords } from './console-nav.ts';

const parts = ['available', 'reserved', 'committed', 'inTransit', 'paid'] as const satisfies readonly Account[];

/** Where the money of a fund stands: five parts that add up to all that was received. */
export function PoolBar({ balances }: { readonly balances: Readonly<Record<Account, number>> }) {
  const words = useConsoleWords().funds;
  const domain = useDomainWords();
  const format = useFormat();
  const receivedFen = -balances.received;
  const share = (fen: number) => (receivedFen > 0 ? fen / receivedFen : 0);
  return (
    <div className="hb-stack">
      <p>
        {words.received} <strong className="hc-amount">{format.money(receivedFen)}</strong>
      </p>
      <div className="hc-pool" aria-hidden="true">
        {parts.map((account) =>
          balances[account] > 0 ? (
            <span key={account} data-account={account} style={{ width: format.percent(share(balances[account])) }} />
          ) : null,
        )}
      </div>
      <ul className="hc-legend">
        {parts.map((account) => (
          <li key={account}>
            <i data-account={account} aria-hidden="true" />
            <span>
              {domain.account[account]} <small>{format.percent(share(balances[account]))}</small>
            </span>
            <strong>{format.money(balances[account])}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}
