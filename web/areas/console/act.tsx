import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { type FieldErrors, type Places, useFieldErrors } from '../../client/field-errors.ts';
import type { Problem } from '../../client/problem.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextArea } from '../../design/inputs.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { toast } from '../../design/toast.tsx';
import { useCoreWords } from '../../words/core.ts';
import { useConsoleWords } from './console-nav.ts';
import { useProblemDetail } from './problem-detail.ts';

/** What of a command its dialog needs, whatever its route. */
type Commanded = {
  readonly running: boolean;
  readonly problem: Problem | undefined;
  readonly clear: () => void;
};
type Sent = { readonly ok: boolean };

/** Refusals that say: what you see is no longer so. */
const outdated: ReadonlySet<string> = new Set(['record.stale', 'record.wrong-phase', 'record.busy']);

type RefusalProps = {
  readonly problem: Problem | undefined;
  readonly fields: FieldErrors;
  readonly labels?: Readonly<Record<string, string>>;
  /** What was on the screen has been read again. */
  readonly onReload?: () => void;
};

/** Why a command was refused, and a way on: reload where the record has moved. */
export function RefusalNote({ problem, fields, labels = {}, onReload }: RefusalProps) {
  const words = useConsoleWords();
  const queries = useQueryClient();
  const detail = useProblemDetail(problem);
  if (!problem) return null;
  const reload = async () => {
    await queries.invalidateQueries();
    onReload?.();
  };
  return (
    <div className="hb-stack">
      <ProblemSummary title={problem.title} fields={fields} labels={labels} />
      {detail ? <p>{detail}</p> : null}
      {outdated.has(problem.code) ? (
        <div>
          <Button onClick={() => void reload()}>{words.act.reload}</Button>
        </div>
      ) : null}
    </div>
  );
}

/** What a summary adds to its title: a refusal about one field says the same twice otherwise. */
const beyond = (problem: Problem | undefined, errors: FieldErrors): FieldErrors =>
  Object.fromEntries(Object.entries(errors).filter(([, text]) => text !== problem?.title));

export type ActProps = {
  readonly label: string;
  readonly kind?: 'primary' | 'plain' | 'danger';
  readonly title: string;
  /** What will happen; the last thing one reads before it does. */
  readonly note?: ReactNode;
  readonly command: Commanded;
  readonly send: () => Promise<Sent>;
  /** Said in passing when it has been done. */
  readonly done: string;
  readonly places?: Places;
  readonly labels?: Readonly<Record<string, string>>;
  readonly confirm?: string;
  readonly blocked?: boolean;
  readonly children?: (errors: FieldErrors) => ReactNode;
};

/** A button for one command: it asks first, shows the refusal where it belongs, and says when it is done. */
export function Act({ label, kind, title, note, command, send, done, ...more }: ActProps) {
  const { places = {}, labels = {}, confirm, blocked = false, children } = more;
  const core = useCoreWords().form;
  const form = useId();
  const [open, setOpen] = useState(false);
  const errors = useFieldErrors(command.problem, places);
  const close = () => {
    setOpen(false);
    command.clear();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (command.running || blocked) return;
    if (!(await send()).ok) return;
    close();
    toast(done);
  };
  return (
    <>
      <Button {...(kind ? { kind } : {})} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog
        open={open}
        title={title}
        onClose={close}
        actions={
          <>
            <Button
              kind={kind === 'danger' ? 'danger' : 'primary'}
              type="submit"
              form={form}
              busy={command.running}
              disabled={blocked}
            >
              {confirm ?? label}
            </Button>
            <Button onClick={close}>{core.cancel}</Button>
          </>
        }
      >
        <form id={form} className="hb-stack" noValidate onSubmit={(event) => void submit(event)}>
          <RefusalNote
            problem={command.problem}
            fields={beyond(command.problem, errors)}
            labels={labels}
            onReload={close}
          />
          {note ? <div>{note}</div> : null}
          {children?.(errors)}
        </form>
      </Dialog>
    </>
  );
}

type ReasonActProps = Omit<ActProps, 'send' | 'children' | 'labels'> & {
  readonly send: (reason: string) => Promise<Sent>;
  readonly limit: number;
  readonly reasonLabel?: string;
  readonly hint?: string;
};

/** A command that goes on record with a reason. */
export function ReasonAct({ send, limit, reasonLabel, hint, ...act }: ReasonActProps) {
  const words = useConsoleWords().act;
  const [reason, setReason] = useState('');
  const label = reasonLabel ?? words.reason;
  return (
    <Act {...act} labels={{ reason: label }} send={() => send(reason)}>
      {(errors) => (
        <TextArea
          name="reason"
          required
          label={label}
          hint={hint ?? words.reasonHint}
          limit={limit}
          value={reason}
          onChange={setReason}
          error={errors['reason']}
        />
      )}
    </Act>
  );
}
