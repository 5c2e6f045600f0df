import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useCoreWords } from '../words/core.ts';
import { Button } from './button.tsx';

export type DialogProps = {
  readonly open: boolean;
  readonly title: string;
  /** Also by Escape. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The buttons; without them there is one that closes. */
  readonly actions?: ReactNode;
};

/** The browser's own dialog keeps the focus inside and gives it back afterwards. */
export function Dialog({ open, title, onClose, children, actions }: DialogProps) {
  const words = useCoreWords().form;
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    if (open && !element?.open) element?.showModal();
    if (!open) element?.close();
  }, [open]);
  return (
    <dialog ref={dialog} className="hb-dialog" aria-labelledby={id} onClose={onClose}>
      {open ? (
        <div>
          <h2 id={id}>{title}</h2>
          {children}
          <div className="hb-row">{actions ?? <Button onClick={onClose}>{words.close}</Button>}</div>
        </div>
      ) : null}
    </dialog>
  );
}
