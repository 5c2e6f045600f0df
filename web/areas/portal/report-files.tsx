import { useState } from 'react';
import type { AwardId } from '#shared/kernel/ids';
import { Button } from '../../design/button.tsx';
import { CheckboxGroup } from '../../design/choices.tsx';
import { FileUpload } from '../../design/file-upload.tsx';
import { type DocumentView, maxBytes, mediaTypes, useUpload } from './use-upload.ts';
import { useApplicationWords, useAwardWords } from './words.ts';

type Props = {
  readonly awardId: AwardId;
  readonly documents: readonly DocumentView[];
  readonly chosen: readonly string[];
  readonly onChange: (documentIds: readonly string[]) => void;
  readonly error: string | undefined;
};

/** Files of this project that passed their checks can be attached; a new one is attached as soon as it has passed. */
export function ReportFiles({ awardId, documents, chosen, onChange, error }: Props) {
  const words = useAwardWords().report;
  const upload = useApplicationWords().upload;
  const [added, setAdded] = useState<readonly DocumentView[]>([]);
  const moving = useUpload(awardId, 'report', undefined, (document) => {
    if (document.phase !== 'clean') return;
    setAdded((before) => [...before, document]);
    onChange([...chosen, document.documentId]);
  });
  const known = [
    ...documents,
    ...added.filter(({ documentId }) => !documents.some((one) => one.documentId === documentId)),
  ];
  const clean = known.filter(({ kind, phase }) => kind === 'report' && phase === 'clean');
  return (
    <>
      {clean.length > 0 ? (
        <CheckboxGroup
          name="documentIds"
          optional
          label={words.files}
          hint={words.filesHint}
          options={clean.map(({ documentId, name }) => ({ value: documentId, label: name }))}
          value={clean.map(({ documentId }) => documentId).filter((id) => chosen.includes(id))}
          onChange={onChange}
          error={error}
        />
      ) : null}
      <FileUpload
        name="file"
        optional
        label={words.addFile}
        kinds={words.fileKinds}
        accept={mediaTypes}
        maxBytes={maxBytes}
        state={moving.state}
        onPick={moving.pick}
        onCancel={moving.cancel}
      />
      {moving.again ? (
        <div>
          <Button onClick={moving.again}>{upload.again}</Button>
        </div>
      ) : null}
    </>
  );
}
