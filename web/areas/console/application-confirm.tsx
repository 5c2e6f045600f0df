import type { applicationsRoutes } from '#shared/contracts/routes/applications';
import { callsRoutes } from '#shared/contracts/routes/calls';
import { decisionRoutes } from '#shared/contracts/routes/decision';
import { fundsRoutes } from '#shared/contracts/routes/funds';
import type { Reply } from '../../client/api.ts';
import { useCommand, useRead } from '../../client/reads.tsx';
import { DescriptionList, type Term } from '../../design/table.tsx';
import { useFormat } from '../../words/format.ts';
import { Act, ReasonAct } from './act.tsx';
import { useConsoleWords } from './console-nav.ts';
import { noted } from './replies.ts';

type State = Reply<typeof applicationsRoutes.read>['state'];
type BasisProps = { readonly state: State; readonly nameOf: (id: string | undefined) => string };

/** What will be left in the fund: the last thing to know before money is reserved. */
function Afterwards({ fundId, amountFen }: { readonly fundId: string; readonly amountFen: number }) {
  const words = useConsoleWords().actions;
  const format = useFormat();
  const fund = useRead(fundsRoutes.read, { params: { fundId } });
  if (fund.state !== 'ready') return '…';
  const { available } = fund.value.balances;
  return available < amountFen
    ? words.overBalance(format.money(available))
    : words.balanceAfter(format.money(available), format.money(available - amountFen));
}

/** What the decision rests on, in figures, beside the reason of the proposal. */
function Basis({ state, nameOf }: BasisProps) {
  const words = useConsoleWords().actions;
  const format = useFormat();
  const call = useRead(callsRoutes.read, { params: { callId: state.callId } });
  const { proposal, review, requestedFen, fundId } = state;
  if (!proposal) return null;
  const passScore = call.state === 'ready' ? call.value.state.rules.passScore : undefined;
  const award: readonly Term[] = [
    { label: words.amount, value: <strong>{format.money(proposal.amountFen)}</strong> },
    { label: words.share, value: format.percent(proposal.amountFen / Math.max(1, requestedFen)) },
    { label: words.balance, value: <Afterwards fundId={fundId} amountFen={proposal.amountFen} /> },
  ];
  const [amount, share, balance] = proposal.outcome === 'award' ? award : [];
  const terms = [
    { label: words.requested, value: format.money(requestedFen) },
    amount,
    share,
    { label: words.score, value: review ? words.scoreOf(review.score, passScore ?? '…', review.passed) : '—' },
    { label: words.proposedBy, value: `${nameOf(proposal.by)} · ${format.dateTime(proposal.at)}` },
    { label: words.reason, value: proposal.reason },
    balance,
  ];
  return <DescriptionList terms={terms.filter((term) => term !== undefined)} />;
}

type Props = Pick<BasisProps, 'nameOf'> & { readonly read: Reply<typeof applicationsRoutes.read> };

/** The second person's decision on the proposal of the first. */
export function Confirm({ read: { state, version }, nameOf }: Props) {
  const words = useConsoleWords().actions;
  const format = useFormat();
  const confirm = useCommand(decisionRoutes.confirm);
  const sendBack = useCommand(decisionRoutes.sendBack);
  const { applicationId, proposal } = state;
  const isAward = proposal?.outcome === 'award';
  const input = { params: { applicationId }, ifMatch: version };
  return (
    <>
      <Act
        label={isAward ? words.confirmAward : words.confirmDecline}
        kind="primary"
        title={isAward ? words.confirmAwardTitle : words.confirmDeclineTitle}
        note={
          <>
            <p>{isAward ? words.confirmAwardNote(format.money(proposal.amountFen)) : words.confirmDeclineNote}</p>
            <Basis state={state} nameOf={nameOf} />
          </>
        }
        command={confirm}
        send={async () => noted(applicationId)(await confirm.run(input))}
        done={words.confirmed}
      />
      <ReasonAct
        label={words.sendBack}
        title={words.sendBackTitle}
        limit={500}
        command={sendBack}
        send={async (reason) => noted(applicationId)(await sendBack.run({ ...input, body: { reason } }))}
        done={words.sentBack}
      />
    </>
  );
}
