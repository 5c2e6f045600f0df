import { type ReactNode, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { useCoreWords } from '../../words/core.ts';

export type SubmitBarProps = {
  readonly progress: string;
  readonly total: ReactNode;
  readonly label: string;
  readonly confirmTitle: string;
  readonly confirm: string;
  readonly busy: boolean;
  /** Says whether all is filled in; then the reader is asked once more. */
  readonly check: () => boolean;
  readonly onSubmit: () => Promise<void>;
};

/** The running total stays in sight while one scores. */
export function SubmitBar({ progress, total, label, confirmTitle, confirm, busy, check, onSubmit }: SubmitBarProps) {
  const words = useCoreWords().form;
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <div className="desk-bar">
      <div role="status">
        <span className="desk-total">{total}</span>
        <small>{progress}</small>
      </div>
      <Button kind="primary" onClick={() => setAsking(check())}>
        {label}
      </Button>
      <Dialog
        open={asking}
        title={confirmTitle}
        onClose={close}
        actions={
          <>
            <Button kind="primary" busy={busy} onClick={() => void onSubmit().finally(close)}>
              {label}
            </Button>
            <Button onClick={close}>{words.cancel}</Button>
          </>
        }
      >
        <p>{confirm}</p>
      </Dialog>
    </div>
  );
}
