import { type DragEvent, useState } from 'react';
import { useCoreWords } from '../words/core.ts';
import { bytesOf } from '../words/format.ts';
import { Badge } from './badge.tsx';
import { Button } from './button.tsx';
import { Field, type FieldProps } from './field.tsx';

export type UploadState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'uploading'; readonly fileName: string; readonly percent: number }
  | { readonly kind: 'checking'; readonly fileName: string }
  | { readonly kind: 'done'; readonly fileName: string; readonly bytes?: number }
  | { readonly kind: 'refused'; readonly fileName: string; readonly why: string };

export type FileUploadProps = FieldProps & {
  readonly state: UploadState;
  /** Media types, such as `application/pdf`. */
  readonly accept: readonly string[];
  /** How the kinds are called for people, such as `PDF`. */
  readonly kinds: string;
  readonly maxBytes: number;
  readonly onPick: (file: File) => void;
  readonly onCancel?: () => void;
};

/** How a file's name ends, as people know its kind; the whole name where it has no ending. */
const endingOf = (name: string) => /\.[^.]+$/.exec(name)?.[0].toLowerCase() ?? name;

function StateOf({ state, onCancel }: Pick<FileUploadProps, 'state' | 'onCancel'>) {
  const words = useCoreWords().upload;
  if (state.kind === 'empty') return null;
  const line = {
    uploading: () => <span>{words.uploading(state.kind === 'uploading' ? state.percent : 0)}</span>,
    checking: () => <Badge tone="active">{words.checking}</Badge>,
    done: () => <Badge tone="done">{words.done}</Badge>,
    refused: () => <Badge tone="refused">{words.refused}</Badge>,
  }[state.kind];
  return (
    <>
      <div className="hb-upload-state" role="status">
        <strong>{state.fileName}</strong>
        {state.kind === 'done' && state.bytes ? <span className="hb-hint">{bytesOf(state.bytes)}</span> : null}
        {line()}
      </div>
      {state.kind === 'uploading' ? <progress max={100} value={state.percent} aria-label={state.fileName} /> : null}
      {state.kind === 'uploading' && onCancel ? (
        <div>
          <Button onClick={onCancel}>{words.cancel}</Button>
        </div>
      ) : null}
    </>
  );
}

/** The browser's own file field, which phones and screen readers know, in an area that also takes a dropped file. */
export function FileUpload({ state, accept, kinds, maxBytes, onPick, onCancel, ...field }: FileUploadProps) {
  const words = useCoreWords().upload;
  const [over, setOver] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const take = (file: File | undefined) => {
    if (!file) return;
    const isKnown = accept.includes(file.type);
    const complaint = isKnown ? words.tooLarge(bytesOf(maxBytes)) : words.wrongKind(kinds, endingOf(file.name));
    const isFine = isKnown && file.size <= maxBytes;
    setWrong(isFine ? undefined : complaint);
    if (isFine) onPick(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const refusal = state.kind === 'refused' ? state.why : undefined;
  return (
    <Field {...field} hint={field.hint ?? words.hint(kinds, bytesOf(maxBytes))} error={wrong ?? field.error ?? refusal}>
      {(control) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the file field inside does the same by keyboard.
        <div
          className="hb-upload"
          data-over={over ? '' : undefined}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <StateOf state={state} {...(onCancel ? { onCancel } : {})} />
          <div className="hb-upload-pick">
            <input
              {...control}
              className="hb-hidden"
              type="file"
              accept={accept.join(',')}
              disabled={state.kind === 'uploading'}
              onChange={({ currentTarget }) => take(currentTarget.files?.[0])}
            />
            {state.kind === 'uploading' ? null : (
              <label className="hb-button" htmlFor={control.id}>
                {state.kind === 'empty' ? words.drop : words.replace}
              </label>
            )}
          </div>
        </div>
      )}
    </Field>
  );
}
