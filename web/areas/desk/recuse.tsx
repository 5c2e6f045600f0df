import { useState } from 'react';
import { reviewRoutes } from '#shared/contracts/routes/review';
import { useFieldErrors } from '../../client/field-errors.ts';
import { useCommand } from '../../client/reads.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextArea } from '../../design/inputs.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { toast } from '../../design/toast.tsx';
import { useCoreWords } from '../../words/core.ts';
import { deskWords } from '../../words/desk.ts';
import { useWords } from '../../words/words.ts';

export type RecuseProps = { readonly applicationId: string; readonly version: number };

/** Steps aside with a reason (回避). */
export function Recuse({ applicationId, version }: RecuseProps) {
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
