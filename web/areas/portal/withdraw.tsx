import { useState } from 'react';
import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { fieldErrorsOf, issuesIn, useFieldErrors } from '../../client/field-errors.ts';
import { useCommand } from '../../client/reads.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextArea } from '../../design/inputs.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { toast } from '../../design/toast.tsx';
import { useCoreWords } from '../../words/core.ts';
import type { ApplicationRead } from './use-section.ts';
import { useApplicationWords } from './words.ts';

/** Cannot be undone, so it asks for a reason and says what it means. */
export function Withdraw({ application }: { readonly application: ApplicationRead }) {
  const said = useApplicationWords().withdraw;
  const words = said[application.state.phase === 'draft' ? 'draft' : 'submitted'];
  const core = useCoreWords();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [shows, setShows] = useState(false);
  const withdraw = useCommand(applicationsRoutes.withdraw);
  const refused = useFieldErrors(withdraw.problem);
  if (!application.may.includes('application.withdraw')) return null;
  const body = { reason };
  const local = fieldErrorsOf(issuesIn(applicationsRoutes.withdraw, body), core.issues);
  const errors = { ...refused, ...(shows ? local : {}) };
  const confirm = async () => {
    setShows(true);
    if (Object.keys(local).length > 0) return;
    const { applicationId } = application.state;
    const result = await withdraw.run({ params: { applicationId }, ifMatch: application.version, body });
    if (!result.ok) return;
    setOpen(false);
    toast(words.done);
  };
  return (
    <>
      <Button kind="danger" onClick={() => setOpen(true)}>
        {words.withdraw}
      </Button>
      <Dialog
        open={open}
        title={words.title}
        onClose={() => setOpen(false)}
        actions={
          <>
            <Button kind="danger" busy={withdraw.running} onClick={() => void confirm()}>
              {words.withdraw}
            </Button>
            <Button onClick={() => setOpen(false)}>{core.form.cancel}</Button>
          </>
        }
      >
        <ProblemSummary title={withdraw.problem?.title} fields={errors} labels={{ reason: said.reason }} />
        <p>{words.note}</p>
        <TextArea
          name="reason"
          required
          limit={300}
          label={said.reason}
          value={reason}
          onChange={setReason}
          error={errors['reason']}
        />
      </Dialog>
    </>
  );
}
