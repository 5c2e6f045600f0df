import { useState } from 'react';
import { callsRoutes } from '#shared/contracts/routes/calls';
import { useCommand } from '../../client/reads.tsx';
import { Page } from '../../design/layout.tsx';
import { NoPermission } from '../../design/states.tsx';
import { toast } from '../../design/toast.tsx';
import { newDraft } from './call-draft.ts';
import { CallForm } from './call-form.tsx';
import { useMayTry } from './caller.ts';
import { useConsoleWords } from './console-nav.ts';

/** Drafting a call. */
export function Screen() {
  const words = useConsoleWords();
  const command = useCommand(callsRoutes.draft);
  const [start] = useState(newDraft);
  const mayDraft = useMayTry('call.draft');
  return (
    <Page
      title={words.calls.draft}
      lead={words.calls.draftLead}
      crumbs={[{ label: words.nav.calls, to: '/console/calls' }]}
    >
      {mayDraft ? (
        <CallForm
          start={start}
          running={command.running}
          problem={command.problem}
          send={async (body) => {
            const result = await command.run({ body });
            if (!result.ok) return undefined;
            toast(words.calls.drafted(result.value.number));
            return `/console/calls/${result.value.callId}`;
          }}
        />
      ) : (
        <NoPermission />
      )}
    </Page>
  );
}
