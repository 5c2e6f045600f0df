import { useState } from 'react';
import { callsRoutes } from '#shared/contracts/routes/calls';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useCommand, useRead } from '../../client/reads.tsx';
import { Page } from '../../design/layout.tsx';
import { Empty } from '../../design/states.tsx';
import { toast } from '../../design/toast.tsx';
import type { ScreenProps } from '../../shell/screens.tsx';
import { draftOf } from './call-draft.ts';
import { CallForm } from './call-form.tsx';
import { useConsoleWords } from './console-nav.ts';

type Props = { readonly read: Reply<typeof callsRoutes.read>; readonly onReload: () => void };

function Amend({ read, onReload }: Props) {
  const words = useConsoleWords().calls;
  const command = useCommand(callsRoutes.amend);
  // What was on the screen when the typing began: a later version of the record is not overwritten unseen.
  const [seen] = useState(read);
  const { callId } = seen.state;
  return (
    <CallForm
      start={draftOf(seen.state)}
      running={command.running}
      problem={command.problem}
      onReload={onReload}
      send={async (body) => {
        const result = await command.run({ params: { callId }, ifMatch: seen.version, body });
        if (!result.ok) return undefined;
        toast(words.amended);
        return `/console/calls/${callId}`;
      }}
    />
  );
}

/** Amending a call that is still a draft. */
export function Screen({ params }: ScreenProps<'/console/calls/{callId}/edit'>) {
  const words = useConsoleWords();
  const read = useRead(callsRoutes.read, { params });
  const [round, setRound] = useState(0);
  const back = `/console/calls/${params.callId}`;
  return (
    <Page
      title={words.calls.amend}
      crumbs={[
        { label: words.nav.calls, to: '/console/calls' },
        { label: words.calls.record, to: back },
      ]}
    >
      <Loaded read={read}>
        {({ value }) =>
          value.may.includes('call.amend') ? (
            <Amend key={round} read={value} onReload={() => setRound(round + 1)} />
          ) : (
            <Empty title={words.calls.notAmendable} note={words.calls.notAmendableNote} />
          )
        }
      </Loaded>
    </Page>
  );
}
