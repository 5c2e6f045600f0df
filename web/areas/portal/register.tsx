import { type FormEvent, useState } from 'react';
import * as z from 'zod/mini';
import { organisationsRoutes } from '#shared/contracts/routes/organisations';
import { District, districts } from '#shared/domain/reference';
import { isUscc } from '#shared/domain/uscc';
import { type FieldErrors, fieldErrorsOf, issuesIn, useFieldErrors } from '../../client/field-errors.ts';
import { refreshMe } from '../../client/me.ts';
import { useCommand } from '../../client/reads.tsx';
import { Button } from '../../design/button.tsx';
import { Select } from '../../design/choices.tsx';
import { TextInput } from '../../design/inputs.tsx';
import { Card, Page, Row } from '../../design/layout.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { toast } from '../../design/toast.tsx';
import { navigate } from '../../shell/address.ts';
import { useCoreWords } from '../../words/core.ts';
import { useLanguage } from '../../words/language.ts';
import { useKeptForm } from './kept.ts';
import { portalScreens as at } from './screens.ts';
import { usePortalWords } from './words.ts';

const Form = z.object({ name: z.string(), uscc: z.string(), district: z.union([District, z.literal('')]) });
const empty = { name: '', uscc: '', district: '' } as const;

const plain = (code: string) => code.replace(/[\s-]/g, '').toUpperCase();

/** What is wrong with a credit code, in words that say what to do: count, look for confusable letters, or compare. */
function useUsccComplaint() {
  const words = usePortalWords().organisation;
  return (typed: string) => {
    const code = plain(typed);
    if (code === '' || isUscc(code)) return undefined;
    if (/[IOSVZ]/.test(code)) return words.usccLetters;
    if (!/^[0-9A-Z]*$/.test(code)) return words.usccCharacters;
    return code.length === 18 ? words.usccCheck : words.usccLength(code.length);
  };
}

/** Registers the organisation of the person at the screen, who becomes its applicant. */
export function Register() {
  const words = usePortalWords();
  const issues = useCoreWords().issues;
  const language = useLanguage();
  const [form, change, done] = useKeptForm('register', Form, empty);
  const [shows, setShows] = useState(false);
  const [left, setLeft] = useState(false);
  const register = useCommand(organisationsRoutes.register);
  const complain = useUsccComplaint();
  const refused = useFieldErrors(register.problem, {
    'organisation.uscc-taken': 'uscc',
    'organisation.not-eligible': 'uscc',
  });
  const wrong = complain(form.uscc);
  const local = shows ? fieldErrorsOf(issuesIn(organisationsRoutes.register, form), issues) : {};
  const isCodeShown = shows || left;
  const errors: FieldErrors = { ...refused, ...local, ...(isCodeShown && wrong ? { uscc: wrong } : {}) };
  const labels = {
    name: words.organisation.name,
    uscc: words.organisation.uscc,
    district: words.organisation.district,
  };

  const submit = async () => {
    setShows(true);
    if (issuesIn(organisationsRoutes.register, form).length > 0 || form.district === '') return;
    const result = await register.run({ body: { ...form, district: form.district } });
    if (!result.ok) return setShows(false);
    await refreshMe();
    done();
    toast(words.organisation.registered);
    navigate(at.home.path);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit();
  };
  return (
    <Page title={words.organisation.register} lead={words.organisation.registerLead}>
      <Card>
        <form className="hb-form" onSubmit={onSubmit} noValidate>
          <ProblemSummary
            title={register.problem?.title}
            fields={shows || register.problem ? errors : {}}
            labels={labels}
          />
          <TextInput
            name="name"
            required
            autoComplete="organization"
            label={labels.name}
            hint={words.organisation.nameHint}
            value={form.name}
            onChange={(name) => change({ ...form, name })}
            error={errors['name']}
          />
          <TextInput
            name="uscc"
            required
            short
            label={labels.uscc}
            hint={words.organisation.usccHint}
            value={form.uscc}
            onChange={(uscc) => {
              setLeft(false);
              register.clear();
              change({ ...form, uscc });
            }}
            onBlur={() => setLeft(true)}
            error={errors['uscc']}
          />
          <Select
            name="district"
            required
            label={labels.district}
            hint={words.organisation.districtHint}
            value={form.district}
            options={District.options.map((code) => ({ value: code, label: districts[code][language] }))}
            onChange={(district) => change({ ...form, district })}
            error={errors['district']}
          />
          <Row>
            <Button kind="primary" type="submit" busy={register.running}>
              {words.organisation.registerNow}
            </Button>
          </Row>
        </form>
      </Card>
    </Page>
  );
}
