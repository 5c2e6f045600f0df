import { useState } from 'react';
import * as z from 'zod/mini';
import { deliveryRoutes } from '#shared/contracts/routes/delivery';
import type { Reply } from '../../client/api.ts';
import { type FieldErrors, fieldErrorsOf, issuesIn, useFieldErrors } from '../../client/field-errors.ts';
import { useCommand } from '../../client/reads.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextArea } from '../../design/inputs.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { toast } from '../../design/toast.tsx';
import { useCoreWords } from '../../words/core.ts';
import { useKeptForm } from './kept.ts';
import {
  type Served,
  ServiceFields,
  ServiceForm,
  servicePlaces,
  useDayBounds,
  useServiceLabels,
} from './service-form.tsx';
import { useAwardWords } from './words.ts';

export type RecordRead = Reply<typeof deliveryRoutes.list>['items'][number];

const Form = z.object({ ...ServiceForm.def.shape, reason: z.string() });

type Props = { readonly record: RecordRead; readonly people: readonly Served[]; readonly onClose: () => void };

/** Nothing is altered: what is typed here becomes a new row beside the old, with its reason. Closing keeps what was typed. */
export function Correction({ record, people, onClose }: Props) {
  const words = useAwardWords().service;
  const core = useCoreWords();
  const labels = useServiceLabels();
  const { awardId, recordId, needId, quantity, servedOn, worker, note } = record.state;
  const old = { needId, quantity, servedOn, worker, note, reason: '' };
  const [form, change, done] = useKeptForm(`correction.${recordId}`, Form, old);
  const [shows, setShows] = useState(false);
  const correct = useCommand(deliveryRoutes.correct);
  const refused = useFieldErrors(correct.problem, servicePlaces);
  const bounds = useDayBounds(correct.problem);
  const local = fieldErrorsOf(issuesIn(deliveryRoutes.correct, form), core.issues);
  const errors: FieldErrors = { ...refused, ...(bounds ? { servedOn: bounds } : {}), ...(shows ? local : {}) };
  const confirm = async () => {
    setShows(true);
    if (Object.keys(local).length > 0 || form.quantity === undefined) return;
    const body = { ...form, quantity: form.quantity };
    const result = await correct.run({ params: { awardId, recordId }, ifMatch: record.version, body });
    setShows(false);
    if (!result.ok) return;
    done();
    toast(words.corrected);
    onClose();
  };
  return (
    <Dialog
      open
      title={words.correctTitle}
      onClose={onClose}
      actions={
        <>
          <Button kind="primary" busy={correct.running} onClick={() => void confirm()}>
            {words.correct}
          </Button>
          <Button onClick={onClose}>{core.form.cancel}</Button>
        </>
      }
    >
      <ProblemSummary title={correct.problem?.title} fields={errors} labels={labels} />
      <p>{words.correctNote}</p>
      <ServiceFields
        form={form}
        onChange={(next) => change({ ...next, reason: form.reason })}
        people={people}
        errors={errors}
      />
      <TextArea
        name="reason"
        required
        limit={300}
        rows={2}
        label={labels.reason}
        value={form.reason}
        onChange={(reason) => change({ ...form, reason })}
        error={errors['reason']}
      />
    </Dialog>
  );
}
