import { type FormEvent, useState } from 'react';
import { organisationsRoutes } from '#shared/contracts/routes/organisations';
import type { OrganisationId } from '#shared/kernel/ids';
import { type FieldErrors, fieldErrorsOf, issuesIn, useFieldErrors } from '../../client/field-errors.ts';
import { useCommand } from '../../client/reads.tsx';
import { Button } from '../../design/button.tsx';
import { TextInput } from '../../design/inputs.tsx';
import { Card, Row } from '../../design/layout.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { toast } from '../../design/toast.tsx';
import { useCoreWords } from '../../words/core.ts';
import { usePortalWords } from './words.ts';

type Props = {
  readonly organisationId: OrganisationId;
  readonly version: number;
  readonly masked: string | undefined;
  readonly mayChange: boolean;
};

const empty = { holder: '', bank: '', number: '', branch: '' };
type Form = typeof empty;
const digits = (text: string) => text.normalize('NFKC').replace(/[\s-]/g, '');

type FormProps = Omit<Props, 'masked' | 'mayChange'> & { readonly onDone: () => void };

/** An account number is not kept on the device: the one form that a lost tab empties. */
function AccountForm({ organisationId, version, onDone }: FormProps) {
  const words = usePortalWords().account;
  const core = useCoreWords();
  const [form, setForm] = useState<Form>(empty);
  const [shows, setShows] = useState(false);
  const save = useCommand(organisationsRoutes.setAccount);
  const body = { ...form, number: digits(form.number), branch: digits(form.branch) };
  const refused = useFieldErrors(save.problem);
  const local = fieldErrorsOf(issuesIn(organisationsRoutes.setAccount, body), core.issues);
  const precise = {
    ...local,
    ...(local['number'] && body.number ? { number: words.numberWrong } : {}),
    ...(local['branch'] && body.branch ? { branch: words.branchWrong } : {}),
  };
  const errors: FieldErrors = { ...refused, ...(shows ? precise : {}) };
  const labels = { holder: words.holder, bank: words.bank, number: words.number, branch: words.branch };
  const submit = async () => {
    setShows(true);
    if (Object.keys(local).length > 0) return;
    const result = await save.run({ params: { organisationId }, ifMatch: version, body });
    if (!result.ok) return;
    toast(words.saved);
    onDone();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit();
  };
  const field = (name: keyof Form, hint?: string) => ({
    name,
    hint,
    required: true,
    label: labels[name],
    value: form[name],
    error: errors[name],
    autoComplete: 'off',
    onChange: (value: string) => setForm({ ...form, [name]: value }),
  });
  return (
    <form className="hb-form" onSubmit={onSubmit} noValidate>
      <ProblemSummary title={save.problem?.title} fields={errors} labels={labels} />
      <TextInput {...field('holder', words.holderHint)} />
      <TextInput {...field('bank', words.bankHint)} />
      <TextInput {...field('number', words.numberHint)} />
      <TextInput {...field('branch', words.branchHint)} />
      <Row>
        <Button kind="primary" type="submit" busy={save.running}>
          {core.form.save}
        </Button>
        <Button onClick={onDone}>{core.form.cancel}</Button>
      </Row>
    </form>
  );
}

/** The account that instalments are paid to; its number is shown masked, to the organisation too. */
export function AccountCard({ masked, mayChange, ...props }: Props) {
  const words = usePortalWords().account;
  const [open, setOpen] = useState(false);
  return (
    <Card title={words.title}>
      {masked ? <p>{masked}</p> : <p>{words.none}</p>}
      <p className="hb-hint">{words.why}</p>
      {open ? <AccountForm {...props} onDone={() => setOpen(false)} /> : null}
      {mayChange && !open ? (
        <Row>
          <Button {...(masked ? {} : { kind: 'primary' as const })} onClick={() => setOpen(true)}>
            {masked ? words.change : words.set}
          </Button>
        </Row>
      ) : null}
    </Card>
  );
}
