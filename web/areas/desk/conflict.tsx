import { useState } from 'react';
import { reviewRoutes } from '#shared/contracts/routes/review';
import { useFieldErrors } from '../../client/field-errors.ts';
import { useCommand } from '../../client/reads.tsx';
import { Button } from '../../design/button.tsx';
import { Checkbox } from '../../design/choices.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextArea } from '../../design/inputs.tsx';
import { Card } from '../../design/layout.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { toast } from '../../design/toast.tsx';
import { useCoreWords } from '../../words/core.ts';
import { deskWords } from '../../words/desk.ts';
import { useWords } from '../../words/words.ts';

type Props = { readonly applicationId: string; readonly version: number };

/** Steps aside with a reason (回避). */
export function Recuse({ applicationId, version }: Props) {
  const words = useWords(deskWords).review.recuse;
  const core = useCoreWords();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const recuse = useCommand(reviewRoutes.recuse);
  const errors = useFieldErrors(recuse.problem);
  const send = async () => {
    setMissing(reason.trim() === '');
    if (reason.trim() === '') return;
    const result = await recuse.run({ params: { applicationId }, ifMatch: version, body: { reason } });
    if (result.ok) toast(words.done);
  };
  return (
    <>
      <Button kind="danger" onClick={() => setAsking(true)}>
        {words.button}
      </Button>
      <Dialog
        open={asking}
        title={words.title}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button kind="danger" busy={recuse.running} onClick={() => void send()}>
              {words.confirm}
            </Button>
            <Button onClick={() => setAsking(false)}>{core.form.cancel}</Button>
          </>
        }
      >
        <p>{words.lead}</p>
        <ProblemSummary title={recuse.problem?.title} fields={errors} />
        <TextArea
          name="reason"
          label={words.reason}
          hint={words.reasonHint}
          required
          limit={500}
          value={reason}
          onChange={setReason}
          error={missing ? core.issues.missing : errors['reason']}
        />
      </Dialog>
    </>
  );
}

type DeclarationProps = Props & { readonly mayAccept: boolean; readonly mayRecuse: boolean };

/** Conflicts of interest come before the proposal: who declares none is let in. */
export function Declaration({ applicationId, version, mayAccept, mayRecuse }: DeclarationProps) {
  const words = useWords(deskWords).review.declaration;
  const issues = useCoreWords().issues;
  const [agreed, setAgreed] = useState(false);
  const [missing, setMissing] = useState(false);
  const accept = useCommand(reviewRoutes.accept);
  const send = async () => {
    setMissing(!agreed);
    if (!agreed) return;
    await accept.run({ params: { applicationId }, ifMatch: version, body: { noConflict: true } });
  };
  return (
    <Card title={words.title}>
      <p>{words.lead}</p>
      <ul className="desk-cases">
        {words.cases.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <ProblemSummary title={accept.problem?.title} />
      {mayAccept ? (
        <Checkbox
          name="noConflict"
          label={words.agree}
          checked={agreed}
          onChange={setAgreed}
          error={missing && !agreed ? issues.missing : undefined}
        />
      ) : null}
      <div className="hb-row">
        {mayAccept ? (
          <Button kind="primary" busy={accept.running} onClick={() => void send()}>
            {words.accept}
          </Button>
        ) : null}
        {mayRecuse ? <Recuse applicationId={applicationId} version={version} /> : null}
      </div>
    </Card>
  );
}
