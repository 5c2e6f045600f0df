import { useState } from 'react';
import { paymentsRoutes } from '#shared/contracts/routes/payments';
import type { Reply } from '../../client/api.ts';
import { useCommand } from '../../client/reads.tsx';
import { TextInput } from '../../design/inputs.tsx';
import { useFormat } from '../../words/format.ts';
import { Act, ReasonAct } from './act.tsx';
import { useConsoleWords } from './console-nav.ts';
import { noteReply, useStandings } from './replies.ts';
import { Restart } from './restart.tsx';
import { UnmaskAccount } from './unmask.tsx';

export type InstalmentRow = Reply<typeof paymentsRoutes.inPhase>['items'][number];
type Instalment = InstalmentRow['state'];

export const keyOfInstalment = ({ awardId, number }: Pick<Instalment, 'awardId' | 'number'>) => `${awardId}#${number}`;

type Props = { readonly state: Instalment; readonly version: number };
type Sent = { readonly ok: false } | { readonly ok: true; readonly value: { phase: string; version: number } };

function useNoted({ state, version }: Props) {
  const { awardId, number } = state;
  const input = { params: { awardId, number }, ifMatch: version };
  const noted = async (sending: Promise<Sent>) => {
    const result = await sending;
    if (result.ok) noteReply(keyOfInstalment(state), result.value);
    return result;
  };
  return { input, noted };
}

function Prepare(props: Props) {
  const words = useConsoleWords().payments;
  const { input, noted } = useNoted(props);
  const command = useCommand(paymentsRoutes.prepare);
  return (
    <Act
      label={words.prepare}
      kind="primary"
      title={words.prepareTitle}
      note={<What {...props} />}
      command={command}
      send={() => noted(command.run(input))}
      done={words.prepared}
    />
  );
}

function Approve(props: Props) {
  const words = useConsoleWords().payments;
  const { input, noted } = useNoted(props);
  const command = useCommand(paymentsRoutes.approve);
  return (
    <Act
      label={words.approve}
      kind="primary"
      title={words.approveTitle}
      note={<What {...props} />}
      command={command}
      send={() => noted(command.run(input))}
      done={words.approved}
    />
  );
}

function SendBack(props: Props) {
  const words = useConsoleWords().payments;
  const { input, noted } = useNoted(props);
  const command = useCommand(paymentsRoutes.sendBack);
  return (
    <ReasonAct
      label={words.sendBack}
      title={words.sendBackTitle}
      note={<What {...props} />}
      limit={500}
      command={command}
      send={(reason) => noted(command.run({ ...input, body: { reason } }))}
      done={words.sentBack}
    />
  );
}

function Execute(props: Props) {
  const words = useConsoleWords().payments;
  const { input, noted } = useNoted(props);
  const command = useCommand(paymentsRoutes.execute);
  const [bankReference, setBankReference] = useState('');
  return (
    <Act
      label={words.execute}
      kind="primary"
      title={words.executeTitle}
      note={<What {...props} />}
      command={command}
      send={() => noted(command.run({ ...input, body: { bankReference } }))}
      done={words.executed}
      labels={{ bankReference: words.bankReference }}
    >
      {(errors) => (
        <TextInput
          name="bankReference"
          label={words.bankReference}
          required
          hint={words.bankReferenceHint}
          maxLength={60}
          value={bankReference}
          onChange={setBankReference}
          error={errors['bankReference']}
        />
      )}
    </Act>
  );
}

function Settle(props: Props) {
  const words = useConsoleWords().payments;
  const { input, noted } = useNoted(props);
  const confirm = useCommand(paymentsRoutes.confirm);
  const bounce = useCommand(paymentsRoutes.bounce);
  return (
    <>
      <Act
        label={words.confirm}
        kind="primary"
        title={words.confirmTitle}
        note={<What {...props} />}
        command={confirm}
        send={() => noted(confirm.run(input))}
        done={words.confirmed}
      />
      <ReasonAct
        label={words.bounce}
        kind="danger"
        title={words.bounceTitle}
        note={<What {...props} />}
        limit={500}
        command={bounce}
        send={(reason) => noted(bounce.run({ ...input, body: { reason } }))}
        done={words.bounced}
      />
    </>
  );
}

/** Shown beside the instalment on its project's page alone: in the lists of payments everyone would see it in every row. */
export function RestartInstalment({ row }: { readonly row: InstalmentRow }) {
  const standing = useStandings()(keyOfInstalment(row.state), row);
  const { input, noted } = useNoted({ state: row.state, version: standing.version });
  const command = useCommand(paymentsRoutes.restart);
  if (!standing.may.includes('instalment.restart')) return null;
  return <Restart command={command} send={(reason) => noted(command.run({ ...input, body: { reason } }))} />;
}

/** Whom, what for and how much: the last thing one reads before money moves. */
function What({ state }: Props) {
  const words = useConsoleWords().payments;
  const format = useFormat();
  return (
    <p>{words.what(state.organisationName, state.title, state.number, state.of, format.money(state.amountFen))}</p>
  );
}

/** Exactly the steps that this person may take with this instalment now. */
export function InstalmentActions({ row }: { readonly row: InstalmentRow }) {
  const standing = useStandings()(keyOfInstalment(row.state), row);
  const props = { state: row.state, version: standing.version };
  if (standing.may.every((permission) => permission === 'instalment.restart')) return null;
  const may = (permission: string) => standing.may.some((one) => one === permission);
  return (
    <div className="hc-actions">
      {may('instalment.prepare') ? <Prepare {...props} /> : null}
      {may('instalment.approve') ? <Approve {...props} /> : null}
      {may('instalment.execute') ? (
        <>
          <UnmaskAccount organisationId={row.state.organisationId} />
          <Execute {...props} />
        </>
      ) : null}
      {may('instalment.confirm') ? <Settle {...props} /> : null}
      {may('instalment.sendBack') ? <SendBack {...props} /> : null}
    </div>
  );
}
