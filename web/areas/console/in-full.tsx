import { useState } from 'react';
import { Dialog } from '../../design/dialog.tsx';
import { DescriptionList, type Term } from '../../design/table.tsx';
import { type ActProps, ReasonAct } from './act.tsx';

type Words = {
  readonly label: string;
  readonly title: string;
  readonly note: string;
  readonly done: string;
  readonly shown: string;
};
type Shown<Clear> = { readonly ok: true; readonly value: Clear } | { readonly ok: false };

/** What is masked elsewhere, in clear: for a reason that goes on record, and only for as long as the dialog stays open. */
export function InFull<Clear>({
  words,
  command,
  send,
  terms,
}: {
  readonly words: Words;
  readonly command: ActProps['command'];
  readonly send: (reason: string) => Promise<Shown<Clear>>;
  readonly terms: (clear: Clear) => readonly Term[];
}) {
  const [clear, setClear] = useState<Clear>();
  const ask = async (reason: string) => {
    const result = await send(reason);
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
        send={ask}
        done={words.done}
      />
      <Dialog open={clear !== undefined} title={words.shown} onClose={() => setClear(undefined)}>
        <DescriptionList terms={clear === undefined ? [] : terms(clear)} />
      </Dialog>
    </>
  );
}
