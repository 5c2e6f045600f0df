import { useState } from 'react';
import { admissionRoutes } from '#shared/contracts/routes/admission';
import type { applicationsRoutes } from '#shared/contracts/routes/applications';
import { decisionRoutes } from '#shared/contracts/routes/decision';
import { Fen } from '#shared/kernel/money';
import type { Reply } from '../../client/api.ts';
import { useCommand } from '../../client/reads.tsx';
import { RadioGroup } from '../../design/choices.tsx';
import { MoneyInput, TextArea } from '../../design/inputs.tsx';
import { Card } from '../../design/layout.tsx';
import { useFormat } from '../../words/format.ts';
import { Act, ReasonAct } from './act.tsx';
import { Confirm } from './application-confirm.tsx';
import { AssignExperts } from './assign-experts.tsx';
import { useConsoleWords } from './console-nav.ts';
import { noted } from './replies.ts';
import { Restart } from './restart.tsx';

type Read = Reply<typeof applicationsRoutes.read>;
type Props = { readonly read: Read };
type ActionsProps = Props & { readonly nameOf: (id: string | undefined) => string };

function Admission({ read: { state, version } }: Props) {
  const words = useConsoleWords().actions;
  const command = useCommand(admissionRoutes.decide);
  const { applicationId } = state;
  const decide = (admitted: boolean) => async (reason: string) =>
    noted(applicationId)(
      await command.run({ params: { applicationId }, ifMatch: version, body: { admitted, reason } }),
    );
  return (
    <>
      <ReasonAct
        label={words.admit}
        kind="primary"
        title={words.admitTitle}
        note={words.admitNote}
        limit={500}
        command={command}
        send={decide(true)}
        done={words.admitted}
      />
      <ReasonAct
        label={words.refuse}
        kind="danger"
        title={words.refuseTitle}
        note={words.refuseNote}
        limit={500}
        command={command}
        send={decide(false)}
        done={words.refused}
      />
    </>
  );
}

type Outcome = 'award' | 'decline';

function Propose({ read: { state, version } }: Props) {
  const words = useConsoleWords().actions;
  const format = useFormat();
  const command = useCommand(decisionRoutes.propose);
  const [outcome, setOutcome] = useState<Outcome | ''>(state.review?.passed ? 'award' : 'decline');
  const [amountFen, setAmountFen] = useState<number | undefined>(state.requestedFen);
  const [reason, setReason] = useState('');
  const { applicationId } = state;
  const send = async () => {
    if (outcome === '') return { ok: false };
    const fen = Fen.parse(outcome === 'award' ? (amountFen ?? 0) : 0);
    const body = { outcome, amountFen: fen, reason };
    return noted(applicationId)(await command.run({ params: { applicationId }, ifMatch: version, body }));
  };
  return (
    <Act
      label={words.propose}
      kind="primary"
      title={words.proposeTitle}
      note={words.proposeNote(format.money(state.requestedFen), state.review?.score ?? 0)}
      command={command}
      send={send}
      done={words.proposed}
      places={{ 'decision.over-request': 'amountFen', 'decision.below-pass-line': 'outcome' }}
      labels={{ outcome: words.outcome, amountFen: words.amount, reason: words.reason }}
    >
      {(errors) => (
        <>
          <RadioGroup<Outcome>
            name="outcome"
            label={words.outcome}
            value={outcome}
            onChange={setOutcome}
            error={errors['outcome']}
            options={[
              { value: 'award', label: words.award },
              { value: 'decline', label: words.decline },
            ]}
          />
          {outcome === 'award' ? (
            <MoneyInput
              name="amountFen"
              label={words.amount}
              required
              value={amountFen}
              onChange={setAmountFen}
              error={errors['amountFen']}
            />
          ) : null}
          <TextArea
            name="reason"
            label={words.reason}
            required
            limit={1000}
            value={reason}
            onChange={setReason}
            error={errors['reason']}
          />
        </>
      )}
    </Act>
  );
}

function CancelNotice({ read: { state, version } }: Props) {
  const words = useConsoleWords().actions;
  const command = useCommand(decisionRoutes.cancelNotice);
  const { applicationId } = state;
  return (
    <ReasonAct
      label={words.cancelNotice}
      kind="danger"
      title={words.cancelNoticeTitle}
      note={words.cancelNoticeNote}
      limit={500}
      command={command}
      send={async (reason) =>
        noted(applicationId)(await command.run({ params: { applicationId }, ifMatch: version, body: { reason } }))
      }
      done={words.noticeCancelled}
    />
  );
}

function RestartApplication({ read: { state, version } }: Props) {
  const command = useCommand(decisionRoutes.restart);
  const { applicationId } = state;
  return (
    <Restart
      command={command}
      send={async (reason) =>
        noted(applicationId)(await command.run({ params: { applicationId }, ifMatch: version, body: { reason } }))
      }
    />
  );
}

/** Exactly what this person may do with it now. */
export function ApplicationActions({ read, nameOf }: ActionsProps) {
  const words = useConsoleWords().actions;
  const { may } = read;
  const known = [
    ['application.admit', <Admission key="admit" read={read} />],
    ['application.assign', <AssignExperts key="assign" application={read.state} version={read.version} />],
    ['application.propose', <Propose key="propose" read={read} />],
    ['application.confirm', <Confirm key="confirm" read={read} nameOf={nameOf} />],
    ['application.cancelNotice', <CancelNotice key="cancel" read={read} />],
    ['application.restart', <RestartApplication key="restart" read={read} />],
  ] as const;
  const open = known.filter(([permission]) => may.includes(permission));
  return (
    <Card title={words.title}>
      {open.length === 0 ? (
        <p className="hb-lead">{words.none}</p>
      ) : (
        <div className="hc-actions" data-column="">
          {open.map(([, action]) => action)}
        </div>
      )}
    </Card>
  );
}
