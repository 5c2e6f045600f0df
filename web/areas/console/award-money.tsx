import { paymentsRoutes } from '#shared/contracts/routes/payments';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { Stack } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Empty } from '../../design/states.tsx';
import { DescriptionList } from '../../design/table.tsx';
import { useFormat } from '../../words/format.ts';
import { useConsoleWords } from './console-nav.ts';
import { Due } from './due.tsx';
import { InstalmentActions, type InstalmentRow, RestartInstalment } from './instalment-actions.tsx';

type Props = { readonly awardId: string; readonly nameOf: (id: string | undefined) => string };

function InstalmentCard({ row, nameOf }: { readonly row: InstalmentRow } & Pick<Props, 'nameOf'>) {
  const words = useConsoleWords();
  const format = useFormat();
  const { state } = row;
  const isWaiting = ['due', 'prepared', 'approvedOnce', 'approved'].includes(state.phase);
  const done = (by: string | undefined) => (by ? nameOf(by) : undefined);
  // What has not happened yet is left out: the card grows with the payment.
  const terms = [
    { label: words.calls.after, value: words.calls.afters[state.after] },
    { label: words.payments.due, value: state.dueAt && isWaiting ? <Due at={state.dueAt} /> : undefined },
    { label: words.payments.preparedBy, value: done(state.preparedBy) },
    { label: words.payments.approvedBy, value: state.approvedBy.map(nameOf).join('、') || undefined },
    { label: words.payments.executedBy, value: done(state.executedBy) },
    { label: words.payments.bankReference, value: state.bankReference },
    { label: words.payments.confirmedAt, value: state.confirmedAt && format.dateTime(state.confirmedAt) },
    {
      label: words.payments.order,
      value: state.order > 1 ? words.payments.nthOrder(state.order) : undefined,
    },
  ];
  return (
    <section className="hb-card" aria-label={words.calls.nth(state.number)}>
      <div className="hb-card-head">
        <h3>
          {words.calls.nth(state.number)} · {format.money(state.amountFen)}
        </h3>
        <PhaseBadge kind="instalment" phase={state.phase} />
      </div>
      <DescriptionList terms={terms.filter(({ value }) => value !== undefined)} />
      <InstalmentActions row={row} />
      <RestartInstalment row={row} />
    </section>
  );
}

/** The instalments of a project, each with who has done what and what can be done now. */
export function AwardMoney({ awardId, nameOf }: Props) {
  const words = useConsoleWords().payments;
  const read = useRead(paymentsRoutes.ofAward, { params: { awardId } });
  return (
    <Loaded read={read}>
      {({ value: { items } }) =>
        items.length === 0 ? (
          <Empty title={words.notPlanned} note={words.notPlannedNote} />
        ) : (
          <Stack>
            {items.map((row) => (
              <InstalmentCard key={row.state.number} row={row} nameOf={nameOf} />
            ))}
          </Stack>
        )
      }
    </Loaded>
  );
}
