import { useState } from 'react';
import { needsRoutes } from '#shared/contracts/routes/needs';
import type { Reply } from '../../client/api.ts';
import { useCommand } from '../../client/reads.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { DescriptionList } from '../../design/table.tsx';
import { ReasonAct } from './act.tsx';
import { useConsoleWords } from './console-nav.ts';

type Clear = Reply<typeof needsRoutes.unmask>;

/** Name and number in clear: for a reason that goes on record, and only for as long as the dialog stays open. */
export function Unmask({ beneficiaryId }: { readonly beneficiaryId: string }) {
  const words = useConsoleWords().unmask;
  const command = useCommand(needsRoutes.unmask);
  const [clear, setClear] = useState<Clear>();
  const send = async (reason: string) => {
    const result = await command.run({ params: { beneficiaryId }, body: { reason } });
    if (result.ok) setClear(result.value);
    return result;
  };
  return (
    <>
      <ReasonAct
        label={words.label}
        kind="plain"
        title={words.title}
        note={words.note}
        limit={300}
        command={command}
        send={send}
        done={words.done}
      />
      <Dialog open={clear !== undefined} title={words.shown} onClose={() => setClear(undefined)}>
        <DescriptionList
          terms={[
            { label: words.name, value: clear?.name ?? '' },
            { label: words.number, value: clear?.residentId ?? words.unknown },
            { label: words.telephone, value: clear?.telephone ?? words.unknown },
          ]}
        />
      </Dialog>
    </>
  );
}
