import { agreementRoutes } from '#shared/contracts/routes/agreement';
import type { Reply } from '../../client/api.ts';
import { useCommand } from '../../client/reads.tsx';
import { Card } from '../../design/layout.tsx';
import { ReasonAct } from './act.tsx';
import { useConsoleWords } from './console-nav.ts';
import { Restart } from './restart.tsx';

type Read = Reply<typeof agreementRoutes.read>;
type Props = { readonly read: Read };

function Terminate({ read: { state, version } }: Props) {
  const words = useConsoleWords().award;
  const command = useCommand(agreementRoutes.terminate);
  return (
    <ReasonAct
      label={words.terminate}
      kind="danger"
      title={words.terminateTitle}
      note={words.terminateNote}
      limit={500}
      command={command}
      send={(reason) => command.run({ params: { awardId: state.awardId }, ifMatch: version, body: { reason } })}
      done={words.terminated}
    />
  );
}

function RestartAward({ read: { state, version } }: Props) {
  const command = useCommand(agreementRoutes.restart);
  return (
    <Restart
      command={command}
      send={(reason) => command.run({ params: { awardId: state.awardId }, ifMatch: version, body: { reason } })}
    />
  );
}

/** What this person may do with the award as a whole; what is done with its parts stands beside them. */
export function AwardActions({ read }: Props) {
  const words = useConsoleWords().actions;
  const mayRestart = read.may.includes('award.restart');
  const mayTerminate = read.may.includes('award.terminate');
  if (!mayRestart && !mayTerminate) return null;
  return (
    <Card title={words.title}>
      <div className="hc-actions" data-column="">
        {mayTerminate ? <Terminate read={read} /> : null}
        {mayRestart ? <RestartAward read={read} /> : null}
      </div>
    </Card>
  );
}
